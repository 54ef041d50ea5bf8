// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import org.quintain.fabric.DeliveryResult;
import org.quintain.srp.wire.SrpResponseCode;

/**
 * Data-In: RDMA writes into the initiator's memory, gathered from the command's (SRP r16a 5.5). The
 * status follows in the same send queue, and so arrives after the last byte.
 */
final class DataInSender {
  private final SrpTargetPort port;

  DataInSender(SrpTargetPort port) {
    this.port = port;
  }

  /** Send Data-In of the engine's. */
  void send(long nowNs, TargetTask task, long offsetBytes, boolean last) {
    task.sendFrom = offsetBytes;
    task.awaitsDelivery = !last;
    task.hasWriteFailed = false;
    if (task.command().dataIn().totalBytes() == 0) {
      confirmIfDone(nowNs, task);
    } else if (!task.in.isComplete()) {
      port.tables().read(nowNs, task, TargetTask.Transfer.SEND);
    } else {
      begin(nowNs, task);
    }
  }

  /** All pieces of the initiator's buffer are known. */
  void begin(long nowNs, TargetTask task) {
    long length = task.command().dataIn().totalBytes();
    for (long skip = 0; skip < length; ) {
      long at = task.sendFrom + skip;
      if (!task.in.seek(at)) {
        fail(task);
        break;
      }
      long left = Math.min(task.in.left(at), length - skip);
      int bytes = (int) Math.min(left, port.settings().rdmaBytesMax());
      task.references++;
      task.channel()
          .post(
              nowNs,
              port.work()
                  .take(task)
                  .asWrite(
                      task.command().dataIn(), skip, bytes, task.in.address(at), task.in.handle()));
      skip += bytes;
    }
    confirmIfDone(nowNs, task);
  }

  /** The descriptors are not what they were said to be. */
  private static void fail(TargetTask task) {
    task.hasWriteFailed = true;
    task.responseCode = SrpResponseCode.FIELDS_INVALID;
  }

  /** The table of a transfer that waited for it could not be used. */
  void onTableBad(long nowNs, TargetTask task) {
    fail(task);
    confirmIfDone(nowNs, task);
  }

  /** A write of {@code task} is over. */
  void onWritten(long nowNs, TargetTask task, boolean succeeded) {
    task.references--;
    task.hasWriteFailed |= !succeeded;
    confirmIfDone(nowNs, task);
    port.life().releaseIfDone(nowNs, task);
  }

  /** Tells the engine that a piece is delivered, when it waits for that. */
  void confirmIfDone(long nowNs, TargetTask task) {
    if (task.references > 0 || !task.awaitsDelivery || !task.isOpen()) {
      return;
    }
    task.awaitsDelivery = false;
    boolean failed = task.hasWriteFailed || task.isCutOff();
    port.scsiTarget()
        .onDataInDelivered(
            nowNs, task.command(), failed ? DeliveryResult.FAILED : DeliveryResult.DELIVERED);
  }
}
