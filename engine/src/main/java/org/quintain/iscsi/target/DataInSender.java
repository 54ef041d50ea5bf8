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

  /**
   * So much Data-In is worth a write of its own: the initiator works on it while the requests
   * behind are executed. Less would cost more system calls than it saves waiting.
   */
  private static final int EARLY_BYTES = 64 << 10;

  private final FullFeaturePhase phase;
  private final IscsiTargetSession session;
  private final TaskQueue queue;

  /** Tasks with Data-In to send again (RFC 7143 11.16). */
  private final TaskQueue repeats;

  /** Whether Data-In may be asked for again, so that the status goes by itself. */
  private final boolean isRecoverable;

  private final int burstMax;
  private int dataSegmentMax;
  private long queuedSinceSent;

  DataInSender(FullFeaturePhase phase, int dataSegmentMax) {
    this.phase = phase;
    this.session = phase.session();
    this.dataSegmentMax = dataSegmentMax;
    queue = new TaskQueue(session.tasks().byIndex(), IscsiTask.DATA_IN_LINK);
    repeats = new TaskQueue(session.tasks().byIndex(), IscsiTask.REPEAT_LINK);
    isRecoverable = session.parameters().errorRecoveryLevel() > 0;
    burstMax = session.parameters().maxBurstLength();
  }

  void dataSegmentMax(int lengthBytes) {
    dataSegmentMax = lengthBytes;
  }

  /** Send Data-In of the engine's. */
  void send(long nowNs, IscsiTask task, long offsetBytes, boolean last) {
    Command command = task.command();
    // What came before was delivered, and is not there to be sent again.
    repeats.remove(task);
    long room = Math.max(0, command.expectedDataInBytes() - offsetBytes);
    task.sendOffset = offsetBytes;
    task.sendLength = Math.min(command.dataIn().totalBytes(), room);
    task.sent = 0;
    task.burstSent = 0;
    task.isLastPiece = last;
    task.cutDataSn = task.dataSn;
    task.cutSent = 0;
    task.cutSegmentMax = dataSegmentMax;
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
    queuedSinceSent += task.sendLength;
  }

  /** Whether so much was queued that it had better be on its way. */
  boolean isWorthSending() {
    return queuedSinceSent >= EARLY_BYTES;
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
    repeats.remove(task);
    task.isSending = false;
  }

  void pump(long nowNs) {
    queuedSinceSent = 0;
    if (!repeats.isEmpty()) {
      pumpRepeats();
    }
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
    int length = pduBytes(task, task.sent, task.burstSent, dataSegmentMax);
    boolean endsPiece = task.sent + length == task.sendLength;
    boolean withStatus =
        endsPiece
            && task.isLastPiece
            && !isRecoverable
            && !task.isWrite
            && mayCarryStatus(task.command());
    boolean endsSequence = endsPiece || task.burstSent + length == burstMax;
    if (!put(task, task.dataSn, task.sent, length, endsSequence, withStatus)) {
      return false;
    }
    task.dataSn++;
    task.sent += length;
    task.burstSent = endsSequence ? 0 : task.burstSent + length;
    task.isSending = !endsPiece;
    if (endsPiece && task.isLastPiece) {
      finish(nowNs, task, withStatus);
    }
    return true;
  }

  private boolean copies(Command command) {
    return phase.output().hasDataDigest() && command.dataInBlock() == null;
  }

  /** How long the PDU is that begins at {@code sent} of the piece under way. */
  private int pduBytes(IscsiTask task, long sent, int burstSent, int segmentMax) {
    int length = (int) Math.min(task.sendLength - sent, segmentMax);
    length = Math.min(length, burstMax - burstSent);
    return copies(task.command()) ? Math.min(length, COPIED_BYTES_MAX) : length;
  }

  private boolean put(
      IscsiTask task, int dataSn, long sent, int length, boolean endsSequence, boolean withStatus) {
    Command command = task.command();
    boolean copies = copies(command);
    int copyAt = 0;
    CopyRing ring = phase.output().dataRing();
    if (copies) {
      copyAt = ring.take(length);
      if (copyAt == CopyRing.NO_ROOM) {
        return false;
      }
      SegmentRange.copy(command.dataIn(), sent, ring.bytes(), copyAt, length);
    }
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.DATA_IN);
    ByteBuffer header = output.header();
    Bhs.flags(header, base, endsSequence ? Bhs.FINAL : 0);
    Bhs.initiatorTaskTag(header, base, task.initiatorTaskTag);
    Bhs.targetTransferTag(header, base, Bhs.RESERVED_TAG);
    DataInPdu.dataSn(header, base, dataSn);
    DataInPdu.bufferOffset(header, base, (int) (task.sendOffset + sent));
    if (withStatus) {
      addStatus(task, base);
    }
    if (isRecoverable && !task.isLastPiece && sent + length == task.sendLength) {
      askForAck(task, header, base);
    }
    if (copies) {
      output.transmitter().data(ring, copyAt, length);
    } else {
      output.transmitter().data(command.dataIn(), sent, length);
    }
    task.references++;
    output.commit(this, task.index);
    phase.counters().add(IscsiCounter.DATA_IN_PDUS);
    return true;
  }

  /**
   * The A bit (RFC 7143 11.7.2): the memory of a piece goes back to the engine when the initiator
   * says that it has it all.
   */
  private void askForAck(IscsiTask task, ByteBuffer header, int base) {
    if (!task.awaitsAck) {
      task.awaitsAck = true;
      task.ackTag = session.newTransferTag();
    }
    Bhs.flags(header, base, Bhs.flags(header, base) | DataInPdu.ACKNOWLEDGE);
    Bhs.lun(header, base, task.lun);
    Bhs.targetTransferTag(header, base, task.ackTag);
  }

  private void finish(long nowNs, IscsiTask task, boolean withStatus) {
    if (withStatus) {
      session.tasks().end(nowNs, task);
    } else if (!task.unsolicitedOpen) {
      phase.responses().send(nowNs, task);
    }
    // Otherwise the last PDU of the Data-Out that was announced lets the status go.
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
    session.tasks().leaveWindow(task);
    Bhs.maxCmdSn(header, base, session.window().maxCmdSn());
    phase.output().takeStatSn(base);
  }

  @Override
  public void onPduSent(long nowNs, int token) {
    IscsiTask task = session.tasks().byIndex()[token];
    boolean delivered =
        task.awaitsDelivery && !task.isSending && !task.awaitsAck && task.references == 1;
    if (delivered && phase.isClosed() && session.connections().lost().isParking(phase)) {
      // RFC 7143 7.2.2: what a lost connection took may have to be sent by another one.
      delivered = false;
    }
    session.tasks().unpin(nowNs, task);
    if (delivered) {
      confirm(nowNs, task);
    }
  }

  private void confirm(long nowNs, IscsiTask task) {
    task.awaitsDelivery = false;
    boolean gone = session.isClosed() || phase.isClosed();
    session
        .scsiTarget()
        .onDataInDelivered(
            nowNs, task.command(), gone ? DeliveryResult.FAILED : DeliveryResult.DELIVERED);
  }

  // Recovery within a connection and over connections.

  /** DataACK (RFC 7143 11.16.3): the initiator has all Data-In below {@code nextDataSn}. */
  void onAck(long nowNs, IscsiTask task, int nextDataSn) {
    if (!task.awaitsAck || nextDataSn != task.dataSn) {
      return;
    }
    task.awaitsAck = false;
    if (task.awaitsDelivery && !task.isSending && task.references == 0) {
      confirm(nowNs, task);
    }
  }

  /** Whether Data-In numbered {@code dataSn} was sent and can be sent again. */
  boolean has(IscsiTask task, int dataSn) {
    return task.sendLength > 0 && dataSn >= task.cutDataSn && dataSn < task.dataSn;
  }

  /** Sends Data-In {@code from} up to but not including {@code until} again, as it was. */
  void repeat(IscsiTask task, int from, int until) {
    if (task.isQueued[IscsiTask.REPEAT_LINK]) {
      task.repeatNext = Math.min(task.repeatNext, from);
      task.repeatEnd = Math.max(task.repeatEnd, until);
      return;
    }
    task.repeatNext = from;
    task.repeatEnd = until;
    repeats.add(task);
  }

  private void pumpRepeats() {
    while (!repeats.isEmpty() && phase.hasRoomForData()) {
      IscsiTask task = repeats.first();
      if (task.repeatNext >= task.repeatEnd) {
        repeats.removeFirst();
        continue;
      }
      if (!repeatOne(task)) {
        return;
      }
    }
  }

  private boolean repeatOne(IscsiTask task) {
    long sent = task.cutSent;
    int burst = 0;
    for (int dataSn = task.cutDataSn; ; dataSn++) {
      int length = pduBytes(task, sent, burst, task.cutSegmentMax);
      boolean ends = sent + length == task.sendLength || burst + length == burstMax;
      if (dataSn == task.repeatNext) {
        boolean done = put(task, dataSn, sent, length, ends, false);
        task.repeatNext += done ? 1 : 0;
        return done;
      }
      sent += length;
      burst = ends ? 0 : burst + length;
    }
  }

  /**
   * A task comes here from a connection that is gone, or is to be cut anew: what follows Data-In
   * {@code expDataSn} goes out again, in PDUs of this connection's length (RFC 7143 7.2.2, 11.5.6).
   */
  void resume(long nowNs, IscsiTask task, int expDataSn) {
    if (task.sendLength > 0) {
      boolean known = expDataSn != 0 && expDataSn >= task.cutDataSn && expDataSn <= task.dataSn;
      int from = known ? expDataSn : task.cutDataSn;
      long sent = task.cutSent;
      int burst = 0;
      for (int dataSn = task.cutDataSn; dataSn < from; dataSn++) {
        int length = pduBytes(task, sent, burst, task.cutSegmentMax);
        boolean ends = sent + length == task.sendLength || burst + length == burstMax;
        sent += length;
        burst = ends ? 0 : burst + length;
      }
      task.dataSn = from;
      task.sent = sent;
      task.burstSent = 0;
      task.cutDataSn = from;
      task.cutSent = sent;
      task.cutSegmentMax = dataSegmentMax;
      task.isSending = sent < task.sendLength;
    }
    if (task.isSending && (task.awaitsDelivery || task.state == IscsiTask.State.COMPLETING)) {
      queue.add(task);
    } else if (task.awaitsDelivery && !task.isSending && task.references == 0) {
      task.awaitsAck = false;
      confirm(nowNs, task);
    } else if (task.state == IscsiTask.State.COMPLETING && !task.isSending) {
      phase.responses().send(nowNs, task);
    }
  }

  /** The initiator has all of {@code task}, whose memory goes back: nothing of it comes anew. */
  void onReleased(IscsiTask task) {
    repeats.remove(task);
  }

  /** {@code task} leaves for another connection. */
  void detach(IscsiTask task) {
    queue.remove(task);
    repeats.remove(task);
  }
}
