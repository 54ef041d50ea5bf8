// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.quintain.device.DiskBacking;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.config.TargetConfig;
import org.quintain.hardware.config.TargetConfig.GroupConfig;
import org.quintain.hardware.config.TargetConfig.LunConfig;
import org.quintain.iscsi.target.InitiatorAccess;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.iscsi.target.LoginRules;
import org.quintain.reactor.Reactor;
import org.quintain.spc.alua.TargetPortGroups;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;

/** Makes the target device and the iSCSI targets of a configuration. */
final class TargetWiring {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int ISCSI_PROTOCOL = 5;
  private static final int FIRST_GROUP = 1;
  private static final int PORTAL_GROUP_TAG = 1;

  private final ServeConfig config;
  private final TargetDevice device;
  private final Map<String, LogicalUnit> units = new LinkedHashMap<>();

  TargetWiring(ServeConfig config, ServedDevices devices, Reactor reactor) {
    this.config = config;
    this.device = new TargetDevice(limits(config), reactor);
    Map<String, TargetPortGroups> groups = ServedPortGroups.byDevice(config);
    for (String name : devices.names()) {
      units.put(
          name,
          device.addLogicalUnit(
              devices.unit(name),
              new DiskBacking(devices.store(name), devices.protection(name), devices.memory(name)),
              groups.getOrDefault(name, TargetPortGroups.single())));
    }
  }

  private static TargetDeviceConfig limits(ServeConfig config) {
    TargetDeviceConfig usual = TargetDeviceConfig.production();
    int perNexus =
        config.targets().stream()
            .mapToInt(TargetConfig::queuedCommands)
            .max()
            .orElse(usual.commandsPerNexus());
    return new TargetDeviceConfig(
        Math.max(usual.commandsPerReactor(), 2 * perNexus),
        perNexus,
        usual.nexusesMax(),
        true,
        usual.traceEvents());
  }

  /** The logical unit of each device that has one, by its name. */
  Map<String, LogicalUnit> units() {
    return units;
  }

  TargetDevice device() {
    return device;
  }

  /** The node's times: iscsi-scst has them for each target, here they are one node's. */
  static IscsiTargetSettings settings(ServeConfig config) throws ConfigurationException {
    IscsiTargetSettings usual = IscsiTargetSettings.DEFAULTS;
    if (config.targets().isEmpty()) {
      return usual;
    }
    TargetConfig first = config.targets().get(0);
    for (TargetConfig target : config.targets()) {
      if (target.nopInIntervalSeconds() != first.nopInIntervalSeconds()
          || target.nopInTimeoutSeconds() != first.nopInTimeoutSeconds()
          || target.rspTimeoutSeconds() != first.rspTimeoutSeconds()) {
        throw new ConfigurationException(
            config.file()
                + ":"
                + target.line()
                + ": NopInInterval, NopInTimeout and RspTimeout are the same for all targets,"
                + " and those of TARGET "
                + target.name()
                + " differ from those of TARGET "
                + first.name()
                + ".");
      }
    }
    return new IscsiTargetSettings(
        usual.connectionsMax(),
        usual.sessionsMax(),
        usual.loginTimeoutNs(),
        first.nopInIntervalSeconds() * SECOND_NS,
        first.nopInTimeoutSeconds() * SECOND_NS,
        first.rspTimeoutSeconds() * SECOND_NS,
        usual.terminateTimeoutNs(),
        usual.closeTimeoutNs(),
        true);
  }

  /** The targets; {@code portals} is what SendTargets advertises. */
  List<IscsiTarget> targets(List<String> portals) {
    List<IscsiTarget> targets = new ArrayList<>();
    for (TargetConfig target : config.targets()) {
      LunMap map = map(target);
      TargetPort port =
          device.addPort(
              new TargetPortConfig(
                  target.name(), target.relativeTargetId(), ISCSI_PROTOCOL, FIRST_GROUP, map));
      targets.add(
          new IscsiTarget(
              target.name(),
              target.alias(),
              port,
              target.relativeTargetId(),
              PORTAL_GROUP_TAG,
              portals,
              target.enabled(),
              target.keys(),
              LoginRules.OPEN.withAccess(access(target, map))));
    }
    return targets;
  }

  private LunMap map(TargetConfig target) {
    LunMap.Builder map = LunMap.builder();
    add(map, target.luns());
    for (GroupConfig group : target.groups()) {
      map.group(group.name(), group.initiatorPatterns().toArray(String[]::new));
      add(map, group.luns());
    }
    return map.build();
  }

  private void add(LunMap.Builder map, List<LunConfig> luns) {
    for (LunConfig lun : luns) {
      LogicalUnit unit = units.get(lun.device());
      if (unit != null) {
        map.map(lun.lun(), unit, lun.readOnly());
      }
    }
  }

  /** As with iscsi-scst, a target is hidden from those for whom it has no LUN. */
  private static InitiatorAccess access(TargetConfig target, LunMap map) {
    Set<String> groupsWithLuns = new TreeSet<>();
    if (!target.luns().isEmpty()) {
      groupsWithLuns.add("");
    }
    for (GroupConfig group : target.groups()) {
      if (!group.luns().isEmpty()) {
        groupsWithLuns.add(group.name());
      }
    }
    return (initiatorName, peerAddress, portalAddress) ->
        groupsWithLuns.contains(map.groupOf(initiatorName).name());
  }
}
