// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.negotiation.SessionParameters;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.R2tPdu;

/**
 * Ready To Transfer: asks for Data-Out in bursts of at most MaxBurstLength, at most
 * MaxOutstandingR2T of them at once per task (RFC 7143 11.8, 13.13, 13.17).
 */
final class R2tSender {
  private static final int OUTSTANDING_MAX = 16;

  private final FullFeaturePhase phase;
  private final TaskQueue queue;
  private final int burstMax;

  R2tSender(FullFeaturePhase phase) {
    this.phase = phase;
    queue = new TaskQueue(phase.session().tasks().byIndex(), IscsiTask.R2T_LINK);
    burstMax = phase.session().parameters().maxBurstLength();
  }

  /**
   * How many R2Ts of one command are outstanding at most. With recovery and sequences in order it
   * is one (RFC 7143 13.19).
   */
  static int outstandingMax(SessionParameters parameters) {
    return parameters.errorRecoveryLevel() > 0 && parameters.dataSequenceInOrder()
        ? 1
        : Math.min(OUTSTANDING_MAX, parameters.maxOutstandingR2t());
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
    task.r2tOffset[slot] = task.solicitedTo;
    task.r2tLength[slot] = length;
    task.solicitedTo += length;
    sendAgain(task, slot);
  }

  /** Asks for what is left of the R2T in {@code slot}, under a new tag and number. */
  void sendAgain(IscsiTask task, int slot) {
    task.r2tTag[slot] = phase.session().newTransferTag();
    task.r2tReceived[slot] = 0;
    task.r2tDataSn[slot] = 0;
    task.isR2tBroken[slot] = false;
    ByteCoverage covered = task.coverage[slot];
    if (covered != null) {
      covered.clear();
    }
    task.r2tSnOf[slot] = task.r2tSn++;
    put(task, slot);
  }

  /** Sends the outstanding R2T numbered {@code r2tSn} again, as it was (RFC 7143 11.16). */
  boolean repeat(IscsiTask task, int r2tSn) {
    for (int slot = 0; slot < task.r2tCount; slot++) {
      if (task.r2tSnOf[slot] == r2tSn) {
        put(task, slot);
        return true;
      }
    }
    return false;
  }

  private void put(IscsiTask task, int slot) {
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.READY_TO_TRANSFER);
    ByteBuffer header = output.header();
    Bhs.lun(header, base, task.lun);
    Bhs.initiatorTaskTag(header, base, task.initiatorTaskTag);
    Bhs.targetTransferTag(header, base, task.r2tTag[slot]);
    output.showStatSn(base);
    R2tPdu.r2tSn(header, base, task.r2tSnOf[slot]);
    R2tPdu.bufferOffset(header, base, (int) task.r2tOffset[slot]);
    R2tPdu.desiredDataTransferLength(header, base, task.r2tLength[slot]);
    output.commit();
    phase.counters().add(IscsiCounter.R2T_PDUS);
  }
}
