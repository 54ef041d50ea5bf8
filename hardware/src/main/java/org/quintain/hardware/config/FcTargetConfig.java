// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.WorldWideName;

/**
 * One {@code TARGET} of {@code TARGET_DRIVER fcst}: a Fibre Channel port over Ethernet.
 *
 * @param line where it stands, for messages
 * @param portName its N_Port_Name, which is its name
 * @param nodeName {@code node_name}
 * @param link {@code link}: what carries its frames
 * @param relativeTargetId {@code rel_tgt_id}, 1 to 65,535
 * @param luns what initiators see that no group names
 * @param groups in the order in which they are tried, by the initiators' port names
 */
public record FcTargetConfig(
    int line,
    long portName,
    long nodeName,
    Link link,
    int relativeTargetId,
    List<TargetConfig.LunConfig> luns,
    List<TargetConfig.GroupConfig> groups) {

  /** Makes the lists immutable. */
  public FcTargetConfig {
    luns = List.copyOf(luns);
    groups = List.copyOf(groups);
  }

  /** The same with all line numbers taken away, for comparing. */
  FcTargetConfig withoutLines() {
    return new FcTargetConfig(
        0,
        portName,
        nodeName,
        link,
        relativeTargetId,
        withoutLines(luns),
        groups.stream()
            .map(
                group ->
                    new TargetConfig.GroupConfig(
                        0, group.name(), group.initiatorPatterns(), withoutLines(group.luns())))
            .toList());
  }

  private static List<TargetConfig.LunConfig> withoutLines(List<TargetConfig.LunConfig> luns) {
    return luns.stream()
        .map(lun -> new TargetConfig.LunConfig(0, lun.lun(), lun.device(), lun.readOnly()))
        .toList();
  }

  /** Its name as operators write it. */
  public String name() {
    return WorldWideName.format(portName);
  }

  /**
   * What carries Ethernet frames: a network interface of this machine, or datagrams between two UDP
   * addresses.
   *
   * @param networkInterface its name, null for datagrams
   * @param local where datagrams come
   * @param remote where they go
   */
  public record Link(
      @Nullable String networkInterface,
      @Nullable InetSocketAddress local,
      @Nullable InetSocketAddress remote) {}
}
