// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * The ways between all ports of a subnet. Ports stand at one or two leaf switches, each with a
 * cable; two leaf switches are joined by two trunks, one of which carries what one port sends to
 * another until their path migrates. Without a switch, a cable joins two ports.
 */
public final class SubnetWays {
  /** How many trunks join two leaf switches. */
  public static final int TRUNKS = 2;

  private final int ports;
  private final Way[][] ways;
  private final int[][] trunkInUse;
  private final int[] partition;

  /**
   * The ways of a subnet.
   *
   * @param leafOf the leaf switch of each port, 0 or 1; empty for two ports joined by a cable
   * @param portMetres the length of a port's cable
   * @param trunkMetres the length of each trunk
   * @param hopNs what a switch takes from a packet's head at one port to its head at another
   */
  public SubnetWays(LinkSpeed speed, int[] leafOf, int portMetres, int[] trunkMetres, long hopNs) {
    this.ports = leafOf.length == 0 ? 2 : leafOf.length;
    this.ways = new Way[ports * ports][TRUNKS];
    this.trunkInUse = new int[ports][ports];
    this.partition = new int[ports];
    Lane[] out = new Lane[ports];
    Lane[] in = new Lane[ports];
    Lane[][] trunks = new Lane[2][TRUNKS];
    for (int port = 0; port < ports; port++) {
      out[port] = new Lane(speed, portMetres);
      in[port] = new Lane(speed, portMetres);
    }
    for (int trunk = 0; trunk < TRUNKS; trunk++) {
      trunks[0][trunk] = new Lane(speed, trunkMetres[trunk]);
      trunks[1][trunk] = new Lane(speed, trunkMetres[trunk]);
    }
    for (int from = 0; from < ports; from++) {
      for (int to = 0; to < ports; to++) {
        for (int trunk = 0; trunk < TRUNKS; trunk++) {
          ways[from * ports + to][trunk] =
              leafOf.length == 0
                  ? new Way(speed.adapterNs(), 0, out[from])
                  : leafOf[from] == leafOf[to]
                      ? new Way(speed.adapterNs(), hopNs, out[from], in[to])
                      : new Way(
                          speed.adapterNs(), hopNs, out[from], trunks[leafOf[from]][trunk], in[to]);
        }
      }
    }
  }

  /** How many ports there are. */
  public int ports() {
    return ports;
  }

  /** The way that what {@code from} sends to {@code to} takes; null when they are kept apart. */
  public @Nullable Way way(int from, int to) {
    return partition[from] == partition[to] ? ways[from * ports + to][trunkInUse[from][to]] : null;
  }

  /** What two ports send each other takes the other trunk from here on. */
  public void migrate(int one, int other) {
    int next = (trunkInUse[one][other] + 1) % TRUNKS;
    trunkInUse[one][other] = next;
    trunkInUse[other][one] = next;
  }

  /** Puts a port into a partition; ports of different ones do not hear each other (IBA 10.9). */
  public void partition(int port, int number) {
    Check.that(number >= 0, "partitions are numbered from 0 on", number);
    partition[port] = number;
  }

  /** The partition that {@code port} is in. */
  public int partition(int port) {
    return partition[port];
  }
}
