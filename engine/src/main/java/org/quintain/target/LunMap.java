// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.sam.InternetAddress;
import org.quintain.sam.Lun;

/**
 * Which initiators see which logical units at which LUNs of a target port: groups with initiator
 * patterns, of which the first that matches is taken, and a default group for everybody else.
 * Immutable.
 *
 * @param defaults what initiators see that no group names
 * @param groups in the order in which they are tried
 * @param isPerPortal whether patterns are held against "name#host", the host being that of the
 *     portal (SCST's per_portal_acl)
 */
public record LunMap(Group defaults, List<Group> groups, boolean isPerPortal) {
  /** What no initiator sees anything by. */
  public static final LunMap EMPTY = builder().build();

  /** Copies the list. */
  public LunMap {
    groups = List.copyOf(groups);
  }

  /**
   * A set of initiators and what they see.
   *
   * @param name what the operator calls it
   * @param patterns whose initiators it is for
   * @param luns logical units by LUN index, 0 to 16,383
   */
  public record Group(
      String name, List<InitiatorPattern> patterns, SortedMap<Integer, Mapping> luns) {
    private Group without(LogicalUnit unit) {
      SortedMap<Integer, Mapping> left = new TreeMap<>(luns);
      left.values().removeIf(mapping -> mapping.unit() == unit);
      return new Group(name, patterns, left);
    }

    private boolean isFor(String initiatorName, String initiatorAddress) {
      return patterns.stream()
          .anyMatch(pattern -> pattern.matches(initiatorName, initiatorAddress));
    }
  }

  /**
   * One LUN.
   *
   * @param unit what it leads to
   * @param isReadOnly whether writes through it are refused
   */
  public record Mapping(LogicalUnit unit, boolean isReadOnly) {}

  /** The group that {@code initiatorName} belongs to, wherever it is. */
  public Group groupOf(String initiatorName) {
    return groupOf(initiatorName, "", "");
  }

  /**
   * The group that {@code initiatorName} belongs to.
   *
   * @param initiatorAddress "host:port" of its end of the wire, empty where there is none
   * @param targetAddress "host:port" of the portal
   */
  public Group groupOf(String initiatorName, String initiatorAddress, String targetAddress) {
    String name =
        isPerPortal && !targetAddress.isEmpty()
            ? initiatorName + "#" + InternetAddress.host(targetAddress)
            : initiatorName;
    for (Group group : groups) {
      if (group.isFor(name, initiatorAddress)) {
        return group;
      }
    }
    return defaults;
  }

  /** The same without the LUNs that lead to {@code unit}. */
  public LunMap without(LogicalUnit unit) {
    return new LunMap(
        defaults.without(unit),
        groups.stream().map(group -> group.without(unit)).toList(),
        isPerPortal);
  }

  /** Begins an empty map. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Gathers a map: LUNs go to the default group until the first {@link #group}, then to the latest
   * one.
   */
  public static final class Builder {
    private Group current = new Group("", List.of(), new TreeMap<>());
    private final Group defaults = current;
    private final List<Group> groups = new ArrayList<>();
    private boolean perPortal;

    private Builder() {}

    /** Patterns are held against "name#host", the host being that of the portal, or not. */
    public Builder perPortal(boolean isPerPortal) {
      perPortal = isPerPortal;
      return this;
    }

    /** Begins a group for initiators that one of {@code patterns} matches. */
    public Builder group(String name, String... patterns) {
      List<InitiatorPattern> compiled = Arrays.stream(patterns).map(InitiatorPattern::new).toList();
      current = new Group(name, compiled, new TreeMap<>());
      groups.add(current);
      return this;
    }

    /** Maps {@code unit} for reading and writing. */
    public Builder map(int lun, LogicalUnit unit) {
      return map(lun, unit, false);
    }

    /**
     * Maps {@code unit}; throws {@link IllegalArgumentException} with one sentence when that cannot
     * be.
     */
    public Builder map(int lun, LogicalUnit unit, boolean isReadOnly) {
      if (lun < 0 || lun > Lun.INDEX_MAX) {
        throw new IllegalArgumentException("A LUN is 0 to " + Lun.INDEX_MAX + ", not " + lun + ".");
      }
      if (current.luns.putIfAbsent(lun, new Mapping(unit, isReadOnly)) != null) {
        throw new IllegalArgumentException("LUN " + lun + " is mapped twice.");
      }
      return this;
    }

    /** The map. */
    public LunMap build() {
      return new LunMap(defaults, groups, perPortal);
    }
  }
}
