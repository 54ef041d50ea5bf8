// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.quintain.iscsi.negotiation.SessionParameters;
import org.quintain.iscsi.wire.AsyncMessagePdu;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;

/**
 * What a target says of its own accord on one connection (RFC 7143 11.9, 11.9.1), and what it does
 * when nobody heeds it. A connection whose output is full is told nothing: its initiator does not
 * read.
 */
final class AsyncMessages {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final String UNHEEDED = "the initiator did not log out when it was asked to";

  private final FullFeaturePhase phase;

  /** Whether the logout that was asked for is the session's, not this connection's alone. */
  private boolean isSessionAsked;

  private boolean isNegotiationAsked;

  AsyncMessages(FullFeaturePhase phase) {
    this.phase = phase;
  }

  private SessionParameters parameters() {
    return phase.session().parameters();
  }

  /** Event 0: {@code sense} tells what happened to logical unit {@code lun}. */
  void scsiEvent(long lun, byte[] sense, int senseLength) {
    if (!phase.hasRoomForData()) {
      return;
    }
    int base = begin(AsyncMessagePdu.SCSI_EVENT, 0, 0, 0);
    Bhs.lun(phase.output().header(), base, lun);
    // RFC 7143 11.9.4: the sense data stands behind its length, as in a SCSI Response.
    int at = phase.output().transmitter().inlineData(Short.BYTES + senseLength);
    phase.output().header().putShort(at, (short) senseLength);
    phase.output().header().put(at + Short.BYTES, sense, 0, senseLength);
    phase.output().commit();
  }

  /**
   * Event 1: the initiator is to log out within {@code seconds}.
   *
   * @param isSession whether the session ends when it does not, not this connection alone
   */
  void logoutRequested(long nowNs, int seconds, boolean isSession) {
    if (phase.connection().standing() == ConnectionState.IN_LOGOUT) {
      return;
    }
    isSessionAsked = isSession;
    send(AsyncMessagePdu.LOGOUT_REQUESTED, 0, 0, seconds);
    phase.connection().on(ConnectionState.Event.LOGOUT_ASKED);
    phase
        .connection()
        .timers()
        .set(IscsiTargetConnection.TIMER_LOGOUT, nowNs + seconds * SECOND_NS);
  }

  /** The time for the logout is over: event 3 for the session, or event 2 for the connection. */
  void onLogoutOverdue(long nowNs) {
    if (phase.connection().standing() != ConnectionState.LOGOUT_REQUESTED) {
      return;
    }
    if (isSessionAsked) {
      phase.session().drop(nowNs, UNHEEDED);
    } else {
      dropConnection(nowNs, UNHEEDED);
    }
  }

  /** Ends the connection of the target's own will, with event 2 as its last word. */
  void dropConnection(long nowNs, String reason) {
    connectionDropped(phase.cid());
    phase.connection().closeAfterOutput(nowNs, reason);
  }

  /**
   * Ends the connection, whose initiator does not seem to hear: event 2 goes by another connection
   * of the session, if there is one.
   */
  void dropSilentConnection(long nowNs, String reason) {
    for (FullFeaturePhase other : phase.session().connections().all()) {
      if (other != phase) {
        other.asyncMessages().connectionDropped(phase.cid());
        other.connection().afterEngineCall(nowNs);
        break;
      }
    }
    phase.connection().closeNow(nowNs, reason);
  }

  /** Event 2: connection {@code cid} is about to be dropped; how long its commands are kept. */
  private void connectionDropped(int cid) {
    boolean isKept = parameters().errorRecoveryLevel() == 2;
    send(
        AsyncMessagePdu.CONNECTION_DROPPED,
        cid,
        parameters().defaultTime2Wait(),
        isKept ? parameters().defaultTime2Retain() : 0);
  }

  /** Event 3: all connections of the session are about to be dropped, and no command is kept. */
  void sessionDropped() {
    send(AsyncMessagePdu.SESSION_DROPPED, 0, parameters().defaultTime2Wait(), 0);
  }

  /** Event 4: the initiator is to begin a negotiation within {@code seconds}. */
  void negotiationRequested(int seconds) {
    isNegotiationAsked = true;
    send(AsyncMessagePdu.NEGOTIATION_REQUESTED, 0, 0, seconds);
  }

  /** Whether this text is the first since a negotiation was asked for. */
  boolean takeNegotiationRequest() {
    boolean wasAsked = isNegotiationAsked;
    isNegotiationAsked = false;
    return wasAsked;
  }

  private void send(int event, int parameter1, int parameter2, int parameter3) {
    if (phase.output().transmitter().freeSlots() > 0) {
      begin(event, parameter1, parameter2, parameter3);
      phase.output().commit();
    }
  }

  private int begin(int event, int parameter1, int parameter2, int parameter3) {
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.ASYNCHRONOUS_MESSAGE);
    Bhs.initiatorTaskTag(output.header(), base, Bhs.RESERVED_TAG);
    AsyncMessagePdu.event(output.header(), base, event);
    AsyncMessagePdu.parameter1(output.header(), base, parameter1);
    AsyncMessagePdu.parameter2(output.header(), base, parameter2);
    AsyncMessagePdu.parameter3(output.header(), base, parameter3);
    output.takeStatSn(base);
    return base;
  }
}
