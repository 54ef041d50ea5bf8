// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.IscsiName;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.Negotiator;
import org.quintain.iscsi.negotiation.SessionType;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.LoginStatus;

/**
 * Who logs in, to what, and whether it may: what the first complete text of a login decides (RFC
 * 7143 6.3, 11.13.5). Names are in the form they are compared in.
 */
final class LoginAdmission {
  private final int status;
  private final String reason;
  private final String initiatorName;
  private final @Nullable IscsiTarget target;
  private final @Nullable PortalGroup group;
  private final @Nullable IscsiTargetSession session;
  private final Negotiator negotiator;
  private final LoginSecurity security;

  private LoginAdmission(
      IscsiTargetConnection connection,
      int status,
      String reason,
      String initiatorName,
      @Nullable IscsiTarget target,
      @Nullable IscsiTargetSession session) {
    this.status = status;
    this.reason = reason;
    this.initiatorName = initiatorName;
    this.target = target;
    this.group = target == null ? null : target.groupAt(connection.localAddress());
    this.session = session;
    IscsiTargetNode node = connection.node();
    // RFC 7143 7.4.1: whatever level a discovery session is offered, it has level 0.
    KeyPreferences preferences =
        target == null
            ? KeyPreferences.ofTarget().with(IscsiKey.ERROR_RECOVERY_LEVEL, "0")
            : target.preferences();
    TargetAuthentication users =
        target == null ? node.discoveryAuthentication() : target.rules().authentication();
    negotiator =
        new Negotiator(
            Negotiator.Role.TARGET,
            preferences.with(IscsiKey.AUTH_METHOD, LoginSecurity.methods(users)),
            session == null);
    security = new LoginSecurity(users, node.challenges(), negotiator);
  }

  /** Decides over the first text {@code keys} of the login that {@code identity} names. */
  static LoginAdmission of(
      IscsiTargetConnection connection, TextKeyList keys, LoginIdentity identity) {
    return new Decision(connection, keys, identity).decide();
  }

  /** One decision in the making. */
  private static final class Decision {
    private final IscsiTargetConnection connection;
    private final IscsiTargetNode node;
    private final TextKeyList keys;
    private final long isid;
    private final int tsih;
    private final int cid;

    Decision(IscsiTargetConnection connection, TextKeyList keys, LoginIdentity identity) {
      this.connection = connection;
      this.node = connection.node();
      this.keys = keys;
      this.isid = identity.isid();
      this.tsih = identity.tsih();
      this.cid = identity.cid();
    }

    private LoginAdmission refused(int status, String reason) {
      return new LoginAdmission(connection, status, reason, "", null, null);
    }

    private LoginAdmission admitted(String initiator, @Nullable IscsiTarget target) {
      return new LoginAdmission(connection, LoginStatus.SUCCESS, "", initiator, target, null);
    }

    LoginAdmission decide() {
      String named = keys.valueOf(IscsiKey.INITIATOR_NAME);
      if (named == null) {
        return refused(LoginStatus.MISSING_PARAMETER, "InitiatorName is missing");
      }
      String initiator = IscsiName.normalized(named);
      if (initiator == null) {
        return refused(LoginStatus.INITIATOR_ERROR, "InitiatorName is no iSCSI name");
      }
      String type = keys.valueOf(IscsiKey.SESSION_TYPE);
      boolean discovery = SessionType.DISCOVERY.value().equals(type);
      if (type != null && !discovery && !SessionType.NORMAL.value().equals(type)) {
        return refused(
            LoginStatus.SESSION_TYPE_NOT_SUPPORTED, "SessionType is neither Normal nor Discovery");
      }
      if (discovery) {
        return tsih == 0
            ? admitted(initiator, null)
            : refused(LoginStatus.SESSION_DOES_NOT_EXIST, "a discovery session has one connection");
      }
      return toTarget(initiator);
    }

    private LoginAdmission toTarget(String initiator) {
      String named = keys.valueOf(IscsiKey.TARGET_NAME);
      if (named == null) {
        return refused(LoginStatus.MISSING_PARAMETER, "TargetName is missing");
      }
      String name = IscsiName.normalized(named);
      IscsiTarget target = name == null ? null : node.target(name);
      if (target == null) {
        return refused(LoginStatus.NOT_FOUND, "there is no such target");
      }
      InitiatorAccess access = target.rules().access();
      if (!access.allows(initiator, connection.peerAddress(), connection.localAddress())) {
        return refused(LoginStatus.AUTHORIZATION_FAILURE, "this initiator may not use the target");
      }
      PortalGroup group = target.groupAt(connection.localAddress());
      if (group == null) {
        return refused(LoginStatus.NOT_FOUND, "the target is not reached through this portal");
      }
      if (!target.enabled()) {
        return refused(LoginStatus.SERVICE_UNAVAILABLE, "the target is disabled");
      }
      if (!target.rules().redirect().isEmpty()) {
        int moved =
            target.rules().redirectPermanent()
                ? LoginStatus.TARGET_MOVED_PERMANENTLY
                : LoginStatus.TARGET_MOVED_TEMPORARILY;
        return new LoginAdmission(
            connection, moved, "the target has moved", initiator, target, null);
      }
      return tsih == 0
          ? admitted(initiator, target)
          : toExistingSession(target, initiator, group.tag());
    }

    /**
     * A TSIH asks for a place in a session that stands: a CID that it has is reinstated, another
     * one is added (RFC 7143 6.3.1, 6.3.4).
     */
    private LoginAdmission toExistingSession(IscsiTarget target, String initiator, int tag) {
      IscsiTargetSession session = node.find(tsih);
      // RFC 7143 4.3: a session has all of its connections through one portal group.
      SessionIdentity identity = new SessionIdentity(initiator, isid, target.name(), tag);
      if (session == null || session.isClosed() || !session.identity().equals(identity)) {
        return refused(LoginStatus.SESSION_DOES_NOT_EXIST, "there is no session of that TSIH");
      }
      if (session.connections().find(cid) == null && !session.connections().hasRoom()) {
        return refused(
            LoginStatus.TOO_MANY_CONNECTIONS, "the session has all the connections it takes");
      }
      return new LoginAdmission(connection, LoginStatus.SUCCESS, "", initiator, target, session);
    }
  }

  /** How the login ends, SUCCESS when it may go on. */
  int status() {
    return status;
  }

  /** Why, in one clause. */
  String reason() {
    return reason;
  }

  String initiatorName() {
    return initiatorName;
  }

  @Nullable IscsiTarget target() {
    return target;
  }

  /** The portal group that the connection came through, or null for a discovery session. */
  @Nullable PortalGroup group() {
    return group;
  }

  /** The session that the connection is to join, or null for a new one. */
  @Nullable IscsiTargetSession session() {
    return session;
  }

  Negotiator negotiator() {
    return negotiator;
  }

  /** What the login must show before it may leave the security stage. */
  LoginSecurity security() {
    return security;
  }

  /** Where the login is sent instead, empty for nowhere. */
  String redirect() {
    return target == null || status == LoginStatus.SUCCESS ? "" : target.rules().redirect();
  }

  void addRedirect(TextKeyList out) {
    out.add(IscsiKey.TARGET_ADDRESS, redirect());
  }

  /** What a target tells of itself in its first response (RFC 7143 13.6, 13.9). */
  void declare(TextKeyList out) {
    if (target == null || group == null) {
      return;
    }
    if (!target.alias().isEmpty()) {
      negotiator.declare(IscsiKey.TARGET_ALIAS, target.alias(), out);
    }
    negotiator.declare(IscsiKey.TARGET_PORTAL_GROUP_TAG, Integer.toString(group.tag()), out);
  }

  SessionIdentity identity(long isid) {
    return target == null || group == null
        ? new SessionIdentity(initiatorName, isid, "", 0)
        : new SessionIdentity(initiatorName, isid, target.name(), group.tag());
  }
}
