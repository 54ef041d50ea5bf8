// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quintain.sam.Check;

/**
 * The shortest ways between the switches of a fabric (FSPF, FC-SW-7 clause 8), all links counting
 * the same. Where several links lead on as short a way, the exchange decides, so that the frames of
 * one exchange stay on one way.
 */
public final class RoutingTable {
  /** What {@link #next} answers when there is no way. */
  public static final int NONE = -1;

  private static final int UNREACHED = Integer.MAX_VALUE;

  private final int switches;
  private final int[][] distance;
  private final int[][][] ways;

  /**
   * A link between two switches.
   *
   * @param number what {@link #next} answers for it
   */
  public record InterSwitchLink(int number, int from, int to) {}

  /** The routes among switches 0 to {@code switches} - 1 over the links that are up. */
  public RoutingTable(int switches, List<InterSwitchLink> links) {
    this.switches = switches;
    this.distance = new int[switches][];
    for (int start = 0; start < switches; start++) {
      distance[start] = distancesFrom(start, links);
    }
    this.ways = new int[switches][switches][];
    for (int here = 0; here < switches; here++) {
      for (int there = 0; there < switches; there++) {
        ways[here][there] = waysOf(here, there, links);
      }
    }
  }

  private int[] distancesFrom(int start, List<InterSwitchLink> links) {
    int[] found = new int[switches];
    Arrays.fill(found, UNREACHED);
    found[start] = 0;
    ArrayDeque<Integer> open = new ArrayDeque<>();
    open.add(start);
    while (!open.isEmpty()) {
      int at = open.remove();
      for (InterSwitchLink link : links) {
        int other = link.from() == at ? link.to() : link.to() == at ? link.from() : NONE;
        if (other != NONE && found[other] == UNREACHED) {
          found[other] = found[at] + 1;
          open.add(other);
        }
      }
    }
    return found;
  }

  private int[] waysOf(int here, int there, List<InterSwitchLink> links) {
    List<Integer> found = new ArrayList<>();
    for (InterSwitchLink link : links) {
      int other = link.from() == here ? link.to() : link.to() == here ? link.from() : NONE;
      if (other != NONE
          && distance[other][there] != UNREACHED
          && distance[other][there] + 1 == distance[here][there]) {
        found.add(link.number());
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many links lie between two switches, or -1 when they are apart. */
  public int hops(int here, int there) {
    return distance[here][there] == UNREACHED ? NONE : distance[here][there];
  }

  /** How many links lead from switch {@code here} on the shortest ways to {@code there}. */
  public int choices(int here, int there) {
    return ways[here][there].length;
  }

  /**
   * The link that leads from switch {@code here} towards switch {@code there}.
   *
   * @param exchange what tells exchanges apart, such as D_ID, S_ID and OX_ID mixed
   * @return the link's number, or {@link #NONE}
   */
  public int next(int here, int there, int exchange) {
    Check.that(here != there, "a frame leaves a switch that it is not for", here);
    int[] open = ways[here][there];
    return open.length == 0 ? NONE : open[Integer.remainderUnsigned(exchange, open.length)];
  }
}
