// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quintain.hardware.config.ConfigEdit;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ScstConf;

/**
 * The table of what an operator can change of a configuration: for each verb and thing the words
 * that follow, and the edit that they ask for.
 */
final class AdminEdits {
  private static final String TARGET = "the target's name";
  private static final String GROUP = "the group's name";
  private static final String PATTERN = "the initiator's name, or a pattern";
  private static final String DEVICE = "the device's name";
  private static final String LUN = "the LUN's number";
  private static final String PORTAL = "address:port";

  /** What may follow the words of a row. */
  private enum Rest {
    NOTHING,
    /** One more word. */
    WORD,
    /** Words of the form NAME=VALUE. */
    ATTRIBUTES
  }

  @FunctionalInterface
  private interface Edit {
    ScstConf of(ScstConf conf, List<String> words, Map<String, String> attributes)
        throws ConfigurationException;
  }

  private record Row(String verb, String thing, List<String> words, Rest rest, Edit edit) {}

  private static final List<Row> TABLE =
      List.of(
          row("add", "device", Rest.ATTRIBUTES, AdminEdits::addDevice)
              .asking(DEVICE, "its handler, such as vdisk_fileio"),
          row("add", "target", Rest.ATTRIBUTES, (c, w, a) -> ConfigEdit.addTarget(c, w.get(0), a))
              .asking("the target's iSCSI name"),
          row("add", "group", Rest.NOTHING, (c, w, a) -> ConfigEdit.addGroup(c, w.get(0), w.get(1)))
              .asking(TARGET, GROUP),
          row("add", "initiator", Rest.NOTHING, AdminEdits::addInitiator)
              .asking(TARGET, GROUP, PATTERN),
          row("add", "lun", Rest.ATTRIBUTES, AdminEdits::addLun).asking(TARGET, LUN, DEVICE),
          row("add", "portal", Rest.WORD, AdminEdits::addPortal).asking(PORTAL),
          row("remove", "device", Rest.NOTHING, (c, w, a) -> ConfigEdit.removeDevice(c, w.get(0)))
              .asking(DEVICE),
          row("remove", "target", Rest.NOTHING, (c, w, a) -> ConfigEdit.removeTarget(c, w.get(0)))
              .asking(TARGET),
          row("remove", "group", Rest.NOTHING, AdminEdits::removeGroup).asking(TARGET, GROUP),
          row("remove", "initiator", Rest.NOTHING, AdminEdits::removeInitiator)
              .asking(TARGET, GROUP, PATTERN),
          row("remove", "lun", Rest.ATTRIBUTES, AdminEdits::removeLun).asking(TARGET, LUN),
          row("remove", "portal", Rest.NOTHING, (c, w, a) -> ConfigEdit.removePortal(c, w.get(0)))
              .asking(PORTAL),
          row("set", "driver", Rest.ATTRIBUTES, (c, w, a) -> ConfigEdit.setDriver(c, a)).asking(),
          row("set", "device", Rest.ATTRIBUTES, (c, w, a) -> ConfigEdit.setDevice(c, w.get(0), a))
              .asking(DEVICE),
          row("set", "target", Rest.ATTRIBUTES, (c, w, a) -> ConfigEdit.setTarget(c, w.get(0), a))
              .asking(TARGET),
          row("set", "state", Rest.NOTHING, AdminEdits::setState)
              .asking(
                  "the device group's name",
                  "the target group's name",
                  "its asymmetric access state"));

  private AdminEdits() {}

  /** A row in the making. */
  private record Begun(String verb, String thing, Rest rest, Edit edit) {
    Row asking(String... words) {
      return new Row(verb, thing, List.of(words), rest, edit);
    }
  }

  private static Begun row(String verb, String thing, Rest rest, Edit edit) {
    return new Begun(verb, thing, rest, edit);
  }

  /** A change that was asked for in full. */
  @FunctionalInterface
  interface Request {
    /** {@code conf}, changed. */
    ScstConf of(ScstConf conf) throws ConfigurationException;
  }

  /** The first words, in the order of the table. */
  static List<String> verbs() {
    return TABLE.stream().map(Row::verb).distinct().toList();
  }

  /** What {@code verb} can be done to. */
  static List<String> things(String verb) {
    return TABLE.stream().filter(row -> row.verb.equals(verb)).map(Row::thing).toList();
  }

  /** The words that have to follow {@code verb} and {@code thing}, each by what it is. */
  static List<String> asked(String verb, String thing) {
    return TABLE.stream()
        .filter(row -> row.verb.equals(verb) && row.thing.equals(thing))
        .flatMap(row -> row.words.stream())
        .toList();
  }

  /**
   * Reads the words behind {@code verb}.
   *
   * @throws ConfigurationException with one sentence that names what is missing or too much
   */
  static Request read(String verb, Words words) throws ConfigurationException {
    List<String> things = things(verb);
    int last = things.size() - 1;
    String choice = String.join(", ", things.subList(0, last)) + " or " + things.get(last);
    String thing = words.next("what: " + choice);
    for (Row row : TABLE) {
      if (row.verb.equals(verb) && row.thing.equals(thing)) {
        return read(row, words);
      }
    }
    throw words.unknown();
  }

  private static Request read(Row row, Words words) throws ConfigurationException {
    List<String> given = new ArrayList<>();
    for (String asked : row.words) {
      given.add(words.next(asked));
    }
    Map<String, String> attributes = Map.of();
    switch (row.rest) {
      case NOTHING -> words.end();
      case WORD -> {
        if (words.has()) {
          given.add(words.next("a tag"));
        }
        words.end();
      }
      case ATTRIBUTES -> attributes = words.attributes();
    }
    Map<String, String> named = attributes;
    return conf -> row.edit.of(conf, given, named);
  }

  private static ScstConf addDevice(ScstConf conf, List<String> words, Map<String, String> named)
      throws ConfigurationException {
    return ConfigEdit.addDevice(conf, words.get(0), words.get(1), named);
  }

  private static ScstConf addInitiator(ScstConf conf, List<String> words, Map<String, String> named)
      throws ConfigurationException {
    List<String> line = List.of("INITIATOR", words.get(2));
    return ConfigEdit.add(conf, words.get(0), words.get(1), line, Map.of());
  }

  private static ScstConf addLun(ScstConf conf, List<String> words, Map<String, String> named)
      throws ConfigurationException {
    Map<String, String> attributes = new LinkedHashMap<>(named);
    String group = attributes.remove("group");
    List<String> line = List.of("LUN", words.get(1), words.get(2));
    return ConfigEdit.add(conf, words.get(0), group, line, attributes);
  }

  private static ScstConf addPortal(ScstConf conf, List<String> words, Map<String, String> named)
      throws ConfigurationException {
    String[] tag = words.subList(1, words.size()).toArray(new String[0]);
    return ConfigEdit.addPortal(conf, words.get(0), tag);
  }

  private static ScstConf removeGroup(ScstConf conf, List<String> words, Map<String, String> named)
      throws ConfigurationException {
    return ConfigEdit.removeGroup(conf, words.get(0), words.get(1));
  }

  private static ScstConf removeInitiator(
      ScstConf conf, List<String> words, Map<String, String> named) throws ConfigurationException {
    return ConfigEdit.remove(conf, words.get(0), words.get(1), "INITIATOR", words.get(2));
  }

  private static ScstConf removeLun(ScstConf conf, List<String> words, Map<String, String> named)
      throws ConfigurationException {
    return ConfigEdit.remove(conf, words.get(0), named.get("group"), "LUN", words.get(1));
  }

  private static ScstConf setState(ScstConf conf, List<String> words, Map<String, String> named)
      throws ConfigurationException {
    return ConfigEdit.setState(conf, words.get(0), words.get(1), words.get(2));
  }
}
