// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.time.DeadlineTable;

/**
 * NOP-Out and NOP-In, both ways (RFC 7143 11.18, 11.19): proves that a silent target still lives.
 */
final class PingExchange {
  private final IscsiInitiatorConnection connection;
  private final SessionCounters counters;
  private final DeadlineTable deadlines;
  private final long intervalNs;
  private final long timeoutNs;
  private boolean awaiting;

  PingExchange(
      IscsiInitiatorConnection connection,
      SessionCounters counters,
      DeadlineTable deadlines,
      InitiatorOptions options) {
    this.connection = connection;
    this.counters = counters;
    this.deadlines = deadlines;
    this.intervalNs = options.times().pingIntervalNs();
    this.timeoutNs = options.times().pingNs();
  }

  void start(long nowNs) {
    if (intervalNs > 0) {
      deadlines.set(IscsiInitiatorConnection.TIMER_PING, nowNs + intervalNs);
    }
  }

  /** The interval may be over: pings when nothing came during it. */
  void onIntervalDeadline(long nowNs, long lastReceivedNs) {
    boolean silent = nowNs - lastReceivedNs >= intervalNs;
    if (silent && !awaiting && connection.canQueueControl()) {
      RequestWriter requests = connection.requests();
      requests.beginImmediate(IscsiOpcode.NOP_OUT, Bhs.FINAL, RequestTags.PING);
      Bhs.targetTransferTag(requests.header(), requests.base(), Bhs.RESERVED_TAG);
      requests.commit();
      awaiting = true;
      deadlines.set(IscsiInitiatorConnection.TIMER_PING_ANSWER, nowNs + timeoutNs);
    }
    deadlines.set(
        IscsiInitiatorConnection.TIMER_PING,
        silent ? nowNs + intervalNs : lastReceivedNs + intervalNs);
  }

  /** No answer in time. Other PDUs that came since are as good as one. */
  void onAnswerDeadline(long nowNs, long lastReceivedNs) {
    if (!awaiting) {
      return;
    }
    if (nowNs - lastReceivedNs < timeoutNs) {
      deadlines.set(IscsiInitiatorConnection.TIMER_PING_ANSWER, lastReceivedNs + timeoutNs);
      return;
    }
    connection.fail(nowNs, "the target did not answer a ping");
  }

  void onNopIn(ByteBuffer header, int base) {
    int tag = Bhs.initiatorTaskTag(header, base);
    if (tag != Bhs.RESERVED_TAG) {
      connection.onStatSn(Bhs.statSn(header, base));
      if (tag == RequestTags.PING) {
        awaiting = false;
        deadlines.clear(IscsiInitiatorConnection.TIMER_PING_ANSWER);
      } else {
        counters.unknownTag();
      }
      return;
    }
    int targetTransferTag = Bhs.targetTransferTag(header, base);
    if (targetTransferTag == Bhs.RESERVED_TAG) {
      return;
    }
    if (!connection.canQueueControl()) {
      counters.pingDropped();
      return;
    }
    // RFC 7143 11.18: the answer carries the ping's Target Transfer Tag and LUN, and asks for none.
    RequestWriter requests = connection.requests();
    requests.beginImmediate(IscsiOpcode.NOP_OUT, Bhs.FINAL, Bhs.RESERVED_TAG);
    ByteBuffer answer = requests.header();
    int at = requests.base();
    Bhs.lun(answer, at, Bhs.lun(header, base));
    Bhs.targetTransferTag(answer, at, targetTransferTag);
    requests.commit();
    counters.pingAnswered();
  }

  /** The target rejected our ping, which proves that it lives. */
  void onRejected() {
    awaiting = false;
    deadlines.clear(IscsiInitiatorConnection.TIMER_PING_ANSWER);
  }
}
