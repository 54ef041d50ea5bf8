// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.negotiation.SessionParameters;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LogoutRequestPdu;
import org.quintain.iscsi.wire.LogoutResponsePdu;
import org.quintain.iscsi.wire.RejectReason;

/** Logout (RFC 7143 11.14, 11.15): ends all commands, then answers, then closes. */
final class LogoutHandler {
  private final FullFeaturePhase phase;

  LogoutHandler(FullFeaturePhase phase) {
    this.phase = phase;
  }

  void onLogoutRequest(long nowNs, ByteBuffer header, int base) {
    int tag = Bhs.initiatorTaskTag(header, base);
    switch (LogoutRequestPdu.reason(header, base)) {
      case LogoutRequestPdu.CLOSE_SESSION -> close(nowNs, tag);
      case LogoutRequestPdu.CLOSE_CONNECTION ->
          closeConnection(nowNs, tag, LogoutRequestPdu.cid(header, base));
      case LogoutRequestPdu.REMOVE_CONNECTION_FOR_RECOVERY ->
          removeForRecovery(nowNs, header, base);
      default -> phase.rejects().reject(header, base, RejectReason.INVALID_PDU_FIELD);
    }
  }

  private void closeConnection(long nowNs, int initiatorTaskTag, int cid) {
    ConnectionGroup connections = phase.session().connections();
    FullFeaturePhase named = connections.find(cid);
    FullFeaturePhase lost = named == null ? connections.lost().find(cid) : null;
    if (lost != null) {
      phase.counters().add(IscsiCounter.LOGOUTS);
      connections.lost().discardIfWaiting(nowNs, lost);
      respondWhenDrained(nowNs, lost, initiatorTaskTag);
    } else if (named == null) {
      respond(initiatorTaskTag, LogoutResponsePdu.CID_NOT_FOUND);
    } else if (connections.count() == 1) {
      close(nowNs, initiatorTaskTag);
    } else if (named == phase) {
      phase.counters().add(IscsiCounter.LOGOUTS);
      phase.connection().receiver().fail();
      phase.dataOut().stopWaiting(nowNs);
      phase.connection().on(ConnectionState.Event.LOGOUT_BEGUN);
      phase.onLoggedOut();
      connections.endTasksOf(nowNs, phase);
      respondWhenDrained(nowNs, phase, initiatorTaskTag);
    } else {
      phase.counters().add(IscsiCounter.LOGOUTS);
      named.onLoggedOut();
      named.connection().closeNow(nowNs, "the initiator logged the connection out by another one");
      respondWhenDrained(nowNs, named, initiatorTaskTag);
    }
  }

  /** Reason 2: the commands of another connection are to be reassigned (RFC 7143 11.14.1). */
  private void removeForRecovery(long nowNs, ByteBuffer header, int base) {
    int tag = Bhs.initiatorTaskTag(header, base);
    int cid = LogoutRequestPdu.cid(header, base);
    ConnectionGroup connections = phase.session().connections();
    if (phase.session().parameters().errorRecoveryLevel() < 2) {
      // RFC 7143 11.15.1: recovery takes error recovery level 2.
      respond(tag, LogoutResponsePdu.RECOVERY_NOT_SUPPORTED);
      return;
    }
    FullFeaturePhase named = connections.find(cid);
    if (named == phase) {
      phase.rejects().reject(header, base, RejectReason.PROTOCOL_ERROR);
      return;
    }
    if (named != null) {
      named.connection().closeNow(nowNs, "the initiator removed the connection for recovery");
    }
    FullFeaturePhase lost = named == null ? connections.lost().find(cid) : named;
    if (lost == null) {
      respond(tag, LogoutResponsePdu.CID_NOT_FOUND);
      return;
    }
    phase.counters().add(IscsiCounter.LOGOUTS);
    connections.lost().restartRetention(nowNs, lost);
    respond(tag, LogoutResponsePdu.CLOSED);
  }

  /** Answers once the commands of {@code named} have ended (RFC 7143 11.14.1, reason 1). */
  private void respondWhenDrained(long nowNs, FullFeaturePhase named, int initiatorTaskTag) {
    named
        .allegiance()
        .whenDrained(
            nowNs,
            drainedNs -> {
              if (phase.isClosed()) {
                return;
              }
              respond(initiatorTaskTag, LogoutResponsePdu.CLOSED);
              if (named == phase) {
                phase.connection().closeAfterOutput(drainedNs, "the initiator logged out");
              } else {
                phase.connection().afterEngineCall(drainedNs);
              }
            });
  }

  private void close(long nowNs, int initiatorTaskTag) {
    phase.counters().add(IscsiCounter.LOGOUTS);
    phase.connection().on(ConnectionState.Event.LOGOUT_BEGUN);
    // Nothing is taken any more, and no command may change anything after the response is sent.
    phase.connection().receiver().fail();
    phase.dataOut().stopWaiting(nowNs);
    phase
        .session()
        .connections()
        .closeAllBut(nowNs, phase, "the initiator closed the session by another connection");
    phase
        .session()
        .onDrained(
            nowNs,
            drainedNs -> {
              if (phase.isClosed()) {
                return;
              }
              respond(initiatorTaskTag, LogoutResponsePdu.CLOSED);
              phase.connection().closeAfterOutput(drainedNs, "the initiator logged out");
            });
  }

  private void respond(int initiatorTaskTag, int response) {
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.LOGOUT_RESPONSE);
    ByteBuffer header = output.header();
    Bhs.initiatorTaskTag(header, base, initiatorTaskTag);
    LogoutResponsePdu.response(header, base, response);
    // RFC 7143 11.15.3, 11.15.4: when, and for how long, what is retained can be taken up again.
    SessionParameters parameters = phase.session().parameters();
    if (parameters.errorRecoveryLevel() == 2) {
      LogoutResponsePdu.time2Wait(header, base, parameters.defaultTime2Wait());
      LogoutResponsePdu.time2Retain(header, base, parameters.defaultTime2Retain());
    }
    output.takeStatSn(base);
    output.commit();
  }
}
