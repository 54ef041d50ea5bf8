// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.InternetAddress;

/**
 * The connections of a node that have not logged in, so that a flood of them costs a bounded amount
 * and pushes out its own: beyond the bound of a portal, or of an address, the oldest of that portal
 * or address is dropped for the newest. What has logged in is not concerned. Owned by the node's
 * reactor.
 */
final class UnfinishedLogins {
  private final IscsiTargetSettings settings;
  private final IscsiCounters counters;

  // Each from the oldest to the newest.
  private final Set<IscsiTargetConnection> all = new LinkedHashSet<>();
  private final Set<IscsiTargetConnection> leaving = new LinkedHashSet<>();
  private final TreeMap<String, Set<IscsiTargetConnection>> byPortal = new TreeMap<>();
  private final TreeMap<String, Set<IscsiTargetConnection>> byAddress = new TreeMap<>();

  UnfinishedLogins(IscsiTargetSettings settings, IscsiCounters counters) {
    this.settings = settings;
    this.counters = counters;
  }

  /** How many were dropped whose streams are not down yet. */
  int leaving() {
    return leaving.size();
  }

  /** The stream of {@code connection} is down. */
  void onGone(IscsiTargetConnection connection) {
    leaving.remove(connection);
  }

  /** How many there are. */
  int count() {
    return all.size();
  }

  /** The stream of {@code connection} is up. */
  void onBegun(long nowNs, IscsiTargetConnection connection) {
    // A portal is an address of ours and a port (RFC 7143 2.1), whichever socket listens there.
    Set<IscsiTargetConnection> ofPortal =
        byPortal.computeIfAbsent(connection.localAddress(), none -> new LinkedHashSet<>());
    Set<IscsiTargetConnection> ofAddress =
        byAddress.computeIfAbsent(addressOf(connection), none -> new LinkedHashSet<>());
    all.add(connection);
    ofPortal.add(connection);
    ofAddress.add(connection);
    if (ofAddress.size() > settings.logins().perAddressMax()) {
      drop(nowNs, oldest(ofAddress), "its address has too many connections in login");
    }
    if (ofPortal.size() > settings.logins().perPortalMax()) {
      drop(nowNs, oldest(ofPortal), "its portal has too many connections in login");
    }
  }

  /** Drops the oldest of all; false when there is none. */
  boolean dropOldest(long nowNs) {
    IscsiTargetConnection oldest = oldest(all);
    drop(nowNs, oldest, "the node has all the connections it takes");
    return oldest != null;
  }

  /** {@code connection} has logged in, or is gone; spurious calls are harmless. */
  void onEnded(IscsiTargetConnection connection) {
    if (!all.remove(connection)) {
      return;
    }
    remove(byPortal, connection.localAddress(), connection);
    remove(byAddress, addressOf(connection), connection);
  }

  private static void remove(
      TreeMap<String, Set<IscsiTargetConnection>> table,
      String key,
      IscsiTargetConnection connection) {
    Set<IscsiTargetConnection> ofKey = table.get(key);
    if (ofKey != null) {
      ofKey.remove(connection);
      if (ofKey.isEmpty()) {
        table.remove(key);
      }
    }
  }

  private void drop(long nowNs, @Nullable IscsiTargetConnection connection, String reason) {
    if (connection != null) {
      counters.add(IscsiCounter.LOGINS_DROPPED);
      onEnded(connection);
      leaving.add(connection);
      connection.closeNow(nowNs, reason);
    }
  }

  private static @Nullable IscsiTargetConnection oldest(Set<IscsiTargetConnection> connections) {
    return connections.isEmpty() ? null : connections.iterator().next();
  }

  /** What counts as one address: who has an IPv6 network has 2^64 addresses in it. */
  private static String addressOf(IscsiTargetConnection connection) {
    String peer = connection.peerAddress();
    InternetAddress address = InternetAddress.ofHostAndPort(peer);
    return address == null ? InternetAddress.host(peer) : address.network();
  }
}
