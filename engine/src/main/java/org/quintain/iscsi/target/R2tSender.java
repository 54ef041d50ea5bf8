// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.R2tPdu;

/**
 * Ready To Transfer: asks for Data-Out in bursts of at most MaxBurstLength, at most
 * MaxOutstandingR2T of them at once per task (RFC 7143 11.8, 13.13, 13.17).
 */
final class R2tSender {
  private final FullFeaturePhase phase;
  private final TaskQueue queue;
  private final int burstMax;

  R2tSender(FullFeaturePhase phase) {
    this.phase = phase;
    queue = new TaskQueue(phase.session().tasksByIndex(), IscsiTask.R2T_LINK);
    burstMax = phase.session().parameters().maxBurstLength();
  }

  /** {@code task} has Data-Out to ask for. */
  void want(IscsiTask task) {
    if (task.r2tCount < task.r2tTag.length) {
      queue.add(task);
    }
  }

  void forget(IscsiTask task) {
    queue.remove(task);
  }

  void pump(long nowNs, DataOutReceiver receiver) {
    while (!queue.isEmpty() && phase.hasRoomForData()) {
      IscsiTask task = queue.first();
      send(task);
      receiver.expectData(nowNs, task);
      if (task.solicitedTo >= task.receiveEnd || task.r2tCount == task.r2tTag.length) {
        queue.removeFirst();
      }
    }
  }

  private void send(IscsiTask task) {
    int slot = task.r2tCount++;
    int length = (int) Math.min(burstMax, task.receiveEnd - task.solicitedTo);
    task.r2tTag[slot] = phase.session().newTransferTag();
    task.r2tOffset[slot] = task.solicitedTo;
    task.r2tLength[slot] = length;
    task.r2tReceived[slot] = 0;
    task.r2tDataSn[slot] = 0;
    task.solicitedTo += length;
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.READY_TO_TRANSFER);
    ByteBuffer header = output.header();
    Bhs.lun(header, base, task.lun);
    Bhs.initiatorTaskTag(header, base, task.initiatorTaskTag);
    Bhs.targetTransferTag(header, base, task.r2tTag[slot]);
    output.showStatSn(base);
    R2tPdu.r2tSn(header, base, task.r2tSn++);
    R2tPdu.bufferOffset(header, base, (int) task.r2tOffset[slot]);
    R2tPdu.desiredDataTransferLength(header, base, length);
    output.commit();
    phase.counters().add(IscsiCounter.R2T_PDUS);
  }
}
