// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.sam.Check;
import org.quintain.sam.TaskManagementFunction;

/**
 * The connections of one session, each by its CID (RFC 7143 4.2.1), and what becomes of the rest
 * when one of them ends: the commands of a lost connection end with it (RFC 7143 7.1.4), the
 * session ends with its last.
 */
final class ConnectionGroup {
  /** Functions that we ask for ourselves; what an initiator asks for has 32 bits. */
  private static final long OURS = 1L << 32;

  private final IscsiTargetSession session;
  private final List<FullFeaturePhase> live = new ArrayList<>(1);
  private final LostConnections lost;
  private int joining;
  private boolean isEnding;
  private SessionState state = SessionState.FREE;

  ConnectionGroup(IscsiTargetSession session) {
    this.session = session;
    lost = new LostConnections(session, this);
  }

  int count() {
    return live.size();
  }

  /** Those that are gone and whose commands wait. */
  LostConnections lost() {
    return lost;
  }

  boolean isEmpty() {
    return live.isEmpty();
  }

  /** All of them, in the order in which they came. */
  List<FullFeaturePhase> all() {
    return List.copyOf(live);
  }

  FullFeaturePhase at(int index) {
    return live.get(index);
  }

  /** The connection that goes by {@code cid}, or null. */
  @Nullable FullFeaturePhase find(int cid) {
    for (FullFeaturePhase connection : live) {
      if (connection.cid() == cid) {
        return connection;
      }
    }
    return null;
  }

  /** Whether one more connection may join (RFC 7143 13.2, MaxConnections). */
  boolean hasRoom() {
    return live.size() < session.parameters().maxConnections();
  }

  void add(FullFeaturePhase connection) {
    live.add(connection);
    if (state == SessionState.FREE) {
      on(SessionState.Event.FIRST_LOGIN_BEGUN);
    }
    on(SessionState.Event.CONNECTION_LOGGED_IN);
  }

  /** Where the session stands in the diagram of RFC 7143 8.3.2. */
  SessionState state() {
    return state;
  }

  private void on(SessionState.Event event) {
    SessionState next = state.after(event);
    Check.that(
        next != null,
        "what happens to a session is in its table",
        state.ordinal(),
        event.ordinal());
    state = next;
  }

  /** A connection is gone whose commands wait. */
  void onLost() {
    if (live.isEmpty()) {
      on(SessionState.Event.ALL_CONNECTIONS_LOST);
    }
  }

  /** Asks the initiator to log out all of its connections within a time (RFC 7143 11.9.1). */
  void requestLogout(long nowNs, int seconds) {
    for (FullFeaturePhase connection : List.copyOf(live)) {
      connection.asyncMessages().logoutRequested(nowNs, seconds, true);
      connection.connection().afterEngineCall(nowNs);
    }
  }

  /** Asks the initiator for a negotiation on each of them (RFC 7143 11.9.1, event 4). */
  void requestNegotiation(long nowNs, int seconds) {
    for (FullFeaturePhase connection : List.copyOf(live)) {
      connection.asyncMessages().negotiationRequested(seconds);
      connection.connection().afterEngineCall(nowNs);
    }
  }

  /** A login waits to take the place of a connection: the session outlives its last one for it. */
  void beginJoin() {
    joining++;
  }

  /** The login has taken its place, or is gone. */
  void endJoin(long nowNs) {
    joining--;
    endIfEmpty(nowNs);
  }

  /** {@code gone} takes and gives nothing any more. */
  void onClosed(long nowNs, FullFeaturePhase gone) {
    if (live.remove(gone) && !session.isDiscovery()) {
      session.node().places().giveConnection(session.targetName(), session.initiatorName());
    }
    onGone(nowNs, gone);
    ResponseFence fence = session.fence();
    if (fence != null) {
      fence.onClosed(nowNs, gone);
    }
    gone.allegiance().whenDrained(nowNs, drainedNs -> gone.connection().onCleanedUp());
  }

  private void onGone(long nowNs, FullFeaturePhase gone) {
    if (session.isClosed() || isEnding) {
      gone.releaseHistory(nowNs);
      return;
    }
    if (isRetaining() && !gone.isLoggedOut()) {
      lost.park(nowNs, gone);
      return;
    }
    gone.releaseHistory(nowNs);
    if (live.isEmpty() && joining == 0) {
      session.close(nowNs);
      return;
    }
    endTasksOf(nowNs, gone);
  }

  /** Whether commands outlive their connection (RFC 7143 13.16, 13.20). */
  private boolean isRetaining() {
    return session.parameters().errorRecoveryLevel() == 2
        && session.parameters().defaultTime2Retain() > 0;
  }

  /** The session ends: nothing is kept for a repetition or a reassignment. */
  void releaseHistories(long nowNs) {
    if (state != SessionState.FREE) {
      on(SessionState.Event.ENDED);
    }
    lost.releaseHistories(nowNs);
    for (FullFeaturePhase each : live) {
      each.releaseHistory(nowNs);
    }
  }

  /** The session ends when nothing is left of its connections. */
  void endIfEmpty(long nowNs) {
    if (live.isEmpty() && joining == 0 && lost.isEmpty()) {
      session.close(nowNs);
    }
  }

  /**
   * Ends the commands that are allegiant to {@code gone}, silently; the engine's end when it has
   * aborted them. Their numbers count as received (RFC 7143 4.2.2.1).
   */
  void endTasksOf(long nowNs, FullFeaturePhase gone) {
    for (int index = 0; index < session.tasks().made(); index++) {
      IscsiTask task = session.tasks().byIndex()[index];
      if (task.connection != gone) {
        continue;
      }
      switch (task.state) {
        case HELD -> {
          session.window().take(task.cmdSn);
          session.window().hold(task.cmdSn, new HeldRequest(task.cmdSn, gone, null, null));
          session.tasks().end(nowNs, task);
        }
        case RECEIVING, COMPLETING -> session.tasks().end(nowNs, task);
        case WITH_ENGINE -> abort(nowNs, task);
        case FREE, ENDED -> {}
      }
    }
  }

  private void abort(long nowNs, IscsiTask task) {
    session
        .scsiTarget()
        .onTaskManagementRequest(
            nowNs,
            new TaskManagementRequest(
                session.nexus(),
                TaskManagementFunction.ABORT_TASK,
                task.lun,
                task.initiatorTaskTag & 0xFFFFFFFFL,
                OURS));
  }

  /** Whether {@code request} is one that we made, whose response nobody waits for. */
  static boolean isOurs(TaskManagementRequest request) {
    return request.functionIdentifier() == OURS;
  }

  /** Whether a function that ends many tasks is being carried out, whichever it came by. */
  boolean isWaitingForTasks() {
    for (FullFeaturePhase connection : live) {
      if (connection.taskManagement().isWaitingForTasks()) {
        return true;
      }
    }
    return false;
  }

  /** The connection that {@code request} came by, or null when that is gone. */
  @Nullable FullFeaturePhase ownerOf(TaskManagementRequest request) {
    for (FullFeaturePhase connection : live) {
      if (connection.taskManagement().owes(request)) {
        return connection;
      }
    }
    return null;
  }

  /** Ends the session of the target's own will; the initiator is told why its connections close. */
  void drop(long nowNs, String reason) {
    isEnding = true;
    for (FullFeaturePhase connection : List.copyOf(live)) {
      connection.asyncMessages().sessionDropped();
      connection.connection().closeAfterOutput(nowNs, reason);
    }
    session.close(nowNs);
  }

  /** Ends the session by force: its connections close at once. */
  void closeAll(long nowNs, String reason) {
    isEnding = true;
    for (FullFeaturePhase connection : List.copyOf(live)) {
      connection.connection().closeNow(nowNs, reason);
    }
    session.close(nowNs);
  }

  /** Ends the session but for {@code last}, which still has a Logout Response to send. */
  void closeAllBut(long nowNs, FullFeaturePhase last, String reason) {
    isEnding = true;
    for (FullFeaturePhase connection : List.copyOf(live)) {
      if (connection != last) {
        connection.connection().closeNow(nowNs, reason);
      }
    }
    session.close(nowNs);
  }
}
