// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.hardware.fcoe.FcoeMode;
import org.quintain.hardware.fcoe.LinkName;

/**
 * One {@code TARGET} of {@code TARGET_DRIVER fcst}: a Fibre Channel port over Ethernet.
 *
 * @param line where it stands, for messages
 * @param portName its N_Port_Name, which is its name
 * @param nodeName {@code node_name}
 * @param link {@code link}: what carries its frames
 * @param mode {@code mode}: without a fabric, or in one
 * @param parentName {@code parent_host}: the port name of the target whose port it is beside
 *     (NPIV), 0 where it has a port of its own
 * @param relativeTargetId {@code rel_tgt_id}, 1 to 65,535
 * @param luns what initiators see that no group names
 * @param groups in the order in which they are tried, by the initiators' port names
 */
public record FcTargetConfig(
    int line,
    long portName,
    long nodeName,
    LinkName link,
    FcoeMode mode,
    long parentName,
    int relativeTargetId,
    List<TargetConfig.LunConfig> luns,
    List<TargetConfig.GroupConfig> groups)
    implements MappedTarget {

  /** Makes the lists immutable. */
  public FcTargetConfig {
    luns = List.copyOf(luns);
    groups = List.copyOf(groups);
  }

  /** What of it stays as it is while it is served: all but its LUNs, groups and lines. */
  FcTargetConfig fixed() {
    return new FcTargetConfig(
        0, portName, nodeName, link, mode, parentName, relativeTargetId, List.of(), List.of());
  }

  /** Whether its port is a virtual one beside that of another target. */
  public boolean isVirtual() {
    return parentName != 0;
  }

  @Override
  public String name() {
    return WorldWideName.format(portName);
  }
}
