// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.DeliveryResult;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataOutPdu;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.Check;

/**
 * Data-Out: unsolicited and solicited, straight into the command's block; answers the engine's
 * Receive Data-Out (RFC 7143 4.2.5.2, 11.7). R2Ts are {@link R2tSender}'s.
 *
 * <p>What is a sequence's due is for {@link DataOutSequences}.
 */
final class DataOutReceiver {
  private static final ByteBuffer NOWHERE = ByteBuffer.allocate(0);

  private enum Verdict {
    ACCEPT,
    IGNORE,
    REJECT
  }

  private final FullFeaturePhase phase;
  private final IscsiTargetSession session;
  private final R2tSender r2ts;
  private final DataOutSequences sequences;

  // Where the data segment under way goes.
  private ByteBuffer destination = NOWHERE;
  private int destinationOffset;

  // The PDU under way.
  private boolean isJudged;
  private Verdict verdict = Verdict.IGNORE;
  private @Nullable IscsiTask task;
  private boolean isPlaced;

  private long timerNs = Long.MAX_VALUE;

  DataOutReceiver(FullFeaturePhase phase) {
    this.phase = phase;
    this.session = phase.session();
    this.r2ts = new R2tSender(phase);
    this.sequences = new DataOutSequences(phase, r2ts);
  }

  ByteBuffer destination() {
    return destination;
  }

  int destinationOffset() {
    return destinationOffset;
  }

  /**
   * Makes {@code offset} of the command's block the place of the data segment under way and pins
   * the task; false when the block has no room for it, which the data is dropped for.
   */
  boolean place(IscsiTask into, long offset, int lengthBytes) {
    MemoryBlock block = block(into);
    if (block == null || offset + lengthBytes > block.capacityBytes()) {
      into.receiveResult = DeliveryResult.FAILED;
      return false;
    }
    destination = block.receiveView();
    destinationOffset = (int) offset;
    into.references++;
    return true;
  }

  private @Nullable MemoryBlock block(IscsiTask of) {
    MemoryBlock block = of.command().dataOutBlock();
    if (block == null && session.scsiTarget().provideDataOut(of.command(), of.expectedDataOut)) {
      block = of.command().dataOutBlock();
    }
    return block;
  }

  DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
    if (session.isDiscovery()) {
      return DataPlacement.DISCARD;
    }
    isJudged = true;
    judge(header, base, dataLengthBytes);
    IscsiTask accepted = task;
    if (verdict != Verdict.ACCEPT
        || accepted == null
        || accepted.state == IscsiTask.State.COMPLETING
        || accepted.receiveResult != DeliveryResult.DELIVERED
        || sequences.isBroken(accepted, Bhs.targetTransferTag(header, base))) {
      return DataPlacement.DISCARD;
    }
    long offset = DataOutPdu.bufferOffset(header, base) & 0xFFFFFFFFL;
    isPlaced = place(accepted, offset, dataLengthBytes);
    return isPlaced ? DataPlacement.PLACE : DataPlacement.DISCARD;
  }

  void onPdu(long nowNs, ByteBuffer header, int base, int dataLengthBytes, DataSegmentState state) {
    phase.counters().add(IscsiCounter.DATA_OUT_PDUS);
    if (!isJudged) {
      judge(header, base, dataLengthBytes);
    }
    isJudged = false;
    IscsiTask accepted = task;
    task = null;
    boolean ended = accepted == null || accepted.state == IscsiTask.State.ENDED;
    if (accepted != null && isPlaced) {
      isPlaced = false;
      session.tasks().unpin(nowNs, accepted);
    }
    if (verdict == Verdict.REJECT) {
      phase.rejects().reject(header, base, RejectReason.INVALID_PDU_FIELD);
    } else if (state == DataSegmentState.DIGEST_ERROR) {
      phase.rejects().reject(header, base, RejectReason.DATA_DIGEST_ERROR);
    }
    if (accepted == null || ended || verdict != Verdict.ACCEPT) {
      return;
    }
    boolean isGood = state != DataSegmentState.DIGEST_ERROR;
    sequences.take(accepted, header, base, dataLengthBytes, isGood);
    expectData(nowNs, accepted);
    progress(nowNs, accepted);
  }

  private void judge(ByteBuffer header, int base, int dataLengthBytes) {
    IscsiTask found = session.tasks().find(Bhs.initiatorTaskTag(header, base));
    task = null;
    // RFC 7143 4.2.5: Data-Out comes by its command's connection.
    if (found == null || found.connection != phase) {
      // What the initiator sent before it learned of the command's end is dropped in silence.
      phase.counters().add(IscsiCounter.DATA_OUT_WITHOUT_TASK);
      verdict = Verdict.IGNORE;
      return;
    }
    if (!sequences.judge(found, header, base, dataLengthBytes)) {
      verdict = Verdict.REJECT;
      return;
    }
    verdict = Verdict.ACCEPT;
    task = found;
  }

  /** Receive Data-Out of the engine's. */
  void receive(long nowNs, IscsiTask from, long offsetBytes, long lengthBytes) {
    Check.that(!from.isReceiving, "one receive is asked for at a time", from.index);
    from.isReceiving = true;
    from.solicitedTo = offsetBytes;
    from.receiveEnd = offsetBytes + lengthBytes;
    if (lengthBytes > 0 && from.receiveResult == DeliveryResult.DELIVERED) {
      MemoryBlock block = block(from);
      if (block == null || from.receiveEnd > block.capacityBytes()) {
        DataOutSequences.fail(from, DeliveryResult.FAILED);
      }
    }
    progress(nowNs, from);
  }

  /** Decides what is next for a task whose data moved on. */
  private void progress(long nowNs, IscsiTask of) {
    if (of.state == IscsiTask.State.COMPLETING) {
      if (!of.unsolicitedOpen && !of.isSending && !of.awaitsFence) {
        phase.responses().send(nowNs, of);
      }
      return;
    }
    if (!of.isReceiving) {
      return;
    }
    boolean failed = of.isTerminating || of.receiveResult != DeliveryResult.DELIVERED;
    if (failed) {
      if (!of.isDataOutAwaited()) {
        answer(nowNs, of, of.isTerminating ? DeliveryResult.TERMINATED : of.receiveResult);
      }
      return;
    }
    if (of.unsolicitedOpen) {
      return;
    }
    of.solicitedTo = Math.max(of.solicitedTo, Math.min(of.unsolicitedReceived, of.receiveEnd));
    if (of.solicitedTo < of.receiveEnd) {
      r2ts.want(of);
    } else if (of.r2tCount == 0) {
      answer(nowNs, of, DeliveryResult.DELIVERED);
    }
  }

  private void answer(long nowNs, IscsiTask of, DeliveryResult result) {
    of.isReceiving = false;
    of.isTerminating = false;
    of.dataOutDeadlineNs = Long.MAX_VALUE;
    session.scsiTarget().onDataOutReceived(nowNs, of.command(), result);
  }

  /**
   * Terminate Data Transfer of the engine's: no further R2T. While a task management function with
   * many tasks waits, data that was asked for is waited for, within a bound (RFC 7143 4.2.3.2 a).
   */
  void terminate(long nowNs, IscsiTask of) {
    r2ts.forget(of);
    if (!of.isReceiving || of.isTerminating) {
      return;
    }
    of.isTerminating = true;
    boolean mayStillCome = of.r2tCount > 0 && !session.isClosed() && !phase.isClosed();
    if (mayStillCome && session.connections().isWaitingForTasks()) {
      of.dataOutDeadlineNs = nowNs + session.node().settings().times().terminateNs();
      setTimer(of.dataOutDeadlineNs);
      return;
    }
    answer(nowNs, of, DeliveryResult.TERMINATED);
  }

  /** Data-Out of this task is due within the time-out, as long as some is awaited. */
  void expectData(long nowNs, IscsiTask of) {
    if (!of.isDataOutAwaited() || of.isTerminating) {
      return;
    }
    of.dataOutDeadlineNs = nowNs + session.node().settings().times().dataOutNs();
    setTimer(of.dataOutDeadlineNs);
  }

  private void setTimer(long deadlineNs) {
    if (deadlineNs < timerNs) {
      timerNs = deadlineNs;
      phase.connection().timers().set(IscsiTargetConnection.TIMER_DATA_OUT, deadlineNs);
    }
  }

  void onTimer(long nowNs) {
    timerNs = Long.MAX_VALUE;
    for (int index = 0; index < session.tasks().made(); index++) {
      IscsiTask each = session.tasks().byIndex()[index];
      boolean awaited =
          each.connection == phase
              && each.state != IscsiTask.State.ENDED
              && each.isDataOutAwaited();
      if (!awaited) {
        continue;
      }
      if (each.dataOutDeadlineNs > nowNs) {
        setTimer(each.dataOutDeadlineNs);
      } else if (each.isTerminating) {
        answer(nowNs, each, DeliveryResult.TERMINATED);
      } else {
        phase.counters().add(IscsiCounter.DATA_OUT_TIMEOUTS);
        phase
            .asyncMessages()
            .dropSilentConnection(nowNs, "Data-Out that was asked for did not come");
        return;
      }
    }
  }

  void pump(long nowNs) {
    r2ts.pump(nowNs, this);
  }

  void forget(IscsiTask of) {
    r2ts.forget(of);
  }

  /** Sends an outstanding R2T of {@code of} again; false when there is none of that number. */
  boolean repeatR2t(IscsiTask of, int r2tSn) {
    return r2ts.repeat(of, r2tSn);
  }

  /** {@code of} leaves for another connection: only what came in one piece is kept of its data. */
  void detach(IscsiTask of) {
    r2ts.forget(of);
    if (of.r2tCount > 0) {
      boolean inOrder = session.parameters().dataPduInOrder();
      of.solicitedTo = of.r2tOffset[0] + (inOrder ? of.r2tReceived[0] : 0);
      of.r2tCount = 0;
    }
    of.unsolicitedOpen = false;
  }

  /** {@code of} comes here from a connection that is gone: what is missing is asked for. */
  void resume(long nowNs, IscsiTask of) {
    progress(nowNs, of);
  }

  /** The connection is gone: what was being received has no receiver any more. */
  void onClosed(long nowNs) {
    IscsiTask accepted = task;
    task = null;
    if (accepted != null && isPlaced) {
      isPlaced = false;
      session.tasks().unpin(nowNs, accepted);
    }
    stopWaiting(nowNs);
  }

  /** Nothing comes by this connection any more: no function waits for Data-Out of its tasks. */
  void stopWaiting(long nowNs) {
    for (int index = 0; index < session.tasks().made(); index++) {
      IscsiTask each = session.tasks().byIndex()[index];
      if (each.connection == phase
          && each.state == IscsiTask.State.WITH_ENGINE
          && each.isTerminating) {
        answer(nowNs, each, DeliveryResult.TERMINATED);
      }
    }
  }
}
