// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

import java.util.ArrayList;
import java.util.List;
import org.quintain.sam.Check;

/** The packets of one subnet, each lent to one holder at a time. Grows to what is under way. */
public final class PacketPool {
  private final List<WirePacket> all = new ArrayList<>();
  private int[] free = new int[64];
  private int freeCount;

  /** An empty pool. */
  public PacketPool() {}

  /** Lends a packet with nothing in it. */
  public WirePacket take() {
    if (freeCount == 0) {
      WirePacket made = new WirePacket(all.size());
      all.add(made);
      return made;
    }
    WirePacket packet = all.get(free[--freeCount]);
    packet.clear();
    return packet;
  }

  /** The packet with number {@code slot}. */
  public WirePacket get(int slot) {
    return all.get(slot);
  }

  /** Takes a packet back. */
  public void giveBack(WirePacket packet) {
    Check.that(freeCount < all.size(), "a packet is given back once", packet.slot());
    if (freeCount == free.length) {
      free = java.util.Arrays.copyOf(free, 2 * free.length);
    }
    free[freeCount++] = packet.slot();
  }

  /** How many packets are under way somewhere. */
  public int lentCount() {
    return all.size() - freeCount;
  }
}
