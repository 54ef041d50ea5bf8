// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;
import org.quintain.iscsi.negotiation.ConnectionParameters;
import org.quintain.iscsi.negotiation.Negotiator;
import org.quintain.iscsi.wire.LoginStatus;
import org.quintain.sam.ItNexusIdentity;

/**
 * The end of a successful login, and the one place that decides where a connection goes: into the
 * session whose TSIH it gave, in place of the connection with its CID if there is one (RFC 7143
 * 6.3.4), or into a session of its own. An older session of the same initiator and target port is
 * ended first (RFC 7143 6.3.5), then the new session with its nexus takes its place, then the final
 * Login Response goes out.
 */
final class SessionEstablishment {
  private static final int PROTOCOL_IDENTIFIER_ISCSI = 5;

  private final IscsiTargetConnection connection;
  private final LoginPhase login;
  private boolean isCancelled;

  SessionEstablishment(IscsiTargetConnection connection, LoginPhase login) {
    this.connection = connection;
    this.login = login;
  }

  /** The connection is gone, or its login has failed. */
  void cancel() {
    isCancelled = true;
  }

  void begin(long nowNs, LoginAdmission admission) {
    IscsiTargetSession standing = admission.session();
    if (standing != null) {
      join(nowNs, admission, standing);
      return;
    }
    IscsiTargetNode node = connection.node();
    PortalGroup group = admission.group();
    IscsiTargetSession older =
        group == null
            ? null
            : node.find(admission.identity(login.identity().isid()), group.scsiTarget());
    if (older == null) {
      establish(nowNs, admission);
      return;
    }
    node.counters().add(IscsiCounter.SESSIONS_REINSTATED);
    older.connections().closeAll(nowNs, "the initiator logged in again");
    older.onDrained(
        nowNs,
        drainedNs -> {
          if (!isCancelled) {
            begin(drainedNs, admission);
            connection.afterEngineCall(drainedNs);
          }
        });
  }

  /** The connection becomes one of {@code session}'s, once the one in its place is cleaned up. */
  private void join(long nowNs, LoginAdmission admission, IscsiTargetSession session) {
    ConnectionGroup connections = session.connections();
    if (session.isClosed()) {
      login.fail(nowNs, LoginStatus.SESSION_DOES_NOT_EXIST, "the session has ended meanwhile");
      return;
    }
    FullFeaturePhase older = connections.find(login.identity().cid());
    acknowledge(nowNs, older == null ? connections.lost().find(login.identity().cid()) : older);
    if (older != null) {
      connection.counters().add(IscsiCounter.CONNECTIONS_REINSTATED);
      reinstate(nowNs, admission, session, older);
    } else if (connections.hasRoom()) {
      if (takesPlace(nowNs, admission)) {
        enter(nowNs, admission, session);
      }
    } else {
      login.fail(nowNs, LoginStatus.TOO_MANY_CONNECTIONS, "the session has all its connections");
    }
  }

  /**
   * RFC 7143 11.12.9: the first Login Request says what has come by the connection that it
   * restarts; that need not be sent again.
   */
  private void acknowledge(long nowNs, @Nullable FullFeaturePhase restarted) {
    StatusHistory history = restarted == null ? null : restarted.history();
    if (history != null) {
      history.onExpStatSn(nowNs, login.identity().expStatSn());
    }
  }

  /** RFC 7143 6.3.4: an implicit logout of the old connection comes before the new one. */
  private void reinstate(
      long nowNs, LoginAdmission admission, IscsiTargetSession session, FullFeaturePhase older) {
    ConnectionGroup connections = session.connections();
    connections.beginJoin();
    older.connection().closeNow(nowNs, "the initiator logged in again with the same CID");
    if (connections.lost().isParking(older)) {
      // RFC 7143 6.3.4: at error recovery level 2 the commands wait to be reassigned.
      connections.lost().restartRetention(nowNs, older);
      join(nowNs, admission, session);
      connections.endJoin(nowNs);
      return;
    }
    older
        .allegiance()
        .whenDrained(
            nowNs,
            drainedNs -> {
              if (!isCancelled) {
                join(drainedNs, admission, session);
                connection.afterEngineCall(drainedNs);
              }
              connections.endJoin(drainedNs);
            });
  }

  private void establish(long nowNs, LoginAdmission admission) {
    if (!takesPlace(nowNs, admission)) {
      return;
    }
    IscsiTargetNode node = connection.node();
    int tsih = node.newTsih();
    if (tsih == 0) {
      givePlace(admission);
      login.fail(nowNs, LoginStatus.OUT_OF_RESOURCES, "there are too many sessions");
      return;
    }
    Negotiator negotiator = admission.negotiator();
    SessionIdentity identity = admission.identity(login.identity().isid());
    PortalGroup group = admission.group();
    IscsiTargetSession session =
        new IscsiTargetSession(
            node, identity, tsih, group, negotiator.sessionParameters(), login.identity().cmdSn());
    if (group != null) {
      ItNexus nexus = nexusOf(nowNs, session, identity, group);
      if (nexus == null) {
        givePlace(admission);
        login.fail(nowNs, LoginStatus.OUT_OF_RESOURCES, "the target has no nexus left");
        return;
      }
      session.nexus(nexus);
    }
    node.add(session);
    enter(nowNs, admission, session);
  }

  /** Takes a place of the target's; where its limits leave none, the login has failed. */
  private boolean takesPlace(long nowNs, LoginAdmission admission) {
    IscsiTarget target = admission.target();
    if (target == null) {
      return true;
    }
    int status =
        connection
            .node()
            .places()
            .take(
                target.name(),
                admission.initiatorName(),
                target.rules().limits(),
                admission.session() != null);
    if (status != LoginStatus.SUCCESS) {
      login.fail(nowNs, status, "the target or the initiator has all it may have");
    }
    return status == LoginStatus.SUCCESS;
  }

  /** The session that the place was for did not come about. */
  private void givePlace(LoginAdmission admission) {
    IscsiTarget target = admission.target();
    if (target != null) {
      Places places = connection.node().places();
      places.giveConnection(target.name(), admission.initiatorName());
      places.giveSession(target.name(), admission.initiatorName());
    }
  }

  private void enter(long nowNs, LoginAdmission admission, IscsiTargetSession session) {
    Negotiator negotiator = admission.negotiator();
    ConnectionParameters parameters = negotiator.connectionParameters();
    FullFeaturePhase phase =
        new FullFeaturePhase(connection, session, login.identity().cid(), negotiator, parameters);
    session.connections().add(phase);
    connection.output().window(session.window());
    login.respondFinally(session.tsih());
    phase.begin(nowNs, parameters);
  }

  private @Nullable ItNexus nexusOf(
      long nowNs, IscsiTargetSession session, SessionIdentity identity, PortalGroup group) {
    return group
        .scsiTarget()
        .onNexusEstablished(
            nowNs,
            new ItNexusIdentity(
                identity.initiatorName(),
                identity.initiatorPortName(),
                identity.targetPortName(),
                group.relativeTargetPortIdentifier(),
                PROTOCOL_IDENTIFIER_ISCSI),
            new SessionServices(session, connection),
            connection.node().reactor());
  }
}
