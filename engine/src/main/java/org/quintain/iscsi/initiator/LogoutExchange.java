// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LogoutRequestPdu;
import org.quintain.time.DeadlineTable;

/** Logout of the session by one of its connections (RFC 7143 11.14, 11.15). */
final class LogoutExchange {
  private final IscsiInitiatorConnection connection;
  private final DeadlineTable deadlines;
  private final InitiatorOptions options;
  private boolean isBegun;

  LogoutExchange(
      IscsiInitiatorConnection connection, DeadlineTable deadlines, InitiatorOptions options) {
    this.connection = connection;
    this.deadlines = deadlines;
    this.options = options;
  }

  /** Whether one was asked for, answered or not. */
  boolean isUnderWay() {
    return isBegun;
  }

  /** Asks for it; what cannot be asked for is done without. */
  void begin(long nowNs) {
    if (isUnderWay()) {
      return;
    }
    if (!connection.standing().isFullFeature() || !connection.canQueueControl()) {
      connection.fail(nowNs, "logged out");
      return;
    }
    isBegun = true;
    connection.on(ConnectionState.Event.LOGOUT_BEGUN);
    RequestWriter requests = connection.requests();
    requests.beginImmediate(IscsiOpcode.LOGOUT_REQUEST, Bhs.FINAL, RequestTags.LOGOUT);
    LogoutRequestPdu.reason(requests.header(), requests.base(), LogoutRequestPdu.CLOSE_SESSION);
    requests.commit();
    deadlines.set(IscsiInitiatorConnection.TIMER_LOGOUT, nowNs + options.times().logoutNs());
    connection.markReady();
  }

  void onResponse(long nowNs, ByteBuffer header, int base) {
    connection.onStatSn(Bhs.statSn(header, base));
    if (isUnderWay() && Bhs.initiatorTaskTag(header, base) == RequestTags.LOGOUT) {
      connection.onLoggedOut();
      connection.fail(nowNs, "logged out");
    }
  }
}
