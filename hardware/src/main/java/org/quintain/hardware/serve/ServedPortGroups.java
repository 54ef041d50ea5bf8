// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.hardware.config.DeviceGroupConfig;
import org.quintain.hardware.config.DeviceGroupConfig.TargetGroupConfig;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.reactor.Reactor;
import org.quintain.spc.alua.AccessState;
import org.quintain.spc.alua.TargetPortGroup;
import org.quintain.spc.alua.TargetPortGroups;

/**
 * The target port groups of a configuration; devices of one device group have theirs in common.
 * Changed on the owner reactor once that runs.
 */
final class ServedPortGroups {
  private final Map<String, TargetPortGroups> byDeviceGroup = new TreeMap<>();

  /** The groups through which {@code device} is seen as {@code config} has it. */
  TargetPortGroups of(ServeConfig config, String device) {
    for (DeviceGroupConfig group : config.deviceGroups()) {
      if (group.devices().contains(device)) {
        return byDeviceGroup.computeIfAbsent(group.name(), unknown -> groups(config, group));
      }
    }
    return TargetPortGroups.single();
  }

  /**
   * Moves what differs between two configurations to the states of {@code next}, and forgets the
   * device groups that are gone. What an initiator set meanwhile stays where the operator changes
   * nothing.
   */
  void apply(long nowNs, Reactor owner, ServeConfig running, ServeConfig next) {
    Map<String, AccessState> before = states(running);
    Map<String, DeviceGroupConfig> after = new TreeMap<>();
    next.deviceGroups().forEach(group -> after.put(group.name(), group));
    byDeviceGroup.keySet().retainAll(after.keySet());
    for (DeviceGroupConfig group : next.deviceGroups()) {
      TargetPortGroups served = byDeviceGroup.get(group.name());
      for (TargetGroupConfig member : group.groups()) {
        TargetPortGroup found = served == null ? null : served.find(member.identifier());
        AccessState was = before.get(group.name() + " " + member.identifier());
        if (served != null && found != null && was != member.state()) {
          served.change(nowNs, owner, found, member.state());
        }
      }
    }
  }

  private static Map<String, AccessState> states(ServeConfig config) {
    Map<String, AccessState> states = new TreeMap<>();
    for (DeviceGroupConfig group : config.deviceGroups()) {
      for (TargetGroupConfig member : group.groups()) {
        states.put(group.name() + " " + member.identifier(), member.state());
      }
    }
    return states;
  }

  private static TargetPortGroups groups(ServeConfig config, DeviceGroupConfig group) {
    boolean isExplicit =
        config.devices().stream()
            .anyMatch(
                device -> device.isExplicitAccess() && group.devices().contains(device.name()));
    List<TargetPortGroup> members = new ArrayList<>();
    for (TargetGroupConfig member : group.groups()) {
      members.add(
          new TargetPortGroup(
              member.identifier(),
              member.isPreferred(),
              member.state(),
              member.relativeTargetIds()));
    }
    return new TargetPortGroups(members, isExplicit, 0, null);
  }
}
