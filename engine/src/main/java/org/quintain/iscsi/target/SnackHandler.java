// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.iscsi.wire.SerialNumber;
import org.quintain.iscsi.wire.SnackPdu;

/**
 * SNACK at error recovery level 1 and above (RFC 7143 11.16): sends Data-In, R2Ts and status over
 * again as they were, takes DataACKs, and cuts Data-In anew for an R-Data SNACK.
 */
final class SnackHandler {
  private final FullFeaturePhase phase;
  private final IscsiTargetSession session;
  private final StatusHistory history;

  /** StatSNs of the responses that are to go out again, as far as the output queue has room. */
  private int nextToRepeat;

  private int repeatEnd;

  SnackHandler(FullFeaturePhase phase, StatusHistory history) {
    this.phase = phase;
    this.session = phase.session();
    this.history = history;
  }

  void onSnack(long nowNs, ByteBuffer header, int base) {
    phase.counters().add(IscsiCounter.SNACK_REQUESTS);
    int from = SnackPdu.begRun(header, base);
    int run = SnackPdu.runLength(header, base);
    int refused =
        switch (SnackPdu.type(header, base)) {
          case SnackPdu.STATUS -> status(from, run);
          case SnackPdu.DATA_ACK -> dataAck(nowNs, Bhs.targetTransferTag(header, base), from);
          case SnackPdu.DATA_OR_R2T -> dataOrR2t(header, base, from, run);
          case SnackPdu.R_DATA -> dataAnew(nowNs, header, base);
          default -> RejectReason.INVALID_PDU_FIELD;
        };
    if (refused != 0) {
      phase.rejects().reject(header, base, refused);
    }
  }

  /** RFC 7143 11.16.4: 0 and 0 ask for all that is not acknowledged. */
  private int status(int from, int run) {
    int first = from == 0 && run == 0 ? history.firstStatSn() : from;
    if (first == history.nextStatSn()) {
      return 0;
    }
    int count = run == 0 ? history.nextStatSn() - first : run;
    if (!history.has(first) || count < 0 || !history.has(first + count - 1)) {
      return RejectReason.SNACK_REJECT;
    }
    int end = first + count;
    if (nextToRepeat == repeatEnd) {
      nextToRepeat = first;
      repeatEnd = end;
    } else {
      nextToRepeat = SerialNumber.isAfter(nextToRepeat, first) ? first : nextToRepeat;
      repeatEnd = SerialNumber.isAfter(end, repeatEnd) ? end : repeatEnd;
    }
    return 0;
  }

  /** Sends responses again that were asked for; what was acknowledged meanwhile is left out. */
  void pump() {
    while (nextToRepeat != repeatEnd && phase.hasRoomForData()) {
      if (history.has(nextToRepeat)) {
        history.repeat(nextToRepeat, phase.output());
      }
      nextToRepeat++;
    }
  }

  private int dataAck(long nowNs, int tag, int nextDataSn) {
    for (int index = 0; index < session.tasks().made(); index++) {
      IscsiTask task = session.tasks().byIndex()[index];
      if (task.connection == phase && task.awaitsAck && task.ackTag == tag) {
        phase.dataIn().onAck(nowNs, task, nextDataSn);
        return 0;
      }
    }
    return RejectReason.INVALID_DATA_ACK;
  }

  /** The command of a SNACK that came by this connection, live or unacknowledged, or null. */
  private @Nullable IscsiTask find(ByteBuffer header, int base) {
    int tag = Bhs.initiatorTaskTag(header, base);
    IscsiTask task = session.tasks().find(tag);
    if (task == null) {
      task = history.find(tag);
    }
    return task == null || task.connection != phase ? null : task;
  }

  private int dataOrR2t(ByteBuffer header, int base, int from, int run) {
    IscsiTask task = find(header, base);
    if (task == null) {
      return RejectReason.SNACK_REJECT;
    }
    return task.isWrite && task.dataSn == 0 ? r2ts(task, from, run) : data(task, from, run);
  }

  private int r2ts(IscsiTask task, int from, int run) {
    int until = run == 0 ? task.r2tSn : from + run;
    if (!phase.hasRoomForData()) {
      return 0; // The queue is full of what it has not got yet; it asks again for what is missing.
    }
    boolean any = false;
    for (int r2tSn = Math.max(0, from); r2tSn < Math.min(until, task.r2tSn); r2tSn++) {
      any |= phase.hasRoomForData() && phase.dataOut().repeatR2t(task, r2tSn);
    }
    return any ? 0 : RejectReason.SNACK_REJECT;
  }

  private int data(IscsiTask task, int from, int run) {
    int until = run == 0 ? task.dataSn : from + run;
    if (from == task.dataSn && run == 0) {
      return 0;
    }
    if (!phase.dataIn().has(task, from) || until <= from || until > task.dataSn) {
      return RejectReason.SNACK_REJECT;
    }
    phase.dataIn().repeat(task, from, until);
    return 0;
  }

  /** RFC 7143 11.16.2: after a change of MaxRecvDataSegmentLength, in PDUs of the new length. */
  private int dataAnew(long nowNs, ByteBuffer header, int base) {
    IscsiTask task = find(header, base);
    int tag = Bhs.targetTransferTag(header, base);
    if (task == null || !task.isRead || tag == Bhs.RESERVED_TAG || tag == 0) {
      return RejectReason.SNACK_REJECT;
    }
    task.snackTag = tag;
    phase.dataIn().detach(task);
    if (task.state == IscsiTask.State.ENDED) {
      session.tasks().revive(task, phase, history);
    }
    phase.dataIn().resume(nowNs, task, 0);
    return 0;
  }
}
