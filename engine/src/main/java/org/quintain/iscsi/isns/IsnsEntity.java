// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import java.util.List;

/**
 * What is registered: a network entity, its portals and its targets (RFC 4171 4.1).
 *
 * @param identifier what the entity is called, the same whenever it comes back
 * @param portals where its targets are reached
 * @param targets in the order of their names; the first is who speaks for the entity
 */
public record IsnsEntity(String identifier, List<Portal> portals, List<Target> targets) {
  /** Makes the lists immutable. */
  public IsnsEntity {
    portals = List.copyOf(portals);
    targets = List.copyOf(targets);
  }

  /**
   * A portal.
   *
   * @param host its address, IPv4 or IPv6, without brackets; empty for the address that our end of
   *     the connection to the name server has
   * @param port its TCP port
   */
  public record Portal(String host, int port) {}

  /**
   * A target.
   *
   * @param name its iSCSI name
   * @param alias its alias, empty for none
   * @param memberships the portals that it is reached through; through all others it is not
   */
  public record Target(String name, String alias, List<Membership> memberships) {
    /** Makes the list immutable. */
    public Target {
      memberships = List.copyOf(memberships);
    }
  }

  /** That a target is reached through {@code portal}, of its portal group {@code tag}. */
  public record Membership(Portal portal, int tag) {}

  /** The names of its targets. */
  List<String> names() {
    return targets.stream().map(Target::name).toList();
  }
}
