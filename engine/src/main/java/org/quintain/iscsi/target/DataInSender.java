// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.CopyRing;
import org.quintain.iscsi.wire.DataInPdu;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.PduSentListener;
import org.quintain.iscsi.wire.SegmentRange;
import org.quintain.sam.Status;

/**
 * Data-In: cuts the engine's Data-In into PDUs of the initiator's MaxRecvDataSegmentLength and
 * sequences of MaxBurstLength, as far as there is room, one burst of each task in turn; the last
 * PDU carries the status when that is GOOD (RFC 7143 11.7, 4.2.5.3).
 */
final class DataInSender implements PduSentListener {
  /** With a data digest, lent memory is sent from a copy, in pieces that several fit of. */
  private static final int COPIED_BYTES_MAX = 32 << 10;

  private final FullFeaturePhase phase;
  private final IscsiTargetSession session;
  private final TaskQueue queue;
  private final int burstMax;
  private int dataSegmentMax;

  DataInSender(FullFeaturePhase phase, int dataSegmentMax) {
    this.phase = phase;
    this.session = phase.session();
    this.dataSegmentMax = dataSegmentMax;
    queue = new TaskQueue(session.tasksByIndex(), IscsiTask.DATA_IN_LINK);
    burstMax = session.parameters().maxBurstLength();
  }

  void dataSegmentMax(int lengthBytes) {
    dataSegmentMax = lengthBytes;
  }

  /** Send Data-In of the engine's. */
  void send(long nowNs, IscsiTask task, long offsetBytes, boolean last) {
    Command command = task.command();
    long room = Math.max(0, command.expectedDataInBytes() - offsetBytes);
    task.sendOffset = offsetBytes;
    task.sendLength = Math.min(command.dataIn().totalBytes(), room);
    task.sent = 0;
    task.burstSent = 0;
    task.isLastPiece = last;
    task.isSending = task.sendLength > 0;
    if (last) {
      // The status follows at once, and the last PDU may carry it.
      return;
    }
    if (task.isSending) {
      task.awaitsDelivery = true;
      queue.add(task);
    } else {
      session.scsiTarget().onDataInDelivered(nowNs, command, DeliveryResult.DELIVERED);
    }
  }

  /** The status of a task with its last Data-In still to go is known now. */
  void statusFollows(IscsiTask task) {
    queue.add(task);
  }

  /** Terminate Data Transfer of the engine's: what is not yet queued is not sent. */
  void terminate(long nowNs, IscsiTask task) {
    forget(task);
    if (task.awaitsDelivery) {
      task.awaitsDelivery = false;
      session.scsiTarget().onDataInDelivered(nowNs, task.command(), DeliveryResult.TERMINATED);
    }
  }

  void forget(IscsiTask task) {
    queue.remove(task);
    task.isSending = false;
  }

  void pump(long nowNs) {
    while (!queue.isEmpty() && phase.hasRoomForData()) {
      IscsiTask task = queue.first();
      if (!sendNext(nowNs, task)) {
        return;
      }
      if (!task.isQueued[IscsiTask.DATA_IN_LINK]) {
        continue;
      }
      if (!task.isSending) {
        queue.removeFirst();
      } else if (task.burstSent == 0) {
        // A sequence ended: the next task has its turn.
        queue.removeFirst();
        queue.add(task);
      }
    }
  }

  /** Queues one Data-In PDU of {@code task}; false when there is no room to copy its data to. */
  private boolean sendNext(long nowNs, IscsiTask task) {
    Command command = task.command();
    boolean copies = phase.output().hasDataDigest() && command.dataInBlock() == null;
    int length = (int) Math.min(task.sendLength - task.sent, dataSegmentMax);
    length = Math.min(length, burstMax - task.burstSent);
    if (copies) {
      length = Math.min(length, COPIED_BYTES_MAX);
    }
    int copyAt = 0;
    CopyRing ring = phase.output().dataRing();
    if (copies) {
      copyAt = ring.take(length);
      if (copyAt == CopyRing.NO_ROOM) {
        return false;
      }
      SegmentRange.copy(command.dataIn(), task.sent, ring.bytes(), copyAt, length);
    }
    long at = task.sendOffset + task.sent;
    boolean endsPiece = task.sent + length == task.sendLength;
    boolean withStatus = endsPiece && task.isLastPiece && mayCarryStatus(command);
    boolean endsSequence = endsPiece || task.burstSent + length == burstMax;
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.DATA_IN);
    ByteBuffer header = output.header();
    Bhs.flags(header, base, endsSequence ? Bhs.FINAL : 0);
    Bhs.initiatorTaskTag(header, base, task.initiatorTaskTag);
    Bhs.targetTransferTag(header, base, Bhs.RESERVED_TAG);
    DataInPdu.dataSn(header, base, task.dataSn++);
    DataInPdu.bufferOffset(header, base, (int) at);
    if (withStatus) {
      addStatus(task, base);
    }
    if (copies) {
      output.transmitter().data(ring, copyAt, length);
    } else {
      output.transmitter().data(command.dataIn(), task.sent, length);
    }
    task.references++;
    output.commit(this, task.index);
    phase.counters().add(IscsiCounter.DATA_IN_PDUS);
    task.sent += length;
    task.burstSent = endsSequence ? 0 : task.burstSent + length;
    task.isSending = !endsPiece;
    if (endsPiece && task.isLastPiece) {
      finish(nowNs, task, withStatus);
    }
    return true;
  }

  private void finish(long nowNs, IscsiTask task, boolean withStatus) {
    if (withStatus) {
      session.endTask(nowNs, task);
    } else {
      phase.responses().send(nowNs, task);
    }
  }

  /** RFC 7143 11.7.2: a command that ended with an error gets a response of its own. */
  private static boolean mayCarryStatus(Command command) {
    return command.status() == Status.GOOD
        && command.senseLength() == 0
        && command.statusQualifier() == 0;
  }

  private void addStatus(IscsiTask task, int base) {
    ByteBuffer header = phase.output().header();
    int flags = Bhs.FINAL | DataInPdu.STATUS;
    long residual = ScsiResponseSender.residual(task);
    if (residual != 0) {
      flags |= residual > 0 ? DataInPdu.OVERFLOW : DataInPdu.UNDERFLOW;
      DataInPdu.residualCount(header, base, (int) Math.abs(residual));
    }
    Bhs.flags(header, base, flags);
    DataInPdu.status(header, base, task.command().status().code());
    session.leaveWindow(task);
    Bhs.maxCmdSn(header, base, session.window().maxCmdSn());
    phase.output().takeStatSn(base);
  }

  @Override
  public void onPduSent(long nowNs, int token) {
    IscsiTask task = session.tasksByIndex()[token];
    Command command = task.command();
    boolean delivered = task.awaitsDelivery && !task.isSending && task.references == 1;
    session.unpin(nowNs, task);
    if (delivered) {
      task.awaitsDelivery = false;
      session
          .scsiTarget()
          .onDataInDelivered(
              nowNs,
              command,
              session.isClosed() || phase.isClosed()
                  ? DeliveryResult.FAILED
                  : DeliveryResult.DELIVERED);
    }
  }
}
