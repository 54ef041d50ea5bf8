// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the ports of an arbitrated loop come to their addresses (FC-AL-2 10.4): the port with the
 * lowest name, or the fabric's port, becomes loop master; its LIFA, LIPA, LIHA and LISA frames go
 * around in turn, and each port marks the AL_PA that it takes.
 */
public final class LoopInitialisation {
  /** The AL_PA of the fabric's port on a loop. */
  public static final int FABRIC_AL_PA = 0x00;

  /** What a port without preference states. */
  public static final int NONE = -1;

  /** The AL_PAs of ports: bytes whose 8b/10b code has no disparity (FC-AL-2 table 1), by value. */
  private static final int[] VALID = {
    0x01, 0x02, 0x04, 0x08, 0x0F, 0x10, 0x17, 0x18, 0x1B, 0x1D, 0x1E, 0x1F, 0x23, 0x25, 0x26,
    0x27, 0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x39, 0x3A,
    0x3C, 0x43, 0x45, 0x46, 0x47, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x51, 0x52, 0x53, 0x54,
    0x55, 0x56, 0x59, 0x5A, 0x5C, 0x63, 0x65, 0x66, 0x67, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E,
    0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x79, 0x7A, 0x7C, 0x80, 0x81, 0x82, 0x84, 0x88, 0x8F,
    0x90, 0x97, 0x98, 0x9B, 0x9D, 0x9E, 0x9F, 0xA3, 0xA5, 0xA6, 0xA7, 0xA9, 0xAA, 0xAB, 0xAC,
    0xAD, 0xAE, 0xB1, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB9, 0xBA, 0xBC, 0xC3, 0xC5, 0xC6, 0xC7,
    0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD9, 0xDA, 0xDC,
    0xE0, 0xE1, 0xE2, 0xE4, 0xE8, 0xEF
  };

  /**
   * A port on a loop.
   *
   * @param portName its name
   * @param isFabricPort whether it is the fabric's port, which takes AL_PA 00h
   * @param fabricAssigned the AL_PA that the fabric gave it at its last login, or {@link #NONE}
   * @param previous the AL_PA that it had before, or {@link #NONE}
   * @param hard the AL_PA that its switches or its slot give it, or {@link #NONE}
   */
  public record Member(
      long portName, boolean isFabricPort, int fabricAssigned, int previous, int hard) {}

  private LoopInitialisation() {}

  /** All AL_PAs that ports can have, in the order of their priority: the lowest is the highest. */
  public static List<Integer> addresses() {
    List<Integer> all = new ArrayList<>();
    for (int address : VALID) {
      all.add(address);
    }
    return all;
  }

  /**
   * Which port is loop master: the fabric's, else the one with the lowest name (LISM, FC-AL-2
   * 10.4.2); its place in the list.
   */
  public static int master(List<Member> members) {
    int master = 0;
    for (int place = 1; place < members.size(); place++) {
      Member best = members.get(master);
      Member one = members.get(place);
      boolean isFirst = Long.compareUnsigned(one.portName(), best.portName()) < 0;
      if (one.isFabricPort() ? !best.isFabricPort() || isFirst : !best.isFabricPort() && isFirst) {
        master = place;
      }
    }
    return master;
  }

  /**
   * The AL_PA of each port, by its place in {@code members}, which is its place on the loop; ports
   * that got none are left out: they take no part.
   */
  public static SortedMap<Integer, Integer> assign(List<Member> members) {
    SortedMap<Integer, Integer> assigned = new TreeMap<>();
    SortedSet<Integer> free = new TreeSet<>(addresses());
    int master = master(members);
    if (members.get(master).isFabricPort()) {
      assigned.put(master, FABRIC_AL_PA);
    }
    for (int round = 0; round < 4; round++) {
      for (int step = 0; step < members.size(); step++) {
        int place = (master + step) % members.size();
        Member member = members.get(place);
        if (assigned.containsKey(place) || member.isFabricPort() || free.isEmpty()) {
          continue;
        }
        int wanted = wanted(member, round, free);
        if (wanted != NONE && free.remove(wanted)) {
          assigned.put(place, wanted);
        }
      }
    }
    return assigned;
  }

  /** LIFA, LIPA, LIHA, LISA: fabric assigned, previously acquired, hard, soft. */
  private static int wanted(Member member, int round, SortedSet<Integer> free) {
    return switch (round) {
      case 0 -> member.fabricAssigned();
      case 1 -> member.previous();
      case 2 -> member.hard();
      default -> free.first();
    };
  }
}
