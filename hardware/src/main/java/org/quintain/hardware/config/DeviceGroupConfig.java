// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;
import org.quintain.spc.alua.AccessState;

/**
 * One {@code DEVICE_GROUP}: devices that are seen through the same target port groups.
 *
 * @param line where it stands
 * @param name what the operator calls it
 * @param devices the names of its devices
 * @param groups its target port groups
 */
public record DeviceGroupConfig(
    int line, String name, List<String> devices, List<TargetGroupConfig> groups) {

  /** Makes the lists immutable. */
  public DeviceGroupConfig {
    devices = List.copyOf(devices);
    groups = List.copyOf(groups);
  }

  /**
   * One {@code TARGET_GROUP}.
   *
   * @param line where it stands
   * @param name what the operator calls it
   * @param identifier {@code group_id}, 0 to 65,535
   * @param isPreferred {@code preferred}
   * @param state {@code state}
   * @param relativeTargetIds the relative target port identifiers of its members, those of other
   *     hosts included
   */
  public record TargetGroupConfig(
      int line,
      String name,
      int identifier,
      boolean isPreferred,
      AccessState state,
      List<Integer> relativeTargetIds) {

    /** Makes the list immutable. */
    public TargetGroupConfig {
      relativeTargetIds = List.copyOf(relativeTargetIds);
    }
  }
}
