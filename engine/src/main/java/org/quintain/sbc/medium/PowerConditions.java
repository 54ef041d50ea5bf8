// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.device.ParameterData;
import org.quintain.reactor.Reactor;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sam.SenseData;
import org.quintain.spc.mode.ModePage;
import org.quintain.spc.vpd.VpdPage;

/**
 * The power condition of a logical unit and the timers that lower it (SPC-5 5.12): mode page 1Ah
 * and VPD page 8Ah. A medium access raises it to active; START STOP UNIT sets it.
 *
 * <p>A timer runs from the last medium access on. One deadline is asked of the reactor at a time:
 * it looks again when it comes, so that a command costs no timer.
 */
final class PowerConditions {
  private static final long TICK_NS = 100_000_000L;

  /** Where each timer's enable bit and value are in page 1Ah, by the order of the conditions. */
  private static final int[][] TIMERS = {
    {0, 0, 0}, {3, 1, 4}, {3, 2, 12}, {3, 3, 16}, {2, 0, 20}, {3, 0, 8}, {0, 0, 0}
  };

  private static final PowerCondition[] ALL = PowerCondition.values();

  private final Reactor reactor;
  private final ModePage page;
  private Runnable listener = () -> {};
  private PowerCondition condition = PowerCondition.ACTIVE;
  private boolean isByTimer;
  private boolean areTimersRunning = true;
  private long lastAccessNs;
  private long scheduledNs = Long.MAX_VALUE;

  PowerConditions(Reactor reactor) {
    this.reactor = reactor;
    this.page =
        ModePage.page(0x1A, 40)
            .changeable(2, 0x01, 0x0F)
            .changeable(4, ones(20))
            .appliedBy((nowNs, changed) -> onPageApplied(nowNs))
            .build();
  }

  private static int[] ones(int count) {
    int[] all = new int[count];
    java.util.Arrays.fill(all, 0xFF);
    return all;
  }

  void whenChanged(Runnable told) {
    listener = told;
  }

  /** Power Condition, mode page 1Ah (SPC-5 7.5.15). */
  ModePage modePage() {
    return page;
  }

  PowerCondition condition() {
    return condition;
  }

  /** Whether commands are to be watched: a timer is enabled, or the power is not active. */
  boolean isWatching() {
    return condition != PowerCondition.ACTIVE || anyTimer();
  }

  private boolean anyTimer() {
    for (PowerCondition each : ALL) {
      if (isEnabled(each)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the timer that leads to {@code each} is enabled; active and stopped have none. */
  boolean isEnabled(PowerCondition each) {
    int[] timer = TIMERS[each.ordinal()];
    return timer[2] != 0 && page.isSet(timer[0], timer[1]);
  }

  /** What REQUEST SENSE tells of a low power condition, or null. */
  @Nullable SenseData pollable() {
    return condition == PowerCondition.ACTIVE ? null : SenseData.of(condition.pollable(isByTimer));
  }

  /** A command that reads or writes the medium is let through: the power is active for it. */
  void onMediumAccess(long nowNs) {
    lastAccessNs = nowNs;
    if (condition != PowerCondition.ACTIVE) {
      become(nowNs, PowerCondition.ACTIVE, true);
    }
  }

  /** START STOP UNIT sets {@code next}; its timers run on with {@code withTimers} only. */
  void become(long nowNs, PowerCondition next, boolean withTimers) {
    condition = next;
    isByTimer = false;
    areTimersRunning = withTimers;
    lastAccessNs = nowNs;
    listener.run();
    schedule(nowNs);
  }

  /** LU_CONTROL: the timers are the logical unit's own again, from the beginning. */
  void releaseToTimers(long nowNs) {
    areTimersRunning = true;
    lastAccessNs = nowNs;
    schedule(nowNs);
  }

  /** FORCE_IDLE_0 and FORCE_STANDBY_0: the timer that leads to {@code next} has run out. */
  void expire(long nowNs, PowerCondition next) {
    areTimersRunning = true;
    enterByTimer(next);
    schedule(nowNs);
  }

  /** Logical unit reset: as after a power on (SPC-5 5.12.8). */
  void onReset(long nowNs) {
    become(nowNs, PowerCondition.ACTIVE, true);
  }

  private void onPageApplied(long nowNs) {
    lastAccessNs = nowNs;
    listener.run();
    schedule(nowNs);
  }

  private void enterByTimer(PowerCondition next) {
    if (next.compareTo(condition) > 0) {
      condition = next;
      isByTimer = true;
      listener.run();
    }
  }

  private long deadlineNs(PowerCondition each) {
    return lastAccessNs + page.u32(TIMERS[each.ordinal()][2]) * TICK_NS;
  }

  private void schedule(long nowNs) {
    long nextNs = Long.MAX_VALUE;
    for (PowerCondition each : ALL) {
      if (areTimersRunning && isEnabled(each) && each.compareTo(condition) > 0) {
        nextNs = Math.min(nextNs, deadlineNs(each));
      }
    }
    if (condition == PowerCondition.STOPPED || nextNs >= scheduledNs) {
      return;
    }
    if (!reactor.isCurrent()) {
      // Saved timers run from the start on, which is made ready by another thread.
      reactor.post(this::schedule);
      return;
    }
    long deadlineNs = nextNs;
    scheduledNs = deadlineNs;
    long atNs = Math.max(nowNs, deadlineNs);
    reactor.callAt(atNs, laterNs -> onDeadline(laterNs, atNs, deadlineNs));
  }

  private void onDeadline(long nowNs, long atNs, long deadlineNs) {
    if (scheduledNs != deadlineNs || nowNs < atNs) {
      return;
    }
    scheduledNs = Long.MAX_VALUE;
    if (areTimersRunning && condition != PowerCondition.STOPPED) {
      for (PowerCondition each : ALL) {
        if (isEnabled(each) && deadlineNs(each) <= nowNs) {
          enterByTimer(each);
        }
      }
    }
    schedule(nowNs);
  }

  /**
   * Power Condition, VPD page 8Ah (SPC-5 7.7.11): all conditions, each left within a millisecond.
   */
  static final class VitalProductData implements VpdPage {
    private static final int LENGTH_BYTES = 18;

    @Override
    public int pageCode() {
      return 0x8A;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      ParameterData.put8(into, 4, 0x03);
      ParameterData.put8(into, 5, 0x07);
      for (int at = 6; at < LENGTH_BYTES; at += 2) {
        ParameterData.put16(into, at, 1);
      }
      return LENGTH_BYTES;
    }
  }
}
