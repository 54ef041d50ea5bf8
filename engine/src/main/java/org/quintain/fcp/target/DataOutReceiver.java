// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceStatus;
import org.quintain.fcp.wire.FcpResponseCode;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.Check;

/**
 * Data-Out: first bursts and what FCP_XFER_RDY asks for, straight into the command's block; answers
 * the engine's Receive Data-Out (FCP-4 9.3, 9.4).
 *
 * <p>One burst is under way per command at most. What a burst lacks is asked for again by the
 * initiator, where both ends recover sequences (FCP-4 12.4); else the exchange is aborted by it.
 */
final class DataOutReceiver {
  private final FcpTargetPort port;

  DataOutReceiver(FcpTargetPort port) {
    this.port = port;
  }

  /**
   * The command's first burst follows, up to {@code lengthBytes} bytes, without an FCP_XFER_RDY
   * (FCP-4 6.3.5).
   */
  void expectFirstBurst(long nowNs, TargetTask task, long lengthBytes) {
    port.counters().add(FcpCounter.FIRST_BURSTS);
    openBurst(nowNs, task, 0, lengthBytes);
    task.isFirstBurst = true;
    aim(task);
  }

  private void openBurst(long nowNs, TargetTask task, long offset, long end) {
    task.isBurstOpen = true;
    task.isFirstBurst = false;
    task.isBurstBad = false;
    task.burstOffset = offset;
    task.burstEnd = end;
    port.setDeadline(task, nowNs + port.settings().dataOutTimeoutNs());
  }

  /** Lets the burst's data land in the command's block; nowhere, when there is no block. */
  private void aim(TargetTask task) {
    MemoryBlock block = block(task);
    if (block == null || task.burstOffset >= block.capacityBytes()) {
      task.exchange().receiveNothing();
      return;
    }
    long length = Math.min(task.burstEnd, block.capacityBytes()) - task.burstOffset;
    task.exchange().receiveInto(block.bytes(), (int) task.burstOffset, task.burstOffset, length);
  }

  private @Nullable MemoryBlock block(TargetTask task) {
    Command command = task.command();
    MemoryBlock block = command.dataOutBlock();
    if (block == null && port.scsiTarget().provideDataOut(command, task.expectedDataOut)) {
      block = command.dataOutBlock();
    }
    return block;
  }

  /** Receive Data-Out of the engine's. */
  void receive(long nowNs, TargetTask task, long offsetBytes, long lengthBytes) {
    Check.that(!task.isReceiving, "one receive is asked for at a time", task.index);
    task.isReceiving = true;
    task.solicitedTo = offsetBytes;
    task.receiveEnd = offsetBytes + lengthBytes;
    if (lengthBytes > 0 && task.receiveResult == DeliveryResult.DELIVERED) {
      MemoryBlock block = block(task);
      if (block == null || task.receiveEnd > block.capacityBytes()) {
        task.receiveResult = DeliveryResult.FAILED;
      }
    }
    progress(nowNs, task);
  }

  /** Decides what is next for a task whose data moved on. */
  private void progress(long nowNs, TargetTask task) {
    if (task.isBurstOpen) {
      return;
    }
    if (task.state == TargetTask.State.COMPLETING) {
      port.responses().complete(nowNs, task);
      return;
    }
    if (!task.isReceiving) {
      return;
    }
    if (task.receiveResult != DeliveryResult.DELIVERED) {
      answer(nowNs, task, task.receiveResult);
      return;
    }
    task.solicitedTo = Math.max(task.solicitedTo, Math.min(task.burstReceived, task.receiveEnd));
    if (task.solicitedTo < task.receiveEnd) {
      solicit(nowNs, task, task.solicitedTo);
    } else {
      answer(nowNs, task, DeliveryResult.DELIVERED);
    }
  }

  private void solicit(long nowNs, TargetTask task, long offset) {
    long end = Math.min(task.receiveEnd, offset + port.settings().burstBytesMax());
    openBurst(nowNs, task, offset, end);
    aim(task);
    port.counters().add(FcpCounter.TRANSFER_READYS);
    port.output().transferReady(nowNs, task, offset, end - offset);
  }

  private void answer(long nowNs, TargetTask task, DeliveryResult result) {
    task.isReceiving = false;
    task.receiveNothing();
    port.scsiTarget().onDataOutReceived(nowNs, task.command(), result);
  }

  /** FCP_DATA came from the initiator. */
  void onData(long nowNs, TargetTask task, ReceivedSequence sequence) {
    if (!task.isBurstOpen) {
      port.counters().add(FcpCounter.DATA_UNEXPECTED);
      if (task.state == TargetTask.State.CLEARED) {
        // Data that was on its way when the task was cleared: REC shall not tell of a reply to it.
        port.exchanges().giveInitiative(task.exchange());
      }
      return;
    }
    SequenceStatus status = sequence.status();
    if (status == SequenceStatus.MISSING_FRAMES && task.nexus().mayRetry()) {
      // FCP-4 12.4.1.5: the initiator finds out by REC, and asks for another FCP_XFER_RDY. A
      // sequence that did not come whole brought no initiative.
      port.exchanges().giveInitiative(task.exchange());
      return;
    }
    task.isBurstOpen = false;
    port.clearDeadline(task);
    long offset = sequence.relativeOffsetBytes();
    long length = sequence.lengthBytes();
    if (status != SequenceStatus.COMPLETE) {
      boolean misplaced =
          status != SequenceStatus.MISSING_FRAMES && isOutside(task, offset, length);
      fail(task, misplaced ? FcpResponseCode.DATA_OFFSET_MISMATCH : 0);
    } else if (offset != task.burstOffset) {
      fail(task, FcpResponseCode.DATA_OFFSET_MISMATCH);
    } else if (!task.isFirstBurst && length != task.burstEnd - task.burstOffset) {
      fail(task, FcpResponseCode.DATA_LENGTH_MISMATCH);
    } else {
      task.burstReceived = offset + length;
      task.transferred = Math.max(task.transferred, task.burstReceived);
    }
    progress(nowNs, task);
  }

  /** Whether data was for a place that no burst had, and not merely for a block that is missing. */
  private static boolean isOutside(TargetTask task, long offset, long length) {
    return offset < task.burstOffset || offset + length > task.burstEnd;
  }

  /** FCP-4 9.5: the command ends with the code, once the engine has said what it makes of it. */
  private void fail(TargetTask task, int responseCode) {
    if (responseCode == FcpResponseCode.DATA_LENGTH_MISMATCH) {
      port.counters().add(FcpCounter.DATA_LENGTH_MISMATCHES);
    } else if (responseCode == FcpResponseCode.DATA_OFFSET_MISMATCH) {
      port.counters().add(FcpCounter.DATA_OFFSET_MISMATCHES);
    }
    task.responseCode = responseCode;
    task.receiveResult = DeliveryResult.FAILED;
  }

  /** Terminate Data Transfer of the engine's: no further FCP_XFER_RDY. */
  void terminate(long nowNs, TargetTask task) {
    if (task.isReceiving) {
      answer(nowNs, task, DeliveryResult.TERMINATED);
    }
  }

  /** Whether a burst is under way that {@code offset} lies in (FCP-4 12.4.1.4). */
  static boolean mayAskAgain(TargetTask task, long offset) {
    return task.isBurstOpen && offset >= task.burstOffset && offset <= task.burstEnd;
  }

  /** The initiator missed its FCP_XFER_RDY, or we its data: asks from {@code offset} on again. */
  void askAgain(long nowNs, TargetTask task, long offset) {
    task.burstReceived = 0;
    if (task.isReceiving) {
      solicit(nowNs, task, Math.min(offset, task.receiveEnd));
      return;
    }
    // The first burst of a command that the engine asks no data of yet: it will.
    task.isBurstOpen = false;
    port.clearDeadline(task);
    progress(nowNs, task);
  }

  /** Data that was due did not come. */
  void onTimeout(long nowNs, TargetTask task) {
    port.counters().add(FcpCounter.DATA_TIMEOUTS);
    task.isBurstOpen = false;
    task.receiveResult = DeliveryResult.FAILED;
    progress(nowNs, task);
  }
}
