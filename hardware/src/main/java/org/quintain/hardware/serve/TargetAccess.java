// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.quintain.hardware.config.TargetConfig;
import org.quintain.hardware.config.TargetConfig.GroupConfig;
import org.quintain.iscsi.target.InitiatorAccess;
import org.quintain.sam.InternetAddress;
import org.quintain.target.InitiatorPattern;
import org.quintain.target.LunMap;

/**
 * Who sees a target: as with iscsi-scst, whoever comes through a portal that the target allows and
 * has a LUN there; and where a name server is asked for access control, whom it says.
 */
final class TargetAccess implements InitiatorAccess {
  private final String name;
  private final LunMap map;
  private final KnownInitiators known;
  private final Set<String> groupsWithLuns = new TreeSet<>();
  private final List<InitiatorPattern> allowedPortals;

  TargetAccess(TargetConfig target, LunMap map, KnownInitiators known) {
    this.name = target.name();
    this.map = map;
    this.known = known;
    if (!target.luns().isEmpty()) {
      groupsWithLuns.add("");
    }
    for (GroupConfig group : target.groups()) {
      if (!group.luns().isEmpty()) {
        groupsWithLuns.add(group.name());
      }
    }
    allowedPortals = target.access().allowedPortals().stream().map(InitiatorPattern::new).toList();
  }

  /**
   * Whether SendTargets tells of {@code portal}; what stands for any address is looked at later.
   */
  boolean advertises(String portal) {
    InternetAddress address = InternetAddress.ofHostAndPort(portal);
    return (address != null && address.isAny()) || allowsPortal(portal);
  }

  /** Whether {@code portalAddress}, "host:port", is one that the target is reached through. */
  boolean allowsPortal(String portalAddress) {
    String host = InternetAddress.host(portalAddress);
    return allowedPortals.isEmpty()
        || allowedPortals.stream().anyMatch(pattern -> pattern.matches(host, portalAddress));
  }

  @Override
  public boolean allows(String initiatorName, String peerAddress, String portalAddress) {
    return allowsPortal(portalAddress)
        && known.allows(name, initiatorName)
        && groupsWithLuns.contains(map.groupOf(initiatorName, peerAddress, portalAddress).name());
  }
}
