// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.hardware.config.FcTargetConfig.Link;
import org.quintain.hardware.config.ScstConf.Statement;
import org.quintain.hardware.config.TargetConfig.GroupConfig;

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
          .obeys("enabled", "link", "node_name", "rel_tgt_id")
          .passesOver("cpu_mask", "io_grouping_type", "comment")
          .only("addr_method", "PERIPHERAL", "LUNs up to 255 are given in peripheral addressing");

  private static final Pattern DATAGRAMS =
      Pattern.compile(
          "udp:(\\[?[0-9a-fA-F.:]+\\]?):([0-9]{1,5}),(\\[?[0-9a-fA-F.:]+\\]?):([0-9]{1,5})");
  private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9_.@-]{1,15}");
  private static final int LINK_CHARACTERS_MAX = 120;

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
    if (values.all("link").isEmpty()) {
      throw problem(
          section,
          "a TARGET of fcst has a \"link\": a network interface, or udp:HERE:PORT,THERE:PORT.");
    }
    FcTargetConfig target =
        new FcTargetConfig(
            section.line(),
            portName,
            values.all("node_name").isEmpty()
                ? portName
                : name(values.all("node_name").get(0), values.text("node_name", "", 32)),
            link(values),
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

  private Link link(Attributes values) throws ConfigurationException {
    String text = values.text("link", "", LINK_CHARACTERS_MAX);
    Matcher datagrams = DATAGRAMS.matcher(text);
    try {
      if (datagrams.matches()) {
        return new Link(
            null,
            address(datagrams.group(1), datagrams.group(2)),
            address(datagrams.group(3), datagrams.group(4)));
      }
    } catch (UnknownHostException | IllegalArgumentException none) {
      throw values.notAllowed(values.all("link").get(0), "addresses in digits and ports to 65535");
    }
    if (!INTERFACE.matcher(text).matches()) {
      throw values.notAllowed(
          values.all("link").get(0), "a network interface, or udp:HERE:PORT,THERE:PORT");
    }
    return new Link(text, null, null);
  }

  private static InetSocketAddress address(String host, String port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
  }

  private ConfigurationException problem(Statement statement, String sentence) {
    return ConfigurationException.at(file, statement.line(), sentence);
  }
}
