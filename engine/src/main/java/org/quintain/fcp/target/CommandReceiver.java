// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import java.nio.ByteBuffer;
import org.quintain.fabric.Command;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceStatus;
import org.quintain.fc.wire.FrameControl;
import org.quintain.fcp.wire.FcpCommandIu;
import org.quintain.fcp.wire.FcpResponseCode;
import org.quintain.fcp.wire.FcpServiceParameters;

/** FCP_CMND: checks it, takes a task and a command for it, and hands it over (FCP-4 9.2). */
final class CommandReceiver {
  private final FcpTargetPort port;
  private long identifiers;

  CommandReceiver(FcpTargetPort port) {
    this.port = port;
  }

  void onCommand(long nowNs, TargetNexus nexus, Exchange exchange, ReceivedSequence sequence) {
    if (sequence.status() == SequenceStatus.MISSING_FRAMES) {
      // The initiator learns by REC that nothing came, or aborts.
      port.exchanges().release(exchange);
      return;
    }
    ByteBuffer bytes = sequence.payload();
    int at = sequence.payloadOffset();
    boolean whole =
        sequence.status() == SequenceStatus.COMPLETE
            && FcpCommandIu.isWhole(bytes, at, sequence.lengthBytes());
    int functions = whole ? FcpCommandIu.functions(bytes, at) : 0;
    if (functions != 0) {
      port.functions().onRequest(nowNs, nexus, exchange, FcpCommandIu.lun(bytes, at), functions);
      return;
    }
    if (!whole || !isValid(bytes, at)) {
      port.counters().add(FcpCounter.COMMANDS_WITH_INVALID_FIELDS);
      port.responses().sendCode(nowNs, exchange, FcpResponseCode.COMMAND_FIELDS_INVALID, 0);
      return;
    }
    long dataLength = FcpCommandIu.dataLength(bytes, at);
    if (nexus.takeOverlap(exchange.originatorExchangeId())) {
      port.responses().sendOverlapped(nowNs, exchange);
      return;
    }
    take(nowNs, nexus, exchange, sequence, dataLength);
  }

  /** FCP_DL without a direction has no meaning, and a CDB has 260 bytes at most. */
  private static boolean isValid(ByteBuffer bytes, int at) {
    boolean moves = FcpCommandIu.isRead(bytes, at) || FcpCommandIu.isWrite(bytes, at);
    return FcpCommandIu.cdbBytes(bytes, at) <= Command.CDB_BYTES_MAX
        && (moves || FcpCommandIu.dataLength(bytes, at) == 0);
  }

  private void take(
      long nowNs,
      TargetNexus nexus,
      Exchange exchange,
      ReceivedSequence sequence,
      long dataLength) {
    ByteBuffer bytes = sequence.payload();
    int at = sequence.payloadOffset();
    TargetTask task = port.tasks().acquire(nexus, exchange, FcpCommandIu.lun(bytes, at));
    Command command = task == null ? null : port.scsiTarget().acquire(nowNs, nexus.itNexus());
    if (task == null || command == null) {
      port.counters().add(FcpCounter.COMMANDS_TASK_SET_FULL);
      exchange.context(null);
      if (task != null) {
        port.tasks().release(task);
      }
      port.responses().sendTaskSetFull(nowNs, exchange, dataLength);
      return;
    }
    port.tasks().bind(task, command);
    fill(task, command, bytes, at, dataLength);
    if (task.expectedDataOut > 0 && announcesFirstBurst(nexus, sequence)) {
      port.dataOut().expectFirstBurst(nowNs, task, task.expectedDataOut);
    }
    port.counters().add(FcpCounter.COMMANDS);
    port.scsiTarget().onCommandReceived(nowNs, command);
  }

  private static boolean announcesFirstBurst(TargetNexus nexus, ReceivedSequence sequence) {
    return nexus.agreed().has(FcpServiceParameters.WRITE_TRANSFER_READY_DISABLED)
        && (sequence.frameControl() & FrameControl.TRANSFER_INITIATIVE) == 0;
  }

  private void fill(TargetTask task, Command command, ByteBuffer bytes, int at, long dataLength) {
    task.isRead = FcpCommandIu.isRead(bytes, at);
    task.isWrite = FcpCommandIu.isWrite(bytes, at);
    boolean both = task.isRead && task.isWrite;
    long dataIn = both ? FcpCommandIu.bidirectionalReadLength(bytes, at) : dataLength;
    task.expectedDataOut = task.isWrite ? dataLength : 0;
    command.address(
        task.lun, ++identifiers, FcpCommandIu.attribute(FcpCommandIu.attributeCode(bytes, at)));
    command.priority(FcpCommandIu.priority(bytes, at));
    command.expect(task.expectedDataOut, task.isRead ? dataIn : 0);
    int cdbBytes = FcpCommandIu.cdbBytes(bytes, at);
    bytes.get(at + FcpCommandIu.CDB_OFFSET, command.cdb(), 0, cdbBytes);
    command.cdbLength(cdbBytes);
  }
}
