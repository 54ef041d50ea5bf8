// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.quintain.iscsi.negotiation.SessionParameters;
import org.quintain.iscsi.wire.AsyncMessagePdu;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;

/** What a target says of its own accord on one connection (RFC 7143 11.9, 11.9.1). */
final class AsyncMessages {
  private static final long SECOND_NS = 1_000_000_000L;

  private final FullFeaturePhase phase;

  AsyncMessages(FullFeaturePhase phase) {
    this.phase = phase;
  }

  private SessionParameters parameters() {
    return phase.session().parameters();
  }

  /** Event 1: the initiator is to log out within {@code seconds}. */
  void logoutRequested(long nowNs, int seconds) {
    send(AsyncMessagePdu.LOGOUT_REQUESTED, 0, 0, seconds);
    phase.connection().on(ConnectionState.Event.LOGOUT_ASKED);
    phase
        .connection()
        .timers()
        .set(IscsiTargetConnection.TIMER_LOGOUT, nowNs + seconds * SECOND_NS);
  }

  /** Event 2: connection {@code cid} is about to be dropped. */
  void connectionDropped(int cid) {
    send(
        AsyncMessagePdu.CONNECTION_DROPPED,
        cid,
        parameters().defaultTime2Wait(),
        parameters().defaultTime2Retain());
  }

  /** Event 3: all connections of the session are about to be dropped. */
  void sessionDropped() {
    send(AsyncMessagePdu.SESSION_DROPPED, 0, parameters().defaultTime2Wait(), 0);
  }

  /** Event 4: the initiator is to begin a negotiation within {@code seconds}. */
  void negotiationRequested(int seconds) {
    send(AsyncMessagePdu.NEGOTIATION_REQUESTED, 0, 0, seconds);
  }

  private void send(int event, int parameter1, int parameter2, int parameter3) {
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.ASYNCHRONOUS_MESSAGE);
    Bhs.initiatorTaskTag(output.header(), base, Bhs.RESERVED_TAG);
    AsyncMessagePdu.event(output.header(), base, event);
    AsyncMessagePdu.parameter1(output.header(), base, parameter1);
    AsyncMessagePdu.parameter2(output.header(), base, parameter2);
    AsyncMessagePdu.parameter3(output.header(), base, parameter3);
    output.takeStatSn(base);
    output.commit();
  }
}
