// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quintain.hardware.config.ScstConf.Statement;
import org.quintain.hardware.config.TargetConfig.TargetPortalGroup;
import org.quintain.iscsi.target.PortalGroup;

/**
 * Reads {@code portal} lines of the driver, and what targets say of portal groups: {@code tpgt} for
 * those that a target is in, {@code tpg_rel_tgt_id} for what its ports in them go by.
 */
final class PortalReader {
  static final String PORTAL = "portal";
  static final String TAG = "tpgt";
  static final String IDENTIFIER = "tpg_rel_tgt_id";
  private static final int DEFAULT_PORT = 3260;
  private static final int NUMBER_MAX = 65_535;

  private final String file;

  PortalReader(String file) {
    this.file = file;
  }

  /** The portals, every address at the usual port where there is none. */
  List<PortalConfig> portals(List<Statement> statements) throws ConfigurationException {
    List<PortalConfig> portals = new ArrayList<>();
    for (Statement statement : statements) {
      PortalConfig portal = portal(statement);
      boolean isElsewhere =
          portals.stream()
              .anyMatch(
                  each ->
                      each.address().getPort() != 0
                          && each.address().equals(portal.address())
                          && each.tag() != portal.tag());
      if (isElsewhere) {
        throw problem(statement, "A portal is in one portal group.");
      }
      portals.add(portal);
    }
    return portals.isEmpty()
        ? List.of(new PortalConfig(new InetSocketAddress(DEFAULT_PORT), PortalGroup.USUAL_TAG))
        : portals;
  }

  private PortalConfig portal(Statement statement) throws ConfigurationException {
    String text = statement.words().get(1);
    int tag = PortalGroup.USUAL_TAG;
    if (statement.words().size() == 3 && isNumber(statement.words().get(2))) {
      tag = Integer.parseInt(statement.words().get(2));
    } else if (statement.words().size() > 2) {
      throw problem(
          statement, "Behind the address of a portal stands the tag of its group, 0 to 65535.");
    }
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    boolean portGiven = colon > (bracketed ? text.indexOf(']') : -1);
    boolean bareIpv6 = !bracketed && colon != text.indexOf(':');
    String host = portGiven ? text.substring(0, colon) : text;
    if (bracketed) {
      host = host.endsWith("]") ? host.substring(1, host.length() - 1) : "";
    }
    String port = portGiven ? text.substring(colon + 1) : String.valueOf(DEFAULT_PORT);
    if (host.isEmpty() || bareIpv6 || !isNumber(port)) {
      throw problem(
          statement,
          "\"portal\" is address:port, as 0.0.0.0:3260 or [::]:3260, not \"" + text + "\".");
    }
    InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(port));
    if (address.isUnresolved()) {
      throw problem(statement, "\"portal\" names no address of a host: \"" + host + "\".");
    }
    return new PortalConfig(address, tag);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= NUMBER_MAX;
  }

  /** What a target says of portal groups: tag by tag, 0 where it leaves the identifier open. */
  Map<Integer, Integer> identifiers(Attributes values) throws ConfigurationException {
    Map<Integer, Integer> identifiers = new TreeMap<>();
    for (Statement statement : values.all(IDENTIFIER)) {
      String[] words = statement.value().split(" +");
      if (words.length != 2
          || !isNumber(words[0])
          || !isNumber(words[1])
          || words[1].matches("0+")) {
        throw values.notAllowed(
            statement, "the tag of a portal group and a number from 1 to 65535");
      }
      if (identifiers.put(Integer.valueOf(words[0]), Integer.valueOf(words[1])) != null) {
        throw problem(statement, "Portal group " + words[0] + " has an identifier already.");
      }
    }
    return identifiers;
  }

  /** The portal groups that a target is to be in, empty for all. */
  List<Integer> tags(Attributes values) throws ConfigurationException {
    TreeSet<Integer> tags = new TreeSet<>();
    for (Statement statement : values.all(TAG)) {
      for (String word : statement.value().split(" +")) {
        if (!isNumber(word)) {
          throw values.notAllowed(statement, "tags of portal groups, 0 to 65535");
        }
        tags.add(Integer.valueOf(word));
      }
    }
    return List.copyOf(tags);
  }

  /**
   * Each target with the portal groups it is in, of which there is at least one: the first has its
   * {@code rel_tgt_id}, others what it says of them, else what is free.
   */
  List<TargetConfig> withPortalGroups(List<TargetConfig> targets, List<PortalConfig> portals)
      throws ConfigurationException {
    TreeSet<Integer> served = new TreeSet<>();
    portals.forEach(portal -> served.add(portal.tag()));
    Map<Integer, String> taken = new TreeMap<>();
    for (TargetConfig target : targets) {
      List<Integer> tags = tagsOf(target, served);
      take(taken, target, target.relativeTargetId());
      for (Map.Entry<Integer, Integer> given : target.portalGroupIdentifiers().entrySet()) {
        if (tags.indexOf(given.getKey()) > 0) {
          take(taken, target, given.getValue());
        }
      }
    }
    List<TargetConfig> complete = new ArrayList<>();
    for (TargetConfig target : targets) {
      List<TargetPortalGroup> groups = new ArrayList<>();
      for (int tag : tagsOf(target, served)) {
        Integer given = target.portalGroupIdentifiers().get(tag);
        int identifier = target.relativeTargetId();
        if (!groups.isEmpty()) {
          identifier = given == null ? free(taken, target) : given;
        }
        groups.add(new TargetPortalGroup(tag, identifier));
      }
      complete.add(target.withPortalGroups(groups));
    }
    return complete;
  }

  private List<Integer> tagsOf(TargetConfig target, TreeSet<Integer> served)
      throws ConfigurationException {
    if (target.portalGroupTags().isEmpty()) {
      return List.copyOf(served);
    }
    List<Integer> tags = target.portalGroupTags().stream().filter(served::contains).toList();
    if (tags.isEmpty()) {
      throw ConfigurationException.at(
          file,
          target.line(),
          "No portal is in a portal group of TARGET "
              + target.name()
              + ", whose \"tpgt\" are "
              + target.portalGroupTags()
              + ".");
    }
    return tags;
  }

  private void take(Map<Integer, String> taken, TargetConfig target, int identifier)
      throws ConfigurationException {
    String before = taken.putIfAbsent(identifier, target.name());
    if (before != null) {
      throw ConfigurationException.at(
          file,
          target.line(),
          "\"rel_tgt_id\" " + identifier + " is that of TARGET " + before + " already.");
    }
  }

  private static int free(Map<Integer, String> taken, TargetConfig target) {
    int free = 1;
    while (taken.putIfAbsent(free, target.name()) != null) {
      free++;
    }
    return free;
  }

  private ConfigurationException problem(Statement statement, String sentence) {
    return ConfigurationException.at(file, statement.line(), sentence);
  }
}
