// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.SenseData;
import org.quintain.srp.wire.SolicitedNotification;
import org.quintain.srp.wire.SrpInformationUnit;
import org.quintain.srp.wire.SrpLoginRequest;
import org.quintain.srp.wire.SrpTargetRequestIu;
import org.quintain.srp.wire.TargetLogoutReason;
import org.quintain.wire.WorkRequest;

/**
 * What a target asks over one channel: SRP_CRED_REQ, SRP_AER_REQ, one at a time, since an initiator
 * has a receive buffer for one (SRP r16a 4.5); and SRP_T_LOGOUT, which ends it all.
 */
final class TargetRequests {
  private static final int EVENTS_WAITING_MAX = 8;

  private record Event(long lun, SenseData sense) {}

  private final TargetChannel channel;
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private final byte[] sense = new byte[SenseData.FIXED_BYTES + 252];
  private @Nullable SrpInformationUnit awaited;
  private boolean isSending;
  private long tag;

  TargetRequests(TargetChannel channel) {
    this.channel = channel;
  }

  /** An asynchronous event is to be told (SRP r16a 6.12). */
  void report(long nowNs, long lun, SenseData itsSense) {
    if (events.size() == EVENTS_WAITING_MAX) {
      channel.port().counters().add(SrpCounter.EVENTS_DROPPED);
      return;
    }
    events.add(new Event(lun, itsSense));
    pump(nowNs);
  }

  /** Asks what there is to ask, if nothing is asked just now. */
  void pump(long nowNs) {
    if (awaited != null || isSending || !channel.isLive()) {
      return;
    }
    Event event = events.poll();
    if (event != null) {
      sendEvent(nowNs, event);
    } else if (channel.limit().isStarving()) {
      sendCredit(nowNs);
    }
  }

  private void sendCredit(long nowNs) {
    channel.port().counters().add(SrpCounter.CREDIT_REQUESTS);
    send(
        nowNs,
        SrpInformationUnit.CRED_REQ,
        SrpInformationUnit.CRED_REQ.lengthBytesMin(),
        SrpLoginRequest.CREDIT_NOTIFICATION);
  }

  private void sendEvent(long nowNs, Event event) {
    channel.port().counters().add(SrpCounter.EVENTS_REPORTED);
    ChannelMemory memory = channel.memory();
    int room =
        Math.min(
            channel.unitBytesMax() - SrpTargetRequestIu.EVENT_FIXED_BYTES,
            ChannelMemory.EVENT_SENSE_BYTES_MAX);
    int length = Math.min(event.sense().encode(sense, false), room);
    int at = memory.requestAt;
    SrpInformationUnit.AER_REQ.begin(memory.bytes, at, 0);
    SrpTargetRequestIu.event(memory.bytes, at, event.lun(), length);
    memory.bytes.put(at + SrpTargetRequestIu.EVENT_FIXED_BYTES, sense, 0, length);
    send(
        nowNs,
        SrpInformationUnit.AER_REQ,
        SrpTargetRequestIu.EVENT_FIXED_BYTES + length,
        SrpLoginRequest.EVENT_NOTIFICATION);
  }

  private void send(long nowNs, SrpInformationUnit unit, int lengthBytes, int notification) {
    ChannelMemory memory = channel.memory();
    int at = memory.requestAt;
    if (unit == SrpInformationUnit.CRED_REQ) {
      unit.begin(memory.bytes, at, 0);
    }
    memory.bytes.putLong(at + 8, ++tag);
    SrpTargetRequestIu.requestLimitDelta(memory.bytes, at, channel.limit().give());
    awaited =
        unit == SrpInformationUnit.CRED_REQ
            ? SrpInformationUnit.CRED_RSP
            : SrpInformationUnit.AER_RSP;
    isSending = true;
    post(nowNs, memory.request, at, lengthBytes, notification);
  }

  private void post(long nowNs, SegmentList list, int at, int lengthBytes, int notification) {
    boolean wakes = channel.login().has(notification);
    ByteBuffer bytes = channel.memory().bytes;
    SolicitedNotification.bits(bytes, at, wakes ? SolicitedNotification.SOLICITED : 0);
    list.clear();
    list.add(bytes, at, lengthBytes);
    WorkRequest request = channel.port().work().take(this);
    channel.post(nowNs, request.asSend(list, 0, lengthBytes).solicited(wakes));
  }

  /** {@code list}, a request or the logout, is out or was given up. */
  void onSent(long nowNs, SegmentList list) {
    if (list == channel.memory().logout) {
      channel.leave(nowNs);
      return;
    }
    isSending = false;
    pump(nowNs);
  }

  /** The initiator answered; false where nothing of the kind was asked. */
  boolean onAnswer(long nowNs, SrpInformationUnit unit, long itsTag) {
    if (unit != awaited || itsTag != tag) {
      return false;
    }
    awaited = null;
    pump(nowNs);
    return true;
  }

  /** SRP_T_LOGOUT (SRP r16a 6.6); the channel is left once it is out. */
  void logOut(long nowNs, TargetLogoutReason reason) {
    ChannelMemory memory = channel.memory();
    SrpInformationUnit.T_LOGOUT.begin(memory.bytes, memory.logoutAt, 0);
    SrpTargetRequestIu.logoutReason(memory.bytes, memory.logoutAt, reason);
    post(
        nowNs,
        memory.logout,
        memory.logoutAt,
        SrpInformationUnit.T_LOGOUT.lengthBytesMin(),
        SrpLoginRequest.LOGOUT_NOTIFICATION);
  }
}
