// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** One FCP_CMND being put together (FCP-4 9.2); every field can be set to anything. */
public final class FcpCommand {
  public static final int QUERY_TASK_SET = 0x01;
  public static final int ABORT_TASK_SET = 0x02;
  public static final int CLEAR_TASK_SET = 0x04;
  public static final int QUERY_ASYNCHRONOUS_EVENT = 0x08;
  public static final int LOGICAL_UNIT_RESET = 0x10;
  public static final int TARGET_RESET = 0x20;
  public static final int CLEAR_ACA = 0x40;

  private static final int CDB_BYTES = 16;
  private static final int WRITE = 0x01;
  private static final int READ = 0x02;

  private final @Nullable Cdb cdb;
  private final byte[] head = new byte[12];
  private final byte[] cdbField;
  private final int inBytes;
  private final int outBytes;
  private long dataLength;
  private int length = -1;

  private FcpCommand(@Nullable Cdb cdb, long lun, int inBytes, int outBytes) {
    this.cdb = cdb;
    byte[] bytes = cdb == null ? new byte[0] : cdb.bytes();
    int additional = (Math.max(0, bytes.length - CDB_BYTES) + 3) & ~3;
    this.cdbField = Arrays.copyOf(bytes, CDB_BYTES + additional);
    this.inBytes = inBytes;
    this.outBytes = outBytes;
    this.dataLength = Math.max(inBytes, outBytes);
    Bytes.put(head, 0, 8, lun);
    head[11] = (byte) (additional | (inBytes > 0 ? READ : 0) | (outBytes > 0 ? WRITE : 0));
  }

  /** A command that moves {@code inBytes} of Data-In, or {@code outBytes} of Data-Out, or none. */
  public static FcpCommand of(Cdb cdb, long lun, int inBytes, int outBytes) {
    return new FcpCommand(cdb, lun, inBytes, outBytes);
  }

  /** A task management request. */
  public static FcpCommand function(int flags, long lun) {
    return new FcpCommand(null, lun, 0, 0).set(10, flags);
  }

  /** The CDB's name for messages, or that of a function. */
  Cdb cdb() {
    return cdb == null ? Cdb.blank("Task management", 0, 6) : cdb;
  }

  /** How large the buffer is that the initiator offers. */
  int bufferBytes() {
    return Math.max(inBytes, outBytes);
  }

  /** Sets byte {@code index} of the first twelve. */
  public FcpCommand set(int index, int value) {
    head[index] = (byte) value;
    return this;
  }

  /** Sets FCP_LUN. */
  public FcpCommand lun(long lun) {
    Bytes.put(head, 0, 8, lun);
    return this;
  }

  /** Sets COMMAND REFERENCE NUMBER. */
  public FcpCommand reference(int number) {
    return set(8, number);
  }

  /** Sets TASK ATTRIBUTE and leaves the priority. */
  public FcpCommand attribute(int code) {
    return set(9, (head[9] & 0xF8) | code);
  }

  /** Sets COMMAND PRIORITY. */
  public FcpCommand priority(int priority) {
    return set(9, (head[9] & 0x87) | priority << 3);
  }

  /** Sets RDDATA and WRDATA. */
  public FcpCommand directions(boolean read, boolean write) {
    return set(11, (head[11] & 0xFC) | (read ? READ : 0) | (write ? WRITE : 0));
  }

  /** Sets ADDITIONAL FCP_CDB LENGTH, in words, whatever there is of a CDB. */
  public FcpCommand additionalWords(int words) {
    return set(11, (head[11] & 3) | words << 2);
  }

  /** Sets FCP_DL. */
  public FcpCommand dataLength(long bytes) {
    dataLength = bytes;
    return this;
  }

  /** Cuts the information unit to {@code bytes}, or lets it have zeros behind. */
  public FcpCommand cutTo(int bytes) {
    length = bytes;
    return this;
  }

  /** The bytes. */
  public byte[] encode() {
    boolean both = (head[11] & 3) == 3;
    byte[] all = Arrays.copyOf(head, head.length + cdbField.length + (both ? 8 : 4));
    System.arraycopy(cdbField, 0, all, head.length, cdbField.length);
    Bytes.put(all, head.length + cdbField.length, 4, dataLength);
    return length < 0 ? all : Arrays.copyOf(all, length);
  }
}
