// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.sam.Check;

/**
 * The addresses of one switch (FC-SW-7 4.8): a domain, an area for each of its ports, and behind
 * each port one address for the port that logs in first and one for each virtual port (FDISC).
 * Names keep the address that they had.
 */
public final class AddressTable {
  /** The highest domain that switches take. */
  public static final int DOMAIN_MAX = 239;

  private static final int PORTS_MAX = 256;

  private final int domain;
  private final SortedMap<Integer, Long> owners = new TreeMap<>();
  private final SortedMap<Long, Integer> remembered = new TreeMap<>();

  /** The table of the switch with {@code domain}, 1 to 239. */
  public AddressTable(int domain) {
    Check.that(domain >= 1 && domain <= DOMAIN_MAX, "a domain is 1 to 239", domain);
    this.domain = domain;
  }

  /** The switch's domain. */
  public int domain() {
    return domain;
  }

  /** The first address behind the port of {@code area}. */
  public int firstOf(int area) {
    return domain << 16 | area << 8;
  }

  /**
   * The address that {@code portName} gets behind the port of {@code area}: what it had there
   * before if that is free, else the lowest one free; -1 when all are taken.
   */
  public int assign(int area, long portName) {
    int first = firstOf(area);
    Integer before = remembered.get(portName);
    if (before != null && (before & ~0xFF) == first && isFreeFor(before, portName)) {
      owners.put(before, portName);
      return before;
    }
    for (int address = first; address < first + PORTS_MAX; address++) {
      if (isFreeFor(address, portName)) {
        owners.put(address, portName);
        remembered.put(portName, address);
        return address;
      }
    }
    return -1;
  }

  private boolean isFreeFor(int address, long portName) {
    Long owner = owners.get(address);
    return owner == null || owner == portName;
  }

  /** The address is free again. */
  public void release(int address) {
    owners.remove(address);
  }

  /** How many addresses are in use. */
  public int count() {
    return owners.size();
  }
}
