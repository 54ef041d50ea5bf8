// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.alua;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;
import org.quintain.reactor.Reactor;

/**
 * The target port groups that some logical units have in common, which change state together (what
 * SCST calls a device group). Owned by the owner reactor of the target device.
 */
public final class TargetPortGroups {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Told of a change of state, so that a logical unit can establish its unit attentions. */
  interface Listener {
    /** Groups changed state because of {@code by}, null when no nexus asked for it. */
    void onStatesChanged(long nowNs, @Nullable ItNexus by);
  }

  private final List<TargetPortGroup> groups;
  private final boolean isExplicit;
  private final int transitionSeconds;
  private final Set<AccessState> supported;
  private final @Nullable ReferralMap referrals;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Runnable> watchers = new ArrayList<>();
  private boolean areAllActive;
  private int transitions;

  /**
   * Groups.
   *
   * @param isExplicit whether SET TARGET PORT GROUPS may change states
   * @param transitionSeconds how long a change takes, 0 for at once, up to 255; commands meet the
   *     state transitioning meanwhile
   * @param referrals which logical blocks are active through which group, null unless access
   *     depends on them
   * @throws IllegalArgumentException with one sentence when two groups have the same identifier or
   *     the same port
   */
  public TargetPortGroups(
      List<TargetPortGroup> groups,
      boolean isExplicit,
      int transitionSeconds,
      @Nullable ReferralMap referrals) {
    if (transitionSeconds < 0 || transitionSeconds > 0xFF) {
      throw new IllegalArgumentException(
          "A transition takes 0 to 255 seconds, not " + transitionSeconds + ".");
    }
    Set<Integer> ports = new TreeSet<>();
    Set<Integer> identifiers = new TreeSet<>();
    for (TargetPortGroup group : groups) {
      if (!identifiers.add(group.identifier())) {
        throw new IllegalArgumentException(
            "There are two target port groups " + group.identifier() + ".");
      }
      for (int port : group.relativePorts()) {
        if (!ports.add(port)) {
          throw new IllegalArgumentException(
              "The relative target port " + port + " is in two target port groups.");
        }
      }
    }
    this.groups = List.copyOf(groups);
    this.isExplicit = isExplicit;
    this.transitionSeconds = transitionSeconds;
    this.referrals = referrals;
    this.supported = EnumSet.allOf(AccessState.class);
    if (referrals == null) {
      supported.remove(AccessState.LOGICAL_BLOCK_DEPENDENT);
    }
    noteStates();
  }

  /** One group of no ports of its own: every port belongs to group 1, which is active/optimized. */
  public static TargetPortGroups single() {
    return new TargetPortGroups(List.of(), false, 0, null);
  }

  /** TPGS of standard INQUIRY data (SPC-5 6.7.2): 1 implicit, 3 both. */
  public int inquirySupport() {
    return isExplicit ? 3 : 1;
  }

  /** Whether SET TARGET PORT GROUPS may change states. */
  boolean isExplicit() {
    return isExplicit;
  }

  /** IMPLICIT TRANSITION TIME in seconds. */
  int transitionSeconds() {
    return transitionSeconds;
  }

  /** The states that its groups can have. */
  Set<AccessState> supported() {
    return supported;
  }

  /** Which logical blocks are active through which group, or null. */
  public @Nullable ReferralMap referrals() {
    return referrals;
  }

  /** The groups, in the order in which they are reported. */
  public List<TargetPortGroup> groups() {
    return groups;
  }

  /** Whether every group is active/optimized or active/non-optimized. */
  boolean areAllActive() {
    return areAllActive;
  }

  /** The group that {@code relativePort} belongs to; null for a port that no group names. */
  public @Nullable TargetPortGroup groupOf(int relativePort) {
    for (int index = 0; index < groups.size(); index++) {
      TargetPortGroup group = groups.get(index);
      if (group.relativePorts().contains(relativePort)) {
        return group;
      }
    }
    return null;
  }

  /** The group of {@code identifier}, or null. */
  public @Nullable TargetPortGroup find(int identifier) {
    for (TargetPortGroup group : groups) {
      if (group.identifier() == identifier) {
        return group;
      }
    }
    return null;
  }

  /**
   * The identifier of the group of all ports that no group names: the lowest from 1 on that is
   * free.
   */
  public int identifierOfOthers() {
    int identifier = 1;
    while (find(identifier) != null) {
      identifier++;
    }
    return identifier;
  }

  /**
   * Has {@code watcher} run whenever {@link #areAllActive} may have changed, before any command.
   */
  void whenNoted(Runnable watcher) {
    watchers.add(watcher);
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  /** An implicit change (SPC-5 5.18.2.3): the operator moves one group to {@code next}. */
  public void change(long nowNs, Reactor owner, TargetPortGroup group, AccessState next) {
    TreeMap<Integer, AccessState> wanted = new TreeMap<>();
    wanted.put(group.identifier(), next);
    change(nowNs, owner, wanted, TargetPortGroup.Cause.IMPLICIT, null);
  }

  /**
   * Moves groups to the states that {@code wanted} names by identifier, by way of transitioning.
   */
  void change(
      long nowNs,
      Reactor owner,
      SortedMap<Integer, AccessState> wanted,
      TargetPortGroup.Cause cause,
      @Nullable ItNexus by) {
    if (transitionSeconds == 0) {
      settle(nowNs, wanted, cause, by);
      return;
    }
    for (int identifier : wanted.keySet()) {
      TargetPortGroup group = find(identifier);
      if (group != null) {
        group.moveTo(AccessState.TRANSITIONING, cause);
      }
    }
    noteStates();
    transitions++;
    owner.callAt(
        nowNs + transitionSeconds * SECOND_NS,
        atNs -> {
          transitions--;
          settle(atNs, wanted, cause, by);
        });
  }

  /** Whether a change is under way. */
  boolean isTransitioning() {
    return transitions > 0;
  }

  private void settle(
      long nowNs,
      SortedMap<Integer, AccessState> wanted,
      TargetPortGroup.Cause cause,
      @Nullable ItNexus by) {
    boolean isChanged = false;
    for (Map.Entry<Integer, AccessState> entry : wanted.entrySet()) {
      TargetPortGroup group = find(entry.getKey());
      if (group != null && group.state() != entry.getValue()) {
        group.moveTo(entry.getValue(), cause);
        isChanged = true;
      }
    }
    noteStates();
    if (isChanged) {
      for (Listener listener : listeners) {
        listener.onStatesChanged(nowNs, by);
      }
    }
  }

  private void noteStates() {
    areAllActive =
        groups.stream()
            .allMatch(
                group ->
                    group.state() == AccessState.ACTIVE_OPTIMIZED
                        || group.state() == AccessState.ACTIVE_NON_OPTIMIZED);
    watchers.forEach(Runnable::run);
  }
}
