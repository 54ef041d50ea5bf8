// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.fabric.Command;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.ScsiResponsePdu;
import org.quintain.sam.Status;

/** SCSI Response: status, residual, sense data (RFC 7143 11.4). */
final class ScsiResponseSender {
  private static final int SENSE_LENGTH_BYTES = 2;
  private static final int PROTOCOL_LEVEL_OF_RFC_7144 = 2;

  private final FullFeaturePhase phase;

  ScsiResponseSender(FullFeaturePhase phase) {
    this.phase = phase;
  }

  /**
   * Send Command Complete: the status follows Data-In that is still to go, and Data-Out to come.
   */
  void complete(long nowNs, IscsiTask task) {
    ResponseFence fence = phase.session().fence();
    if (fence == null || fence.passes(task)) {
      goOn(nowNs, task);
    } else {
      task.awaitsFence = true;
      fence.submit(nowNs, phase, task, thenNs -> goOn(thenNs, task));
    }
  }

  private void goOn(long nowNs, IscsiTask task) {
    task.awaitsFence = false;
    if (task.isSending) {
      phase.dataIn().statusFollows(task);
    } else if (!task.unsolicitedOpen) {
      send(nowNs, task);
    }
    // Otherwise the initiator is still sending what it announced: its last PDU lets the status go,
    // so that no data of this command can be taken for another's that gets its tag.
  }

  /** Queues the response and ends the task. */
  void send(long nowNs, IscsiTask task) {
    Command command = task.command();
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.SCSI_RESPONSE);
    ByteBuffer header = output.header();
    Bhs.initiatorTaskTag(header, base, task.initiatorTaskTag);
    ScsiResponsePdu.response(header, base, ScsiResponsePdu.COMMAND_COMPLETED);
    ScsiResponsePdu.status(header, base, command.status().code());
    if (phase.session().parameters().protocolLevel() >= PROTOCOL_LEVEL_OF_RFC_7144) {
      ScsiResponsePdu.statusQualifier(header, base, command.statusQualifier());
    }
    ScsiResponsePdu.expDataSn(header, base, task.expDataSn());
    long residual = residual(task);
    if (residual != 0) {
      int bit = residual > 0 ? ScsiResponsePdu.OVERFLOW : ScsiResponsePdu.UNDERFLOW;
      Bhs.flags(header, base, Bhs.FINAL | bit);
      ScsiResponsePdu.residualCount(header, base, (int) Math.abs(residual));
    }
    if (task.isRead && task.isWrite) {
      addReadResidual(task, base);
    }
    int sense = command.senseLength();
    if (sense > 0) {
      int at = output.transmitter().inlineData(SENSE_LENGTH_BYTES + sense);
      header.putShort(at, (short) sense);
      header.put(at + SENSE_LENGTH_BYTES, command.sense(), 0, sense);
    }
    // The window that the response shows already has room for the command it ends.
    phase.session().tasks().leaveWindow(task);
    Bhs.maxCmdSn(header, base, phase.session().window().maxCmdSn());
    if (task.snackTag != 0) {
      // RFC 7143 11.4.9: it names the R-Data SNACK that it follows.
      Bhs.targetTransferTag(header, base, task.snackTag);
    }
    output.takeStatSn(base);
    output.commit();
    phase.onResponseQueued(nowNs, task);
    ResponseFence fence = phase.session().fence();
    if (fence != null) {
      fence.onResponseQueued(task);
    }
    phase.session().tasks().end(nowNs, task);
  }

  /** TASK SET FULL for a command that there is no slot for. */
  void sendTaskSetFull(int initiatorTaskTag, int expectedLength) {
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.SCSI_RESPONSE);
    ByteBuffer header = output.header();
    Bhs.initiatorTaskTag(header, base, initiatorTaskTag);
    ScsiResponsePdu.status(header, base, Status.TASK_SET_FULL.code());
    if (expectedLength != 0) {
      Bhs.flags(header, base, Bhs.FINAL | ScsiResponsePdu.UNDERFLOW);
      ScsiResponsePdu.residualCount(header, base, expectedLength);
    }
    output.takeStatSn(base);
    output.commit();
  }

  /** RFC 7143 11.4.5.2: a command with both buffers has a residual for each. */
  private void addReadResidual(IscsiTask task, int base) {
    Command command = task.command();
    long residual = command.dataInBytes() - command.expectedDataInBytes();
    if (residual != 0) {
      ByteBuffer header = phase.output().header();
      int bit =
          residual > 0
              ? ScsiResponsePdu.BIDIRECTIONAL_OVERFLOW
              : ScsiResponsePdu.BIDIRECTIONAL_UNDERFLOW;
      Bhs.flags(header, base, Bhs.flags(header, base) | bit);
      ScsiResponsePdu.bidirectionalReadResidualCount(header, base, (int) Math.abs(residual));
    }
  }

  /**
   * The residual (RFC 7143 11.4.5): above zero by how much the command had more to transfer than
   * was expected, below zero by how much less it transferred.
   */
  static long residual(IscsiTask task) {
    Command command = task.command();
    if (task.isWrite) {
      return command.dataOutBytes() - command.expectedDataOutBytes();
    }
    if (task.isRead) {
      return command.dataInBytes() - command.expectedDataInBytes();
    }
    return Math.max(command.dataInBytes(), command.dataOutBytes());
  }
}
