// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import org.quintain.device.Errand;

/**
 * The errands that go to the store of one logical unit, each with when it began and when it was
 * first seen to be unwanted. Looked at with the commands' deadlines. Runs on the owner reactor.
 */
final class Errands {
  private static final long NEVER = Long.MAX_VALUE;

  private final List<Watched> watched = new ArrayList<>();

  private static final class Watched {
    private final Errand errand;
    private final long sinceNs;
    private long unwantedNs = NEVER;
    private boolean isOverdue;

    Watched(Errand errand, long sinceNs) {
      this.errand = errand;
      this.sinceNs = sinceNs;
    }
  }

  void add(long nowNs, Errand errand) {
    watched.add(new Watched(errand, nowNs));
  }

  void remove(Errand errand) {
    for (int index = 0; index < watched.size(); index++) {
      if (watched.get(index).errand == errand) {
        watched.remove(index);
        return;
      }
    }
  }

  boolean isEmpty() {
    return watched.isEmpty();
  }

  /** Whether one of them still has time. */
  boolean isAnyInTime() {
    return watched.stream().anyMatch(each -> !each.isOverdue);
  }

  /** Takes note of {@code nowNs}: the errands whose deadlines are over, each told once. */
  List<Errand> newlyOverdue(long nowNs, TaskSetLimits limits) {
    List<Errand> overdue = new ArrayList<>();
    for (Watched each : watched) {
      if (!each.isOverdue && deadlineNs(nowNs, each, limits) <= nowNs) {
        each.isOverdue = true;
        overdue.add(each.errand);
      }
    }
    return overdue;
  }

  private static long deadlineNs(long nowNs, Watched each, TaskSetLimits limits) {
    if (each.unwantedNs == NEVER && each.errand.isUnwanted()) {
      each.unwantedNs = nowNs;
    }
    long deadlineNs = each.sinceNs + limits.deadlineNs(each.errand.timeoutSeconds());
    return each.unwantedNs == NEVER
        ? deadlineNs
        : Math.min(deadlineNs, each.unwantedNs + limits.abortedDeadlineNs());
  }
}
