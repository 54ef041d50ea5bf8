// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.ScstConf.Statement;

/**
 * Changes a configuration as an operator asks for it, one thing at a time. Each method gives the
 * changed tree, which is then read like a file; it refuses only what reading would not notice.
 */
public final class ConfigEdit {
  private static final String DRIVER = "iscsi";

  private ConfigEdit() {}

  /** Adds a device of {@code handler} with {@code attributes}. */
  public static ScstConf addDevice(
      ScstConf conf, String name, String handler, Map<String, String> attributes)
      throws ConfigurationException {
    if (ConfTree.devices(conf).containsKey(name)) {
      throw new ConfigurationException("There is a device " + name + " already.");
    }
    Statement device = ConfTree.section(attributes(attributes), "DEVICE", name);
    List<Statement> statements = new ArrayList<>(conf.statements());
    if (!ConfTree.has(statements, "HANDLER", handler)) {
      statements.add(0, ConfTree.section(List.of(), "HANDLER", handler));
    }
    return new ScstConf(
        conf.file(),
        ConfTree.mapped(
            statements,
            each -> ConfTree.with(each, ConfTree.plus(each.block(), device)),
            "HANDLER",
            handler));
  }

  /** Gives attributes of a device other values; an empty value takes the attribute away. */
  public static ScstConf setDevice(ScstConf conf, String name, Map<String, String> attributes)
      throws ConfigurationException {
    if (!ConfTree.devices(conf).containsKey(name)) {
      throw new ConfigurationException("There is no device " + name + ".");
    }
    return new ScstConf(
        conf.file(),
        ConfTree.mapped(
            conf.statements(),
            handler ->
                ConfTree.with(
                    handler,
                    ConfTree.mapped(
                        handler.block(),
                        device -> ConfTree.with(device, set(device.block(), attributes)),
                        "DEVICE",
                        name)),
            "HANDLER"));
  }

  /** Takes a device away, with every LUN that leads to it. */
  public static ScstConf removeDevice(ScstConf conf, String name) throws ConfigurationException {
    if (!ConfTree.devices(conf).containsKey(name)) {
      throw new ConfigurationException("There is no device " + name + ".");
    }
    return without(conf, List.of(name));
  }

  /** The same configuration without the devices of {@code names} and the LUNs that lead to them. */
  public static ScstConf without(ScstConf conf, List<String> names) {
    List<Statement> statements = conf.statements();
    for (String name : names) {
      statements =
          ConfTree.mapped(
              statements,
              each -> ConfTree.with(each, ConfTree.minus(each.block(), "DEVICE", name)),
              "HANDLER");
      statements =
          ConfTree.mapped(
              statements,
              each -> ConfTree.with(each, ConfTree.minus(each.block(), "DEVICE", name)),
              "DEVICE_GROUP");
      statements = ConfTree.mapped(statements, each -> withoutLunsOf(each, name), "TARGET_DRIVER");
    }
    return new ScstConf(conf.file(), statements);
  }

  private static Statement withoutLunsOf(Statement section, String device) {
    List<Statement> left = new ArrayList<>();
    for (Statement each : section.block()) {
      boolean leads =
          each.keyword().equals("LUN")
              && each.words().size() == 3
              && each.words().get(2).equals(device);
      if (!leads) {
        left.add(each.hasBlock() ? withoutLunsOf(each, device) : each);
      }
    }
    return ConfTree.with(section, left);
  }

  /** Adds a target with {@code attributes}; it takes logins unless they say otherwise. */
  public static ScstConf addTarget(ScstConf conf, String name, Map<String, String> attributes)
      throws ConfigurationException {
    Map<String, String> all = new TreeMap<>(attributes);
    all.putIfAbsent("enabled", "1");
    return inDriver(
        conf, driver -> ConfTree.plus(driver, ConfTree.section(attributes(all), "TARGET", name)));
  }

  /** Takes a target away. */
  public static ScstConf removeTarget(ScstConf conf, String name) throws ConfigurationException {
    inTarget(conf, name, UnaryOperator.identity());
    return in(
        conf,
        List.<String[]>of(new String[] {"TARGET_DRIVER", driverOf(conf, name)}),
        driver -> ConfTree.minus(driver, "TARGET", name));
  }

  /** Adds an initiator group to a target. */
  public static ScstConf addGroup(ScstConf conf, String target, String group)
      throws ConfigurationException {
    return inTarget(
        conf, target, block -> ConfTree.plus(block, ConfTree.section(List.of(), "GROUP", group)));
  }

  /** Takes an initiator group away: its initiators see what the next that fits them says. */
  public static ScstConf removeGroup(ScstConf conf, String target, String group)
      throws ConfigurationException {
    inGroup(conf, target, group, UnaryOperator.identity());
    return inTarget(conf, target, block -> ConfTree.minus(block, "GROUP", group));
  }

  /** Adds {@code statement} to a target, or to a group of it where {@code group} names one. */
  public static ScstConf add(
      ScstConf conf,
      String target,
      @Nullable String group,
      List<String> words,
      Map<String, String> attributes)
      throws ConfigurationException {
    Statement added = new Statement(0, words, !attributes.isEmpty(), attributes(attributes));
    return in(conf, target, group, block -> ConfTree.plus(block, added));
  }

  /** Takes away what begins with {@code words} from a target, or from a group of it. */
  public static ScstConf remove(
      ScstConf conf, String target, @Nullable String group, String... words)
      throws ConfigurationException {
    return in(
        conf,
        target,
        group,
        block -> taken(block, group == null ? "TARGET " + target : "GROUP " + group, words));
  }

  /** Gives attributes of a target other values; an empty value takes the attribute away. */
  public static ScstConf setTarget(ScstConf conf, String target, Map<String, String> attributes)
      throws ConfigurationException {
    return inTarget(conf, target, block -> set(block, attributes));
  }

  /** Gives attributes of the driver other values; an empty value takes the attribute away. */
  public static ScstConf setDriver(ScstConf conf, Map<String, String> attributes)
      throws ConfigurationException {
    return inDriver(conf, block -> set(block, attributes));
  }

  /** Adds a portal, to a portal group where one is named behind it. */
  public static ScstConf addPortal(ScstConf conf, String portal, String... tag)
      throws ConfigurationException {
    List<String> words = new ArrayList<>(List.of(PortalReader.PORTAL, portal));
    words.addAll(List.of(tag));
    return inDriver(
        conf, block -> ConfTree.plus(block, ConfTree.statement(words.toArray(String[]::new))));
  }

  /** Takes a portal away, though never the last one. */
  public static ScstConf removePortal(ScstConf conf, String portal) throws ConfigurationException {
    return inDriver(
        conf,
        block -> {
          List<Statement> left = taken(block, "TARGET_DRIVER " + DRIVER, "portal", portal);
          if (!ConfTree.has(left, "portal")) {
            throw new ConfigurationException(
                portal + " is the last portal, without which every address would be one.");
          }
          return left;
        });
  }

  /** Gives a target port group another asymmetric access state. */
  public static ScstConf setState(
      ScstConf conf, String deviceGroup, String targetGroup, String state)
      throws ConfigurationException {
    return in(
        conf,
        List.of(
            new String[] {"DEVICE_GROUP", deviceGroup}, new String[] {"TARGET_GROUP", targetGroup}),
        block -> set(block, Map.of("state", state)));
  }

  /** The same tree with stars for every secret, for showing it. */
  public static ScstConf withoutSecrets(ScstConf conf) {
    return new ScstConf(conf.file(), masked(conf.statements()));
  }

  private static List<Statement> masked(List<Statement> block) {
    return block.stream()
        .map(
            each ->
                each.keyword().matches("(Incoming|Outgoing)User[0-9]*")
                    ? ConfTree.statement(each.keyword(), each.value().split(" ", 2)[0] + " ****")
                    : ConfTree.with(each, masked(each.block())))
        .toList();
  }

  private static List<Statement> taken(List<Statement> block, String of, String... words)
      throws ConfigurationException {
    if (!ConfTree.has(block, words)) {
      throw new ConfigurationException(
          "There is no " + String.join(" ", words) + " in " + of + ".");
    }
    return ConfTree.minus(block, words);
  }

  private static List<Statement> set(List<Statement> block, Map<String, String> attributes) {
    List<Statement> changed = block;
    for (Map.Entry<String, String> each : attributes.entrySet()) {
      changed = ConfTree.minus(changed, each.getKey());
    }
    List<Statement> all = new ArrayList<>(attributes(attributes));
    all.addAll(changed);
    return all;
  }

  private static List<Statement> attributes(Map<String, String> attributes) {
    List<Statement> statements = new ArrayList<>();
    for (Map.Entry<String, String> each : new TreeMap<>(attributes).entrySet()) {
      if (!each.getValue().isEmpty()) {
        List<String> words = new ArrayList<>();
        words.add(each.getKey());
        words.addAll(List.of(each.getValue().trim().split(" +")));
        statements.add(new Statement(0, words, false, List.of()));
      }
    }
    return statements;
  }

  private static ScstConf inDriver(ScstConf conf, BlockChange change)
      throws ConfigurationException {
    return in(conf, List.<String[]>of(new String[] {"TARGET_DRIVER", DRIVER}), change);
  }

  private static ScstConf inTarget(
      ScstConf conf, String target, UnaryOperator<List<Statement>> change)
      throws ConfigurationException {
    return in(conf, target, null, change::apply);
  }

  private static ScstConf inGroup(
      ScstConf conf, String target, String group, UnaryOperator<List<Statement>> change)
      throws ConfigurationException {
    return in(conf, target, group, change::apply);
  }

  private static ScstConf in(
      ScstConf conf, String target, @Nullable String group, BlockChange change)
      throws ConfigurationException {
    List<String[]> path = new ArrayList<>();
    path.add(new String[] {"TARGET_DRIVER", driverOf(conf, target)});
    path.add(new String[] {"TARGET", target});
    if (group != null) {
      path.add(new String[] {"GROUP", group});
    }
    return in(conf, path, change);
  }

  /** The driver that has a target of that name; iSCSI's where none does. */
  private static String driverOf(ScstConf conf, String target) {
    for (Statement driver : conf.statements()) {
      if (driver.keyword().equals("TARGET_DRIVER")
          && ConfTree.has(driver.block(), "TARGET", target)) {
        return driver.value();
      }
    }
    return DRIVER;
  }

  @FunctionalInterface
  private interface BlockChange {
    List<Statement> apply(List<Statement> block) throws ConfigurationException;
  }

  private static ScstConf in(ScstConf conf, List<String[]> path, BlockChange change)
      throws ConfigurationException {
    return new ScstConf(conf.file(), changed(conf.statements(), "", path, change));
  }

  private static List<Statement> changed(
      List<Statement> block, String within, List<String[]> path, BlockChange change)
      throws ConfigurationException {
    if (path.isEmpty()) {
      return change.apply(block);
    }
    String[] words = path.get(0);
    String name = String.join(" ", words);
    List<Statement> all = new ArrayList<>();
    boolean isFound = false;
    for (Statement each : block) {
      if (!isFound && each.words().equals(List.of(words))) {
        isFound = true;
        all.add(
            ConfTree.with(each, changed(each.block(), name, path.subList(1, path.size()), change)));
      } else {
        all.add(each);
      }
    }
    if (!isFound) {
      throw new ConfigurationException(
          "There is no " + name + (within.isEmpty() ? "." : " in " + within + "."));
    }
    return all;
  }
}
