// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.Check;
import org.quintain.srp.wire.DataBufferFormat;
import org.quintain.srp.wire.SrpResponseCode;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.RdmaPort;

/**
 * Data-Out: RDMA reads out of the initiator's memory, straight into the command's block, which is
 * registered for as long as they take; answers the engine's Receive Data-Out (SRP r16a 5.5).
 */
final class DataOutReceiver {
  private final SrpTargetPort port;
  private final RdmaPort rdma;

  DataOutReceiver(SrpTargetPort port, RdmaPort rdma) {
    this.port = port;
    this.rdma = rdma;
  }

  /** Receive Data-Out of the engine's. */
  void receive(long nowNs, TargetTask task, long offsetBytes, long lengthBytes) {
    Check.that(!task.isReceiving && task.reads == 0, "one receive at a time", task.index);
    task.isReceiving = true;
    task.hasReadFailed = false;
    task.receiveFrom = offsetBytes;
    task.receiveTo = offsetBytes + lengthBytes;
    if (lengthBytes == 0) {
      answer(nowNs, task, DeliveryResult.DELIVERED);
    } else if (task.out.format() == DataBufferFormat.IMMEDIATE) {
      boolean there = task.receiveTo <= task.immediateBytes;
      answer(nowNs, task, there ? DeliveryResult.DELIVERED : DeliveryResult.FAILED);
    } else if (!task.out.isComplete()) {
      port.tables().read(nowNs, task, TargetTask.Transfer.RECEIVE);
    } else {
      begin(nowNs, task);
    }
  }

  /** All pieces of the initiator's buffer are known. */
  void begin(long nowNs, TargetTask task) {
    MemoryBlock block = block(task);
    int length = (int) (task.receiveTo - task.receiveFrom);
    if (block == null || task.receiveTo > block.capacityBytes()) {
      answer(nowNs, task, DeliveryResult.FAILED);
      return;
    }
    int from = (int) task.receiveFrom;
    MemoryRegion region = rdma.register(block.bytes(), from, length, MemoryRegion.LOCAL_WRITE);
    if (region == null) {
      answer(nowNs, task, DeliveryResult.FAILED);
      return;
    }
    task.receiveRegion = region;
    // Counted once for itself, so that it is not over before all reads are posted.
    task.reads = 1;
    post(nowNs, task, region);
    onReadsOver(nowNs, task, 1);
  }

  private void post(long nowNs, TargetTask task, MemoryRegion region) {
    for (long at = task.receiveFrom; at < task.receiveTo; ) {
      if (!task.out.seek(at)) {
        fail(task);
        return;
      }
      long left = Math.min(task.out.left(at), task.receiveTo - at);
      int length = (int) Math.min(left, port.settings().rdmaBytesMax());
      task.reads++;
      task.references++;
      task.channel()
          .post(
              nowNs,
              port.work()
                  .take(task)
                  .asRead(
                      region,
                      (int) (at - task.receiveFrom),
                      length,
                      task.out.address(at),
                      task.out.handle()));
      at += length;
    }
  }

  private @Nullable MemoryBlock block(TargetTask task) {
    Command command = task.command();
    MemoryBlock block = command.dataOutBlock();
    if (block == null
        && port.scsiTarget().provideDataOut(command, command.expectedDataOutBytes())) {
      block = command.dataOutBlock();
    }
    return block;
  }

  /** The descriptors are not what they were said to be. */
  private static void fail(TargetTask task) {
    task.hasReadFailed = true;
    task.responseCode = SrpResponseCode.FIELDS_INVALID;
  }

  /** The table of a receive that waited for it could not be used. */
  void onTableBad(long nowNs, TargetTask task) {
    fail(task);
    answer(nowNs, task, DeliveryResult.FAILED);
  }

  /** A read of {@code task} is over. */
  void onRead(long nowNs, TargetTask task, boolean succeeded) {
    task.references--;
    task.hasReadFailed |= !succeeded;
    onReadsOver(nowNs, task, 1);
    port.life().releaseIfDone(nowNs, task);
  }

  private void onReadsOver(long nowNs, TargetTask task, int over) {
    task.reads -= over;
    if (task.reads > 0) {
      return;
    }
    MemoryRegion region = task.receiveRegion;
    Check.that(region != null, "reads have a region", task.index);
    task.receiveRegion = null;
    region.deregister();
    if (task.isReceiving) {
      answer(nowNs, task, task.receiveResult());
    }
  }

  private void answer(long nowNs, TargetTask task, DeliveryResult result) {
    task.isReceiving = false;
    port.scsiTarget().onDataOutReceived(nowNs, task.command(), result);
  }

  /**
   * Terminate Data Transfer of the engine's. Reads that are under way go on; until they are over,
   * the command's memory is not given back.
   */
  void terminate(long nowNs, TargetTask task) {
    if (task.isReceiving) {
      if (task.awaitsTable == TargetTask.Transfer.RECEIVE) {
        task.awaitsTable = TargetTask.Transfer.NONE;
      }
      answer(nowNs, task, DeliveryResult.TERMINATED);
    }
  }
}
