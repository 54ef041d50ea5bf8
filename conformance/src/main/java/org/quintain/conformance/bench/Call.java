// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.nio.ByteBuffer;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;

/**
 * A command being put together: CDB, logical unit, buffers, attribute. Sent by {@link #go()} or
 * {@link #start()}.
 */
public final class Call {
  private final Nexus nexus;
  private final Cdb cdb;
  private final ExecuteCommand command = new ExecuteCommand();
  private int bufferBytes;

  Call(Nexus nexus, Cdb cdb, long lun) {
    this.nexus = nexus;
    this.cdb = cdb;
    command.cdb(cdb.bytes(), cdb.length()).lun(lun).noData();
  }

  /** Offers a Data-In Buffer of {@code lengthBytes} bytes. */
  public Call in(int lengthBytes) {
    command.dataIn(ByteBuffer.allocate(lengthBytes), lengthBytes);
    bufferBytes = lengthBytes;
    return this;
  }

  /** Gives {@code bytes} as the Data-Out Buffer. */
  public Call out(byte[] bytes) {
    command.dataOut(ByteBuffer.wrap(bytes.clone()), bytes.length);
    bufferBytes = bytes.length;
    return this;
  }

  /** Addresses another logical unit than the one under test. */
  public Call lun(long lun) {
    command.lun(lun);
    return this;
  }

  /** Sets the task attribute; SIMPLE unless set. */
  public Call attribute(TaskAttribute attribute) {
    command.attribute(attribute);
    return this;
  }

  /** Sends it and waits for its end. No answer within the command timeout fails the case. */
  public Answer go() {
    return start().await();
  }

  /** Sends it and comes back at once. */
  public Pending start() {
    return nexus.submit(this);
  }

  Cdb cdb() {
    return cdb;
  }

  ExecuteCommand command() {
    return command;
  }

  int bufferBytes() {
    return bufferBytes;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(nexus.label()).append(" → ").append(cdb);
    if (command.lun() != nexus.lun()) {
      text.append(" LUN ").append(String.format("%016X", command.lun()));
    }
    if (command.attribute() != TaskAttribute.SIMPLE) {
      text.append(' ').append(command.attribute());
    }
    if (command.dataInLength() > 0) {
      text.append(" in ").append(command.dataInLength());
    }
    if (command.dataOutLength() > 0) {
      byte[] head = new byte[Math.min(16, command.dataOutLength())];
      command.dataOut().get(0, head);
      text.append(" out ").append(command.dataOutLength()).append(": ").append(Bytes.hex(head));
    }
    return text.toString();
  }
}
