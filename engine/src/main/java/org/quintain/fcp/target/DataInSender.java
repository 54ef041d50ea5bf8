// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import org.quintain.fabric.DeliveryResult;

/**
 * Data-In: each piece that the engine gives is one FCP_DATA sequence, which carries its relative
 * offset (FCP-4 9.4). The status follows in a sequence of its own.
 */
final class DataInSender {
  private final FcpTargetPort port;

  DataInSender(FcpTargetPort port) {
    this.port = port;
  }

  /** Send Data-In of the engine's. */
  void send(long nowNs, TargetTask task, long offsetBytes, boolean last) {
    task.sendOffset = offsetBytes;
    task.sendLength = task.command().dataIn().totalBytes();
    task.awaitsDelivery = !last;
    task.transferred = offsetBytes + task.sendLength;
    if (task.sendLength > 0) {
      put(nowNs, task, 0);
    } else if (!last) {
      confirm(nowNs, task);
    }
  }

  private void put(long nowNs, TargetTask task, long skipBytes) {
    port.output()
        .data(nowNs, task, skipBytes, task.sendLength - skipBytes, task.sendOffset + skipBytes);
  }

  /** A sequence of {@code task} is out, and the last one that refers to its memory. */
  void onAllSent(long nowNs, TargetTask task) {
    if (task.awaitsDelivery && task.state != TargetTask.State.ENDED) {
      confirm(nowNs, task);
    }
  }

  private void confirm(long nowNs, TargetTask task) {
    task.awaitsDelivery = false;
    // From here on the engine may put something else there, which nobody may be sent again.
    task.sendLength = 0;
    boolean gone = task.nexus().isLost() || task.isAborting;
    port.scsiTarget()
        .onDataInDelivered(
            nowNs, task.command(), gone ? DeliveryResult.FAILED : DeliveryResult.DELIVERED);
  }

  /** Whether data from {@code offset} on can be sent once more (FCP-4 12.4.1.6). */
  static boolean has(TargetTask task, long offset) {
    long skip = offset - task.sendOffset;
    return task.sendLength > 0 && skip >= 0 && skip <= task.sendLength;
  }

  /** Sends data from {@code offset} on, which it {@link #has}, once more. */
  void sendAgain(long nowNs, TargetTask task, long offset) {
    long skip = offset - task.sendOffset;
    if (skip < task.sendLength) {
      put(nowNs, task, skip);
    }
  }
}
