// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.SessionParameters;

/**
 * The connections of one session (RFC 7143 4.2.1): as many as were agreed on, commands shared out
 * among them in turn, and at error recovery level 2 a new one in place of one that is lost, under
 * its CID, which takes over its commands (RFC 7143 6.3.4, 7.2.2). Below that level a lost
 * connection is a lost session (RFC 7143 7.1.4.4).
 */
final class SessionConnections {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long REDIAL_NS = SECOND_NS / 20;

  /** A connection whose commands wait for another one, until Time2Retain is over. */
  private static final class Loss {
    private final IscsiInitiatorConnection lost;
    private final long giveUpNs;
    private IscsiInitiatorConnection successor;

    Loss(IscsiInitiatorConnection lost, long giveUpNs, IscsiInitiatorConnection successor) {
      this.lost = lost;
      this.giveUpNs = giveUpNs;
      this.successor = successor;
    }
  }

  private final IscsiInitiatorSession session;
  private final InitiatorOptions options;
  private final List<IscsiInitiatorConnection> all = new ArrayList<>(1);
  private final List<Loss> losses = new ArrayList<>(0);

  /** Gone with the session, until its commands have ended. */
  private final List<IscsiInitiatorConnection> ending = new ArrayList<>(0);

  private final TaskReassignment reassignment;
  private @Nullable ConnectionDialler dialler;
  private int turn;
  private int time2WaitSeconds;

  SessionConnections(IscsiInitiatorSession session, InitiatorOptions options) {
    this.session = session;
    this.options = options;
    reassignment = new TaskReassignment(session);
  }

  void dialler(ConnectionDialler opens) {
    dialler = opens;
  }

  IscsiInitiatorConnection add(int cid) {
    IscsiInitiatorConnection made = new IscsiInitiatorConnection(session, options, cid);
    all.add(made);
    return made;
  }

  TaskReassignment reassignment() {
    return reassignment;
  }

  /** The session stands: the rest of its connections is dialled (RFC 7143 13.2). */
  void extend(long nowNs, SessionParameters agreed) {
    ConnectionDialler opens = dialler;
    if (opens == null) {
      return;
    }
    for (int cid = 1; cid < agreed.maxConnections(); cid++) {
      opens.dialAt(nowNs, add(cid));
    }
  }

  /** {@code joined} is in full feature phase, perhaps in place of one that was lost. */
  void onJoined(long nowNs, IscsiInitiatorConnection joined) {
    Loss filled = lossOf(joined);
    if (filled != null) {
      losses.remove(filled);
      session.counters().connectionRecovered();
      reassignment.move(nowNs, filled.lost, joined);
      filled.lost.onCleanedUp();
    }
  }

  private @Nullable Loss lossOf(IscsiInitiatorConnection successor) {
    for (Loss loss : losses) {
      if (loss.successor == successor) {
        return loss;
      }
    }
    return null;
  }

  /** Whether a command of a lost connection waits for another one. */
  boolean isRecovering() {
    return !losses.isEmpty();
  }

  /** {@code gone} has ended; false when the session ends with it. */
  boolean onLost(long nowNs, IscsiInitiatorConnection gone) {
    all.remove(gone);
    if (gone.standing() == ConnectionState.CLEANUP_WAIT) {
      ending.add(gone);
    }
    switch (session.state()) {
      case CONNECTING, ENDED -> {
        return false;
      }
      case LOGGING_OUT -> {
        // The target closes the others over the logout of the session, which one of them awaits.
        return !gone.isLoggingOut() && !all.isEmpty();
      }
      case LOGGED_IN, FAILED -> {
        // What follows is for a session that goes on.
      }
    }
    Loss loss = lossOf(gone);
    if (loss != null) {
      return !gone.login().isRefused() && nowNs < loss.giveUpNs && redial(nowNs, loss);
    }
    if (!gone.login().isDone()) {
      return !all.isEmpty();
    }
    if (!recover(nowNs, gone)) {
      return false;
    }
    session.on(
        standingCount() > 0
            ? SessionState.Event.CONNECTION_LOST
            : SessionState.Event.ALL_CONNECTIONS_LOST);
    return true;
  }

  private boolean recover(long nowNs, IscsiInitiatorConnection gone) {
    SessionParameters agreed = session.parameters();
    ConnectionDialler opens = dialler;
    if (opens == null || agreed.errorRecoveryLevel() < 2 || agreed.defaultTime2Retain() == 0) {
      return false;
    }
    int seconds = agreed.defaultTime2Wait() + agreed.defaultTime2Retain();
    IscsiInitiatorConnection successor = addSuccessor(gone);
    ending.remove(gone);
    losses.add(new Loss(gone, nowNs + seconds * SECOND_NS, successor));
    opens.dialAt(nowNs + waitNs(), successor);
    return true;
  }

  private boolean redial(long nowNs, Loss loss) {
    ConnectionDialler opens = dialler;
    if (opens == null) {
      return false;
    }
    loss.successor = addSuccessor(loss.lost);
    opens.dialAt(nowNs + waitNs(), loss.successor);
    return true;
  }

  private IscsiInitiatorConnection addSuccessor(IscsiInitiatorConnection of) {
    IscsiInitiatorConnection successor = add(of.cid());
    successor.requests().acknowledgeRestarted(of.requests().expStatSn());
    return successor;
  }

  private long waitNs() {
    int seconds = Math.max(session.parameters().defaultTime2Wait(), time2WaitSeconds);
    return Math.max(REDIAL_NS, seconds * SECOND_NS);
  }

  /** The target said how long to wait before a connection is made again (RFC 7143 11.9.1). */
  void waitAtLeast(int seconds) {
    time2WaitSeconds = Math.max(time2WaitSeconds, seconds);
  }

  /** The connection that goes by {@code cid}, or null. */
  @Nullable IscsiInitiatorConnection find(int cid) {
    for (IscsiInitiatorConnection each : all) {
      if (each.cid() == cid) {
        return each;
      }
    }
    return null;
  }

  /** The connection that the next command goes by, in turn, or null when none has room. */
  @Nullable IscsiInitiatorConnection nextForCommand() {
    int count = all.size();
    for (int tried = 0; tried < count; tried++) {
      turn = turn + 1 >= count ? 0 : turn + 1;
      IscsiInitiatorConnection candidate = all.get(turn);
      if (candidate.isReadyForCommands()
          && candidate.canQueueData()
          && !candidate.dataOut().isFull()) {
        return candidate;
      }
    }
    return null;
  }

  /** A connection that a function or a logout can go by, or null. */
  @Nullable IscsiInitiatorConnection forControl() {
    for (int index = 0; index < all.size(); index++) {
      IscsiInitiatorConnection candidate = all.get(index);
      if (candidate.isReadyForCommands() && candidate.canQueueControl()) {
        return candidate;
      }
    }
    return null;
  }

  int count() {
    return all.size();
  }

  IscsiInitiatorConnection at(int index) {
    return all.get(index);
  }

  /** How many are in full feature phase. */
  int standingCount() {
    int standing = 0;
    for (IscsiInitiatorConnection each : all) {
      standing += each.isReadyForCommands() ? 1 : 0;
    }
    return standing;
  }

  /** Tells the drivers of what was queued outside their inputs. */
  void markReady() {
    for (int index = 0; index < all.size(); index++) {
      all.get(index).markReady();
    }
  }

  /** The session is over: so are all of its connections. */
  void endAll(long nowNs, String reason) {
    for (Loss loss : losses) {
      ending.add(loss.lost);
    }
    losses.clear();
    for (IscsiInitiatorConnection each : List.copyOf(all)) {
      ending.add(each);
      each.fail(nowNs, reason);
    }
    all.clear();
  }

  /**
   * The target has closed the session: all of its connections are logged out (RFC 7143 8.1, T8).
   */
  void onLogoutDone() {
    for (IscsiInitiatorConnection each : all) {
      if (each.standing().isFullFeature()) {
        each.on(ConnectionState.Event.LOGOUT_DONE);
      }
    }
  }

  /** The session's commands have ended, and with them those of its lost connections. */
  void onCleanedUp() {
    for (IscsiInitiatorConnection each : ending) {
      each.onCleanedUp();
    }
    ending.clear();
  }
}
