// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The accepted connections of one listening socket that have not said which reactor they belong to,
 * so that a flood of silent ones holds a bounded amount for a bounded time and pushes out its own:
 * beyond the bound of an address, or of all, the oldest of that address, or of all, is dropped.
 * Owned by the reactor that accepts.
 */
final class Arrivals {
  /** What one arrival is to those who count it. */
  interface Arrival {
    /** The connection is not waited for any more; {@link Arrivals#remove} is called meanwhile. */
    void drop();
  }

  private static final int NETWORK_BYTES = 8;

  private final ArrivalLimits limits;

  // Each from the oldest to the newest.
  private final Set<Arrival> all = new LinkedHashSet<>();
  private final Map<Long, Set<Arrival>> byAddress = new TreeMap<>();

  Arrivals(ArrivalLimits limits) {
    this.limits = limits;
  }

  ArrivalLimits limits() {
    return limits;
  }

  /** How many there are. */
  int count() {
    return all.size();
  }

  /** One more comes from {@code from}. */
  void add(Arrival arrival, @Nullable InetSocketAddress from) {
    Set<Arrival> ofAddress =
        byAddress.computeIfAbsent(network(from), none -> new LinkedHashSet<>());
    all.add(arrival);
    ofAddress.add(arrival);
    if (ofAddress.size() > limits.perAddressMax()) {
      ofAddress.iterator().next().drop();
    }
    if (all.size() > limits.perPortalMax()) {
      all.iterator().next().drop();
    }
  }

  /** It has moved on, or is gone; spurious calls are harmless. */
  void remove(Arrival arrival, @Nullable InetSocketAddress from) {
    all.remove(arrival);
    long network = network(from);
    Set<Arrival> ofAddress = byAddress.get(network);
    if (ofAddress != null) {
      ofAddress.remove(arrival);
      if (ofAddress.isEmpty()) {
        byAddress.remove(network);
      }
    }
  }

  /** What counts as one address: who has an IPv6 network has 2^64 addresses in it. */
  private static long network(@Nullable InetSocketAddress from) {
    InetAddress address = from == null ? null : from.getAddress();
    if (address == null) {
      return -1;
    }
    byte[] bytes = address.getAddress();
    ByteBuffer first = ByteBuffer.allocate(NETWORK_BYTES);
    return first.put(0, bytes, 0, Math.min(bytes.length, NETWORK_BYTES)).getLong(0);
  }
}
