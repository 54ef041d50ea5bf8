// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.hardware.config.ScstConf.Statement;
import org.quintain.hardware.config.TargetConfig.GroupConfig;
import org.quintain.hardware.fcoe.FcoeMode;
import org.quintain.hardware.fcoe.LinkName;

/**
 * Reads {@code TARGET_DRIVER fcst}, the name of SCST's driver for FCoE, whose targets are named by
 * their port names. What SCST finds in the kernel, which port is on which interface, is said here
 * by {@code link}.
 */
final class FcTargetReader {
  /** Fibre Channel's relative target port identifiers begin here where none is given. */
  private static final int FIRST_IDENTIFIER = 1_001;

  private static final AttributeTable DRIVER =
      new AttributeTable("TARGET_DRIVER fcst, where also TARGET stands")
          .obeys("enabled")
          .passesOver("trace_level");

  private static final AttributeTable TARGET =
      new AttributeTable("a TARGET of fcst")
          .obeys("enabled", "link", "mode", "node_name", "parent_host", "rel_tgt_id")
          .passesOver("cpu_mask", "io_grouping_type", "comment")
          .only("addr_method", "PERIPHERAL", "LUNs up to 255 are given in peripheral addressing");

  private static final int LINK_CHARACTERS_MAX = 120;
  private static final int NAME_CHARACTERS_MAX = 32;
  private static final int MODE_CHARACTERS_MAX = 16;

  private final String file;
  private final TargetReader targets;
  private final List<String> notices;

  FcTargetReader(String file, TargetReader targets, List<String> notices) {
    this.file = file;
    this.targets = targets;
    this.notices = notices;
  }

  /** The targets of the driver that are enabled; none where it is not. */
  List<FcTargetConfig> read(Statement driver) throws ConfigurationException {
    List<Statement> attributes = new ArrayList<>();
    List<FcTargetConfig> read = new ArrayList<>();
    for (Statement statement : driver.block()) {
      if (statement.keyword().equals("TARGET")) {
        target(statement, read);
      } else {
        attributes.add(statement);
      }
    }
    Attributes values = new Attributes(file, attributes, DRIVER, notices);
    return values.flag("enabled", true) ? read : List.of();
  }

  private void target(Statement section, List<FcTargetConfig> into) throws ConfigurationException {
    if (section.words().size() != 2) {
      throw problem(section, "TARGET has one name.");
    }
    List<Statement> attributes = new ArrayList<>();
    List<Statement> luns = new ArrayList<>();
    List<GroupConfig> groups = new ArrayList<>();
    for (Statement statement : section.block()) {
      switch (statement.keyword()) {
        case "LUN" -> luns.add(statement);
        case "GROUP" -> groups.add(targets.group(statement));
        default -> attributes.add(statement);
      }
    }
    Attributes values = new Attributes(file, attributes, TARGET, notices);
    long portName = name(section, section.words().get(1));
    for (FcTargetConfig other : into) {
      if (other.portName() == portName) {
        throw problem(
            section, "TARGET " + other.name() + " stands in line " + other.line() + " already.");
      }
    }
    FcTargetConfig parent = parent(values, into);
    FcTargetConfig target =
        new FcTargetConfig(
            section.line(),
            portName,
            nodeName(values, parent == null ? portName : parent.nodeName()),
            parent == null ? link(section, values) : parent.link(),
            parent == null ? mode(values) : parent.mode(),
            parent == null ? 0 : parent.portName(),
            values.number("rel_tgt_id", FIRST_IDENTIFIER + into.size(), 1, 65_535),
            targets.luns(luns),
            groups);
    if (values.flag("enabled", true)) {
      into.add(target);
    }
  }

  private long name(Statement statement, String text) throws ConfigurationException {
    try {
      return WorldWideName.parse(text);
    } catch (IllegalArgumentException refused) {
      throw problem(statement, String.valueOf(refused.getMessage()));
    }
  }

  private long nodeName(Attributes values, long otherwise) throws ConfigurationException {
    return values.all("node_name").isEmpty()
        ? otherwise
        : name(values.all("node_name").get(0), values.text("node_name", "", NAME_CHARACTERS_MAX));
  }

  /** The target that {@code parent_host} names, as SCST's NPIV targets do; null where none is. */
  private @Nullable FcTargetConfig parent(Attributes values, List<FcTargetConfig> before)
      throws ConfigurationException {
    if (values.all("parent_host").isEmpty()) {
      return null;
    }
    Statement where = values.all("parent_host").get(0);
    long parentName = name(where, values.text("parent_host", "", NAME_CHARACTERS_MAX));
    if (!values.all("link").isEmpty() || !values.all("mode").isEmpty()) {
      throw problem(where, "A TARGET with a \"parent_host\" has its link and its mode from there.");
    }
    for (FcTargetConfig target : before) {
      if (target.portName() == parentName && !target.isVirtual()) {
        return target;
      }
    }
    throw problem(
        where, "\"parent_host\" is a TARGET that stands before it and has a \"link\" of its own.");
  }

  private LinkName link(Statement section, Attributes values) throws ConfigurationException {
    if (values.all("link").isEmpty()) {
      throw problem(
          section,
          "a TARGET of fcst has a \"link\": a network interface, or udp:HERE:PORT,THERE:PORT.");
    }
    try {
      return LinkName.parse(values.text("link", "", LINK_CHARACTERS_MAX));
    } catch (IllegalArgumentException refused) {
      throw values.notAllowed(
          values.all("link").get(0), "a network interface, or udp:HERE:PORT,THERE:PORT");
    }
  }

  private static FcoeMode mode(Attributes values) throws ConfigurationException {
    try {
      return FcoeMode.parse(values.text("mode", "vn2vn", MODE_CHARACTERS_MAX));
    } catch (IllegalArgumentException refused) {
      throw values.notAllowed(values.all("mode").get(0), "vn2vn or fabric");
    }
  }

  private ConfigurationException problem(Statement statement, String sentence) {
    return ConfigurationException.at(file, statement.line(), sentence);
  }
}
