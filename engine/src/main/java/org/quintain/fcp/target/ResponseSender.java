// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import java.nio.ByteBuffer;
import org.quintain.fabric.Command;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpResponseIu;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Status;
import org.quintain.wire.OutgoingSequence;

/** FCP_RSP: status, residuals, sense data, response codes (FCP-4 9.5). */
final class ResponseSender {
  private static final int FIXED_SENSE_BYTES = 18;

  private final FcpTargetPort port;

  ResponseSender(FcpTargetPort port) {
    this.port = port;
  }

  /** Send Command Complete: the status follows Data-Out that is still on its way. */
  void complete(long nowNs, TargetTask task) {
    if (!task.isBurstOpen) {
      send(nowNs, task);
    }
    // Otherwise the initiator has the initiative, and its last frame gives it back.
  }

  private void send(long nowNs, TargetTask task) {
    boolean confirm = task.nexus().mayRetry();
    put(nowNs, task, confirm);
    if (!confirm) {
      port.endTask(nowNs, task);
      return;
    }
    task.state = TargetTask.State.CONFIRMING;
    port.setDeadline(task, nowNs + port.settings().confirmTimeoutNs());
  }

  /** Sends the response of a task that waits for FCP_CONF once more. */
  void sendAgain(long nowNs, TargetTask task) {
    put(nowNs, task, true);
  }

  private void put(long nowNs, TargetTask task, boolean confirm) {
    Command command = task.command();
    int info = task.responseCode == 0 ? 0 : FcpResponseIu.INFO_BYTES;
    int sense = command.senseLength();
    boolean both = task.isRead && task.isWrite;
    int length = FcpResponseIu.FIXED_BYTES + info + sense + (both ? 4 : 0);
    OutgoingSequence sequence = port.output().begin(task.exchange(), FcpInformationUnit.FCP_RSP);
    int at = sequence.inlinePayload(length);
    ByteBuffer bytes = sequence.header();
    FcpResponseIu.clear(bytes, at);
    FcpResponseIu.status(bytes, at, command.status().code(), command.statusQualifier());
    FcpResponseIu.flags(bytes, at, confirm ? FcpResponseIu.CONFIRM : 0);
    if (info > 0) {
      FcpResponseIu.responseCode(bytes, at, task.responseCode, 0);
    }
    if (sense > 0) {
      FcpResponseIu.senseLength(bytes, at, sense);
      bytes.put(FcpResponseIu.senseAt(bytes, at), command.sense(), 0, sense);
    }
    addResiduals(task, bytes, at, both);
    port.output()
        .send(nowNs, task, sequence, confirm ? SequenceEnd.TRANSFER_INITIATIVE : SequenceEnd.LAST);
  }

  /** FCP-4 9.5. */
  private static void addResiduals(TargetTask task, ByteBuffer bytes, int at, boolean both) {
    Command command = task.command();
    long residual = residual(task);
    if (residual != 0) {
      int bit = residual > 0 ? FcpResponseIu.OVERFLOW : FcpResponseIu.UNDERFLOW;
      FcpResponseIu.flags(bytes, at, FcpResponseIu.flags(bytes, at) | bit);
      FcpResponseIu.residual(bytes, at, Math.abs(residual));
    }
    if (both) {
      long read = command.dataInBytes() - command.expectedDataInBytes();
      int bit = read > 0 ? FcpResponseIu.READ_OVERFLOW : FcpResponseIu.READ_UNDERFLOW;
      FcpResponseIu.bidirectionalReadResidual(bytes, at, Math.abs(read));
      int flags = FcpResponseIu.flags(bytes, at);
      FcpResponseIu.flags(bytes, at, read == 0 ? flags : flags | bit);
    }
  }

  /**
   * Above zero by how much the command had more to transfer than FCP_DL, below zero by how much it
   * transferred less.
   */
  private static long residual(TargetTask task) {
    Command command = task.command();
    if (task.isWrite) {
      return command.dataOutBytes() - command.expectedDataOutBytes();
    }
    if (task.isRead) {
      return command.dataInBytes() - command.expectedDataInBytes();
    }
    return Math.max(command.dataInBytes(), command.dataOutBytes());
  }

  /** TASK SET FULL for a command that there is no slot for. */
  void sendTaskSetFull(long nowNs, Exchange exchange, long dataLength) {
    sendPlain(nowNs, exchange, Status.TASK_SET_FULL, dataLength);
  }

  /** SAM-5 5.10: OVERLAPPED COMMANDS ATTEMPTED. */
  void sendOverlapped(long nowNs, Exchange exchange) {
    sendPlain(nowNs, exchange, Status.CHECK_CONDITION, 0);
  }

  private void sendPlain(long nowNs, Exchange exchange, Status status, long dataLength) {
    int sense = status == Status.CHECK_CONDITION ? FIXED_SENSE_BYTES : 0;
    OutgoingSequence sequence = port.output().begin(exchange, FcpInformationUnit.FCP_RSP);
    int at = sequence.inlinePayload(FcpResponseIu.FIXED_BYTES + sense);
    ByteBuffer bytes = sequence.header();
    FcpResponseIu.clear(bytes, at);
    FcpResponseIu.status(bytes, at, status.code(), 0);
    if (dataLength > 0) {
      FcpResponseIu.flags(bytes, at, FcpResponseIu.UNDERFLOW);
      FcpResponseIu.residual(bytes, at, dataLength);
    }
    if (sense > 0) {
      FcpResponseIu.senseLength(bytes, at, sense);
      writeSense(
          bytes, FcpResponseIu.senseAt(bytes, at), AdditionalSense.OVERLAPPED_COMMANDS_ATTEMPTED);
    }
    port.output().sendLast(nowNs, exchange, sequence);
  }

  /** SPC-5 4.5.3: fixed format, current. */
  private static void writeSense(ByteBuffer bytes, int at, AdditionalSense sense) {
    for (int index = 0; index < FIXED_SENSE_BYTES; index++) {
      bytes.put(at + index, (byte) 0);
    }
    bytes.put(at, (byte) 0x70);
    bytes.put(at + 2, (byte) sense.key().code());
    bytes.put(at + 7, (byte) (FIXED_SENSE_BYTES - 8));
    bytes.put(at + 12, (byte) sense.code());
    bytes.put(at + 13, (byte) sense.qualifier());
  }

  /** A response with nothing but a code, to a function or to a command that is invalid. */
  void sendCode(long nowNs, Exchange exchange, int code, int argument) {
    OutgoingSequence sequence = port.output().begin(exchange, FcpInformationUnit.FCP_RSP);
    int at = sequence.inlinePayload(FcpResponseIu.FIXED_BYTES + FcpResponseIu.INFO_BYTES);
    FcpResponseIu.clear(sequence.header(), at);
    FcpResponseIu.responseCode(sequence.header(), at, code, argument);
    port.output().sendLast(nowNs, exchange, sequence);
  }
}
