// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The zones that are active (FC-GS-8 clause 6): ports see each other when a zone has both by name.
 *
 * @param zones the zones
 * @param isDefaultOpen whether ports that no zone names see each other
 */
public record ZoneSet(List<Zone> zones, boolean isDefaultOpen) {
  /** No zones: everybody sees everybody. */
  public static final ZoneSet OPEN = new ZoneSet(List.of(), true);

  /** Copies the list. */
  public ZoneSet {
    zones = List.copyOf(zones);
  }

  /**
   * One zone.
   *
   * @param portNames the names of its ports
   */
  public record Zone(String name, SortedSet<Long> portNames) {
    /** Copies the names. */
    public Zone {
      portNames = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(portNames));
    }

    /** A zone of {@code portNames}. */
    public static Zone of(String name, long... portNames) {
      SortedSet<Long> names = new TreeSet<>();
      for (long portName : portNames) {
        names.add(portName);
      }
      return new Zone(name, names);
    }
  }

  /** Whether two ports see each other. */
  public boolean allows(long onePortName, long otherPortName) {
    if (onePortName == otherPortName) {
      return true;
    }
    boolean isOneZoned = false;
    boolean isOtherZoned = false;
    for (Zone zone : zones) {
      boolean hasOne = zone.portNames().contains(onePortName);
      boolean hasOther = zone.portNames().contains(otherPortName);
      if (hasOne && hasOther) {
        return true;
      }
      isOneZoned |= hasOne;
      isOtherZoned |= hasOther;
    }
    return isDefaultOpen && !isOneZoned && !isOtherZoned;
  }
}
