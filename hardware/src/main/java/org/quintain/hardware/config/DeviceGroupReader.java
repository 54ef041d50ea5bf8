// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.DeviceGroupConfig.TargetGroupConfig;
import org.quintain.hardware.config.ScstConf.Statement;
import org.quintain.spc.alua.AccessState;

/**
 * Reads the {@code DEVICE_GROUP} sections, which say through which target port groups devices are
 * seen, with SCST's attribute names.
 */
final class DeviceGroupReader {
  private static final Map<String, AccessState> STATES = states();

  private static final AttributeTable GROUP =
      new AttributeTable("a TARGET_GROUP, where also TARGET stands")
          .obeys("group_id", "preferred", "state");
  private static final AttributeTable MEMBER =
      new AttributeTable("a TARGET of a TARGET_GROUP").obeys("rel_tgt_id", PortalReader.TAG);

  private final String file;
  private final Map<String, DeviceConfig> devices;
  private final List<TargetConfig> targets;
  private final List<String> notices;
  private final Map<String, Integer> groupLineOfDevice = new TreeMap<>();

  DeviceGroupReader(
      String file,
      Map<String, DeviceConfig> devices,
      List<TargetConfig> targets,
      List<String> notices) {
    this.file = file;
    this.devices = devices;
    this.targets = targets;
    this.notices = notices;
  }

  private static Map<String, AccessState> states() {
    Map<String, AccessState> states = new LinkedHashMap<>();
    states.put("active", AccessState.ACTIVE_OPTIMIZED);
    states.put("nonoptimized", AccessState.ACTIVE_NON_OPTIMIZED);
    states.put("standby", AccessState.STANDBY);
    states.put("unavailable", AccessState.UNAVAILABLE);
    states.put("offline", AccessState.OFFLINE);
    states.put("transitioning", AccessState.TRANSITIONING);
    return states;
  }

  DeviceGroupConfig read(Statement section) throws ConfigurationException {
    String name = name(section);
    List<String> members = new ArrayList<>();
    List<TargetGroupConfig> groups = new ArrayList<>();
    for (Statement statement : section.block()) {
      switch (statement.keyword()) {
        case "DEVICE" -> members.add(device(statement));
        case "TARGET_GROUP" -> groups.add(group(statement));
        default ->
            throw problem(
                statement,
                "\""
                    + statement.keyword()
                    + "\" is no part of a DEVICE_GROUP; DEVICE and TARGET_GROUP are.");
      }
    }
    checkUnique(groups);
    if (members.stream().map(devices::get).map(DeviceConfig::isExplicitAccess).distinct().count()
        > 1) {
      throw problem(section, "The devices of DEVICE_GROUP " + name + " differ in \"expl_alua\".");
    }
    return new DeviceGroupConfig(section.line(), name, members, groups);
  }

  private String name(Statement section) throws ConfigurationException {
    if (section.words().size() != 2 || !section.hasBlock()) {
      throw problem(section, section.keyword() + " has one name and a block.");
    }
    return section.words().get(1);
  }

  private String device(Statement statement) throws ConfigurationException {
    String device = statement.value();
    if (!devices.containsKey(device)) {
      throw problem(statement, "There is no DEVICE " + device + ".");
    }
    Integer before = groupLineOfDevice.putIfAbsent(device, statement.line());
    if (before != null) {
      throw problem(
          statement, "DEVICE " + device + " is in the group of line " + before + " already.");
    }
    return device;
  }

  private TargetGroupConfig group(Statement section) throws ConfigurationException {
    String name = name(section);
    List<Statement> attributes = new ArrayList<>();
    List<Integer> members = new ArrayList<>();
    for (Statement statement : section.block()) {
      if (statement.keyword().equals("TARGET")) {
        members.addAll(members(statement));
      } else {
        attributes.add(statement);
      }
    }
    Attributes values = new Attributes(file, attributes, GROUP, notices);
    if (!values.has("group_id")) {
      throw problem(section, "TARGET_GROUP " + name + " needs a \"group_id\".");
    }
    return new TargetGroupConfig(
        section.line(),
        name,
        values.number("group_id", 0, 0, 65_535),
        values.flag("preferred", false),
        state(values),
        members);
  }

  private static AccessState state(Attributes values) throws ConfigurationException {
    String text = values.text("state", "active", 16);
    AccessState state = STATES.get(text);
    if (state == null) {
      throw values.notAllowed(
          values.all("state").get(0), "one of " + String.join(", ", STATES.keySet()));
    }
    return state;
  }

  /**
   * A target of ours has its identifiers already, one for each portal group, of which "tpgt" names
   * one; a target of another host is given its identifier here.
   */
  private List<Integer> members(Statement statement) throws ConfigurationException {
    if (statement.words().size() != 2) {
      throw problem(statement, "TARGET has one name.");
    }
    String name = statement.words().get(1);
    Attributes values = new Attributes(file, statement.block(), MEMBER, notices);
    TargetConfig ours = find(name);
    if (ours == null) {
      if (!values.has("rel_tgt_id")) {
        throw problem(
            statement,
            "TARGET " + name + " is not one of this host, so it needs a \"rel_tgt_id\".");
      }
      return List.of(values.number("rel_tgt_id", 0, 1, 65_535));
    }
    Map<Integer, Integer> identifiers = ours.identifiersByTag();
    if (values.has(PortalReader.TAG)) {
      int tag = values.number(PortalReader.TAG, 0, 0, 65_535);
      identifiers.keySet().retainAll(List.of(tag));
      if (identifiers.isEmpty()) {
        throw problem(statement, "TARGET " + name + " is not in portal group " + tag + ".");
      }
    }
    if (values.has("rel_tgt_id")) {
      int given = values.number("rel_tgt_id", 0, 1, 65_535);
      if (!identifiers.containsValue(given)) {
        throw problem(
            statement,
            "TARGET " + name + " has the \"rel_tgt_id\" " + text(identifiers) + " already.");
      }
      return List.of(given);
    }
    return List.copyOf(identifiers.values());
  }

  private static String text(Map<Integer, Integer> identifiers) {
    return String.join(", ", identifiers.values().stream().map(String::valueOf).toList());
  }

  private @Nullable TargetConfig find(String name) {
    return targets.stream().filter(target -> target.name().equals(name)).findFirst().orElse(null);
  }

  private void checkUnique(List<TargetGroupConfig> groups) throws ConfigurationException {
    Map<Integer, Integer> identifiers = new TreeMap<>();
    Map<Integer, Integer> ports = new TreeMap<>();
    for (TargetGroupConfig group : groups) {
      unique(identifiers, group.identifier(), group.line(), "\"group_id\" ");
      for (int port : group.relativeTargetIds()) {
        unique(ports, port, group.line(), "The target of \"rel_tgt_id\" ");
      }
    }
  }

  private void unique(Map<Integer, Integer> lines, int value, int line, String what)
      throws ConfigurationException {
    Integer before = lines.putIfAbsent(value, line);
    if (before != null) {
      throw ConfigurationException.at(
          file, line, what + value + " is in the group of line " + before + " already.");
    }
  }

  private ConfigurationException problem(Statement statement, String sentence) {
    return ConfigurationException.at(file, statement.line(), sentence);
  }
}
