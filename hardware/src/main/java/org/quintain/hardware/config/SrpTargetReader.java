// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quintain.hardware.config.ScstConf.Statement;
import org.quintain.hardware.config.SrpTargetConfig.Link;
import org.quintain.hardware.config.TargetConfig.GroupConfig;

/**
 * Reads {@code TARGET_DRIVER ib_srpt}, SCST's driver for SRP, whose targets are named by their
 * port's GID or GUID. What SCST finds in the kernel, which adapters there are, is said here by
 * {@code link}.
 */
final class SrpTargetReader {
  /** SRP's relative target port identifiers begin here where none is given. */
  private static final int FIRST_IDENTIFIER = 2_001;

  /** Where initiators ask where no {@code rdma_cm_port} says otherwise, as most guides have it. */
  private static final int RDMA_CM_PORT = 5_555;

  private static final AttributeTable DRIVER =
      new AttributeTable("TARGET_DRIVER ib_srpt, where also TARGET stands")
          .obeys("enabled", "rdma_cm_port")
          .passesOver("trace_level");

  private static final AttributeTable TARGET =
      new AttributeTable("a TARGET of ib_srpt")
          .obeys("enabled", "link", "rdma_cm_port", "rel_tgt_id")
          .passesOver("cpu_mask", "io_grouping_type", "comment")
          .only("addr_method", "PERIPHERAL", "LUNs up to 255 are given in peripheral addressing");

  private static final String ADDRESS = "(\\[?[0-9a-fA-F.:]+\\]?)";
  private static final Pattern DATAGRAMS =
      Pattern.compile(
          "udp:" + ADDRESS + ":([0-9]{1,5})," + ADDRESS + ":([0-9]{1,5}),([0-9.]{7,15})");

  /** With a dot or a colon, so that no name is looked for that has letters of digits alone. */
  private static final Pattern PLAIN = Pattern.compile("(?=.*[.:])" + ADDRESS);

  private static final Pattern NAME =
      Pattern.compile(
          "(?:[0-9a-fA-F]{4}:){4}((?:[0-9a-fA-F]{4}:){3}[0-9a-fA-F]{4})"
              + "|0x[0-9a-fA-F]{16}([0-9a-fA-F]{16})"
              + "|((?:[0-9a-fA-F]{4}:){3}[0-9a-fA-F]{4})"
              + "|(?:0x)?([0-9a-fA-F]{16})");
  private static final String ALLOWED =
      "an address of this machine in digits, or udp:HERE:PORT,THERE:PORT,OUR-IPV4-ADDRESS";
  private static final int LINK_CHARACTERS_MAX = 160;

  private final String file;
  private final TargetReader targets;
  private final List<String> notices;

  SrpTargetReader(String file, TargetReader targets, List<String> notices) {
    this.file = file;
    this.targets = targets;
    this.notices = notices;
  }

  /** The targets of the driver that are enabled; none where it is not. */
  List<SrpTargetConfig> read(Statement driver) throws ConfigurationException {
    List<Statement> attributes = new ArrayList<>();
    List<Statement> sections = new ArrayList<>();
    for (Statement statement : driver.block()) {
      (statement.keyword().equals("TARGET") ? sections : attributes).add(statement);
    }
    Attributes values = new Attributes(file, attributes, DRIVER, notices);
    int rdmaCmPort = values.number("rdma_cm_port", RDMA_CM_PORT, 0, 65_535);
    List<SrpTargetConfig> read = new ArrayList<>();
    for (Statement section : sections) {
      target(section, rdmaCmPort, read);
    }
    return values.flag("enabled", true) ? read : List.of();
  }

  private void target(Statement section, int rdmaCmPort, List<SrpTargetConfig> into)
      throws ConfigurationException {
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
    String name = section.words().get(1);
    long guid = guid(section, name);
    for (SrpTargetConfig other : into) {
      if (other.guid() == guid) {
        throw problem(
            section, "TARGET " + other.name() + " stands in line " + other.line() + " already.");
      }
    }
    if (values.all("link").isEmpty()) {
      throw problem(section, "a TARGET of ib_srpt has a \"link\": " + ALLOWED + ".");
    }
    SrpTargetConfig target =
        new SrpTargetConfig(
            section.line(),
            name,
            guid,
            link(values, into),
            values.number("rdma_cm_port", rdmaCmPort, 0, 65_535),
            values.number("rel_tgt_id", FIRST_IDENTIFIER + into.size(), 1, 65_535),
            targets.luns(luns),
            groups);
    if (values.flag("enabled", true)) {
      into.add(target);
    }
  }

  private long guid(Statement section, String name) throws ConfigurationException {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw problem(
          section,
          "\""
              + name.toLowerCase(Locale.ROOT)
              + "\" is no GID, which has eight groups of four hexadecimal digits, and no GUID, which"
              + " has 16.");
    }
    for (int group = 1; group <= matcher.groupCount(); group++) {
      if (matcher.group(group) != null) {
        return Long.parseUnsignedLong(matcher.group(group).replace(":", ""), 16);
      }
    }
    throw problem(section, "a name has a GUID.");
  }

  private Link link(Attributes values, List<SrpTargetConfig> others) throws ConfigurationException {
    Link link = link(values);
    for (SrpTargetConfig other : others) {
      if (other.link().isOf(link)) {
        throw values.notAllowed(
            values.all("link").get(0),
            "an address of its own for each TARGET",
            "which TARGET " + other.name() + " in line " + other.line() + " has");
      }
    }
    return link;
  }

  private Link link(Attributes values) throws ConfigurationException {
    String text = values.text("link", "", LINK_CHARACTERS_MAX);
    Matcher datagrams = DATAGRAMS.matcher(text);
    Matcher plain = PLAIN.matcher(text);
    try {
      if (datagrams.matches()) {
        return new Link(
            InetAddress.getByName(datagrams.group(5)),
            address(datagrams.group(1), datagrams.group(2)),
            address(datagrams.group(3), datagrams.group(4)));
      }
      if (plain.matches()) {
        InetAddress address = InetAddress.getByName(plain.group(1));
        if (!address.isAnyLocalAddress()) {
          return new Link(address, null, null);
        }
      }
    } catch (UnknownHostException | IllegalArgumentException none) {
      throw values.notAllowed(values.all("link").get(0), ALLOWED);
    }
    throw values.notAllowed(values.all("link").get(0), ALLOWED);
  }

  private static InetSocketAddress address(String host, String port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
  }

  private ConfigurationException problem(Statement statement, String sentence) {
    return ConfigurationException.at(file, statement.line(), sentence);
  }
}
