// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.hardware.config.DeviceGroupConfig;
import org.quintain.hardware.config.DeviceGroupConfig.TargetGroupConfig;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.spc.alua.TargetPortGroup;
import org.quintain.spc.alua.TargetPortGroups;

/** Makes the target port groups of a configuration. */
final class ServedPortGroups {
  private ServedPortGroups() {}

  /**
   * The groups of each device that is in a device group, by its name; devices of one device group
   * have theirs in common.
   */
  static Map<String, TargetPortGroups> byDevice(ServeConfig config) {
    Map<String, TargetPortGroups> all = new TreeMap<>();
    for (DeviceGroupConfig group : config.deviceGroups()) {
      TargetPortGroups made = groups(config, group);
      for (String device : group.devices()) {
        all.put(device, made);
      }
    }
    return all;
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
