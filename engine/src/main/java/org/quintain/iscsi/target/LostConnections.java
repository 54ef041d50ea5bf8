// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one session that are gone and whose commands wait to be reassigned, for as
 * long as was agreed on (RFC 7143 7.2.2, 7.5, 13.15, 13.16); there are some at error recovery level
 * 2 alone.
 */
final class LostConnections {
  private static final long SECOND_NS = 1_000_000_000L;

  private final IscsiTargetSession session;
  private final ConnectionGroup group;
  private final List<FailedConnection> failed = new ArrayList<>(0);

  LostConnections(IscsiTargetSession session, ConnectionGroup group) {
    this.session = session;
    this.group = group;
  }

  boolean isEmpty() {
    return failed.isEmpty();
  }

  /** The commands of {@code gone} wait to be reassigned (RFC 7143 7.2.2). */
  void park(long nowNs, FullFeaturePhase gone) {
    for (int index = 0; index < session.tasks().made(); index++) {
      IscsiTask task = session.tasks().byIndex()[index];
      if (task.connection != gone) {
        continue;
      }
      switch (task.state) {
        // What ExpCmdSN has not passed counts as never received: the initiator sends it again.
        case HELD -> {
          session.window().take(task.cmdSn);
          session.tasks().end(nowNs, task);
        }
        case RECEIVING -> session.tasks().end(nowNs, task);
        case WITH_ENGINE, COMPLETING -> detach(nowNs, task, gone);
        case FREE, ENDED -> {}
      }
    }
    session.window().forgetHeldBy(gone);
    group.onLost();
    keep(nowNs, gone);
  }

  private void keep(long nowNs, FullFeaturePhase gone) {
    int seconds =
        session.parameters().defaultTime2Wait() + session.parameters().defaultTime2Retain();
    FailedConnection kept = new FailedConnection(gone, nowNs + seconds * SECOND_NS);
    failed.add(kept);
    session
        .node()
        .reactor()
        .callAt(
            kept.deadlineNs(),
            dueNs -> {
              if (failed.remove(kept)) {
                discard(dueNs, gone);
                group.endIfEmpty(dueNs);
              }
            });
  }

  private void detach(long nowNs, IscsiTask task, FullFeaturePhase from) {
    ResponseFence fence = session.fence();
    if (fence != null) {
      fence.forget(nowNs, task);
      task.awaitsFence = false;
    }
    from.dataOut().detach(task);
    from.dataIn().detach(task);
  }

  /** Whether the commands of {@code connection}, which is gone, wait to be reassigned. */
  boolean isParking(FullFeaturePhase connection) {
    for (FailedConnection each : failed) {
      if (each.phase() == connection) {
        return true;
      }
    }
    return false;
  }

  /** The lost connection that went by {@code cid} and whose commands wait, or null. */
  @Nullable FullFeaturePhase find(int cid) {
    for (FailedConnection each : failed) {
      if (each.phase().cid() == cid) {
        return each.phase();
      }
    }
    return null;
  }

  /** The time for reassigning the commands of {@code gone} begins anew with its logout. */
  void restartRetention(long nowNs, FullFeaturePhase gone) {
    if (failed.removeIf(each -> each.phase() == gone)) {
      keep(nowNs, gone);
    }
  }

  /** The commands of {@code gone} do not wait any more: they end. */
  void discardIfWaiting(long nowNs, FullFeaturePhase gone) {
    if (failed.removeIf(each -> each.phase() == gone)) {
      discard(nowNs, gone);
    }
  }

  private void discard(long nowNs, FullFeaturePhase gone) {
    group.endTasksOf(nowNs, gone);
    gone.releaseHistory(nowNs);
  }

  /** The command with {@code initiatorTaskTag} whose connection is lost, ended or not, or null. */
  @Nullable IscsiTask findTask(int initiatorTaskTag) {
    IscsiTask task = session.tasks().find(initiatorTaskTag);
    if (task != null) {
      return isParking(task.connection()) ? task : null;
    }
    for (FailedConnection each : failed) {
      StatusHistory history = each.phase().history();
      IscsiTask ended = history == null ? null : history.find(initiatorTaskTag);
      if (ended != null) {
        return ended;
      }
    }
    return null;
  }

  /**
   * TASK REASSIGN (RFC 7143 7.2.2, 11.5.6): {@code task} goes on by {@code into}, with its data
   * from {@code expDataSn} on.
   */
  void reassign(long nowNs, IscsiTask task, FullFeaturePhase into, int expDataSn) {
    session.node().counters().add(IscsiCounter.TASKS_REASSIGNED);
    FullFeaturePhase from = task.connection();
    StatusHistory history = from.history();
    detach(nowNs, task, from);
    if (task.state == IscsiTask.State.ENDED && history != null) {
      session.tasks().revive(task, into, history);
    } else {
      into.allegiance().onBegun();
      task.connection = into;
      from.allegiance().onEnded(nowNs);
    }
    if (expDataSn >= 0 && expDataSn <= task.r2tSn) {
      task.r2tSn = expDataSn;
    }
    if (task.state == IscsiTask.State.WITH_ENGINE) {
      into.dataOut().resume(nowNs, task);
    }
    into.dataIn().resume(nowNs, task, expDataSn);
  }

  /** The session ends: nothing is kept for a repetition or a reassignment. */
  void releaseHistories(long nowNs) {
    for (FailedConnection each : failed) {
      each.phase().releaseHistory(nowNs);
    }
    failed.clear();
  }
}
