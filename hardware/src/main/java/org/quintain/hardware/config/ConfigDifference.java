// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.ScstConf.Statement;

/**
 * What lies between the configuration that is served and the next one.
 *
 * @param removedDevices names of devices that go
 * @param adjustedDevices names of devices that stay and get another size or other limits
 * @param changedDevices names of devices that are there in both and differ otherwise: they go and
 *     come again
 * @param addedDevices names of devices that come
 * @param removedTargets names of targets that go; one whose relative target port identifier differs
 *     goes and comes again
 */
public record ConfigDifference(
    List<String> removedDevices,
    List<String> adjustedDevices,
    List<String> changedDevices,
    List<String> addedDevices,
    List<String> removedTargets) {
  private static final List<String> ADJUSTABLE =
      List.of("size", "size_mb", "max_tgt_dev_commands", "cmd_time_out");

  /**
   * The next configuration, read from {@code conf} after its targets were given the relative target
   * port identifiers that they have while {@code running} is served, so that where a target stands
   * in a file does not change what initiators know it by.
   *
   * @throws ConfigurationException with one sentence naming file, line, key and what is allowed
   */
  public static ServeConfig next(ServeConfig running, ScstConf conf) throws ConfigurationException {
    ServeConfig.of(conf); // For messages that speak of the lines as they are.
    ServeConfig once = identified(conf, running.targets());
    return identified(once.conf(), once.targets());
  }

  private static ServeConfig identified(ScstConf conf, List<TargetConfig> known)
      throws ConfigurationException {
    Map<String, Map<Integer, Integer>> identifiers = new TreeMap<>();
    known.forEach(target -> identifiers.put(target.name(), target.identifiersByTag()));
    ScstConf identified = ConfTree.withTargetIdentifiers(conf, identifiers);
    return ServeConfig.of(ScstConfReader.read(conf.file(), ScstConfWriter.write(identified)));
  }

  /**
   * The difference.
   *
   * @throws ConfigurationException with one sentence when something differs that stays as it is
   *     while a server runs
   */
  public static ConfigDifference between(ServeConfig running, ServeConfig next)
      throws ConfigurationException {
    if (next.enabled() != running.enabled()) {
      throw fixed(next, "\"enabled\" of TARGET_DRIVER iscsi");
    }
    if (!fixedOf(running).equals(fixedOf(next))) {
      throw fixed(
          next, "What TARGET_DRIVER fcst and ib_srpt consist of, LUNs and groups set apart,");
    }
    if (!next.reactors().equals(running.reactors())) {
      throw fixed(next, "\"transport\"");
    }
    Map<String, Statement> groupsBefore = groups(running.conf());
    Map<String, Statement> groupsAfter = groups(next.conf());
    for (String name : groupsBefore.keySet()) {
      Statement group = groupsAfter.get(name);
      if (group != null && !group.equals(groupsBefore.get(name))) {
        throw fixed(next, "What DEVICE_GROUP " + name + " consists of, its states set apart,");
      }
    }
    Map<String, String> memberOf = running.groupOfDevices();
    Map<String, String> memberNext = next.groupOfDevices();
    Map<String, List<Statement>> before = ConfTree.devices(running.conf());
    Map<String, List<Statement>> after = ConfTree.devices(next.conf());
    List<String> removed = new ArrayList<>();
    List<String> adjusted = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (String name : before.keySet()) {
      if (!after.containsKey(name)) {
        removed.add(name);
      } else if (!Objects.equals(memberOf.get(name), memberNext.get(name))) {
        changed.add(name);
      } else if (!before.get(name).equals(after.get(name))) {
        boolean isAdjustable =
            withoutAdjustable(before.get(name)).equals(withoutAdjustable(after.get(name)))
                && running.device(name).isResizableTo(next.device(name));
        (isAdjustable ? adjusted : changed).add(name);
      }
    }
    List<String> added = after.keySet().stream().filter(name -> !before.containsKey(name)).toList();
    Map<String, TargetConfig> staying = new TreeMap<>();
    next.targets().forEach(each -> staying.put(each.name(), each));
    List<String> targets =
        running.targets().stream()
            .filter(each -> !isSameIn(each, staying.get(each.name())))
            .map(TargetConfig::name)
            .toList();
    return new ConfigDifference(removed, adjusted, changed, added, targets);
  }

  /** The targets of other drivers than iSCSI's, as far as they stay what they are. */
  private static List<MappedTarget> fixedOf(ServeConfig config) {
    List<MappedTarget> fixed = new ArrayList<>();
    config.fcTargets().forEach(target -> fixed.add(target.fixed()));
    config.srpTargets().forEach(target -> fixed.add(target.fixed()));
    return fixed;
  }

  /** A device without what may change while it is served. */
  private static List<Statement> withoutAdjustable(List<Statement> device) {
    return device.stream()
        .map(
            each -> {
              List<Statement> block = each.block();
              for (String key : ADJUSTABLE) {
                block = ConfTree.minus(block, key);
              }
              return ConfTree.with(each, block);
            })
        .toList();
  }

  /** Whether every portal group that both have is the same port. */
  private static boolean isSameIn(TargetConfig before, @Nullable TargetConfig after) {
    if (after == null) {
      return false;
    }
    Map<Integer, Integer> known = before.identifiersByTag();
    return after.portalGroups().stream()
        .allMatch(
            group -> {
              Integer identifier = known.get(group.tag());
              return identifier == null || identifier == group.relativeTargetId();
            });
  }

  /** Device groups by name, without their devices and the states of their target port groups. */
  private static Map<String, Statement> groups(ScstConf conf) {
    Map<String, Statement> groups = new TreeMap<>();
    for (Statement group : conf.statements()) {
      if (group.keyword().equals("DEVICE_GROUP")) {
        List<Statement> stateless =
            ConfTree.mapped(
                ConfTree.minus(group.block(), "DEVICE"),
                member -> ConfTree.with(member, ConfTree.minus(member.block(), "state")),
                "TARGET_GROUP");
        groups.put(group.value(), ConfTree.with(group, stateless).withoutLines());
      }
    }
    return groups;
  }

  private static ConfigurationException fixed(ServeConfig next, String what) {
    return new ConfigurationException(
        next.file() + ": " + what + " changes only when the server is started again.");
  }
}
