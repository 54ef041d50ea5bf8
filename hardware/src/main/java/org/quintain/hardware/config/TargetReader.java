// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.hardware.config.ScstConf.Statement;
import org.quintain.hardware.config.TargetConfig.GroupConfig;
import org.quintain.hardware.config.TargetConfig.LunConfig;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.IscsiName;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.sam.Lun;

/**
 * Reads the {@code TARGET} sections of the driver {@code iscsi}, with iscsi-scst's attribute names.
 */
final class TargetReader {
  /** The attributes that are negotiated keys by the same name. */
  private static final List<IscsiKey> KEYS =
      List.of(
          IscsiKey.INITIAL_R2T,
          IscsiKey.IMMEDIATE_DATA,
          IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH,
          IscsiKey.MAX_BURST_LENGTH,
          IscsiKey.FIRST_BURST_LENGTH,
          IscsiKey.MAX_OUTSTANDING_R2T,
          IscsiKey.MAX_CONNECTIONS,
          IscsiKey.ERROR_RECOVERY_LEVEL,
          IscsiKey.DEFAULT_TIME2WAIT,
          IscsiKey.DEFAULT_TIME2RETAIN,
          IscsiKey.DATA_PDU_IN_ORDER,
          IscsiKey.DATA_SEQUENCE_IN_ORDER,
          IscsiKey.HEADER_DIGEST,
          IscsiKey.DATA_DIGEST);

  private static final String[] GROUP_HINTS = {
    "cpu_mask", "io_grouping_type", "black_hole", "comment"
  };

  static final AttributeTable TARGET =
      AccessReader.withAll(new AttributeTable("a TARGET of iscsi"))
          .obeys(KEYS.stream().map(IscsiKey::keyName).toArray(String[]::new))
          .obeys("enabled", "rel_tgt_id", "alias", "QueuedCommands", "aen_disabled")
          .repeats(PortalReader.TAG, PortalReader.IDENTIFIER)
          .obeys("NopInInterval", "NopInTimeout", "RspTimeout")
          .passesOver(GROUP_HINTS)
          .passesOver("per_sess_dedicated_tgt_threads", "tid", "MaxXmitDataSegmentLength")
          .passesOver("forwarding", "threads_num")
          .only("addr_method", "PERIPHERAL", "LUNs up to 255 are given in peripheral addressing");

  private static final AttributeTable GROUP =
      new AttributeTable("a GROUP")
          .passesOver(GROUP_HINTS)
          .only("addr_method", "PERIPHERAL", "LUNs up to 255 are given in peripheral addressing");

  private static final AttributeTable LUN = new AttributeTable("a LUN").obeys("read_only");

  private static final int INITIATOR_CHARACTERS_MAX = 223;

  private final String file;
  private final Map<String, DeviceConfig> devices;
  private final List<String> notices;

  TargetReader(String file, Map<String, DeviceConfig> devices, List<String> notices) {
    this.file = file;
    this.devices = devices;
    this.notices = notices;
  }

  /** {@code relativeTargetId} is what the target gets when it asks for none. */
  TargetConfig read(Statement section, int relativeTargetId) throws ConfigurationException {
    if (section.words().size() != 2) {
      throw problem(section, "TARGET has one name.");
    }
    String name = section.words().get(1);
    if (IscsiName.normalized(name) == null) {
      throw problem(
          section, "\"" + name + "\" is not an iqn., eui. or naa. name (RFC 7143 4.2.7).");
    }
    List<Statement> attributes = new ArrayList<>();
    List<Statement> luns = new ArrayList<>();
    List<GroupConfig> groups = new ArrayList<>();
    for (Statement statement : section.block()) {
      switch (statement.keyword()) {
        case "LUN" -> luns.add(statement);
        case "GROUP" -> groups.add(group(statement));
        case "HW_TARGET" ->
            throw problem(statement, "HW_TARGET is for hardware; an iscsi TARGET is made here.");
        default -> attributes.add(AccessReader.withoutNumber(statement));
      }
    }
    Attributes values = new Attributes(file, attributes, TARGET, notices);
    PortalReader portals = new PortalReader(file);
    return new TargetConfig(
        section.line(),
        name,
        values.text("alias", "", 255),
        values.flag("enabled", false),
        !values.flag("aen_disabled", false),
        values.number("rel_tgt_id", relativeTargetId, 1, 65_535),
        portals.tags(values),
        portals.identifiers(values),
        List.of(),
        keys(values),
        values.number("QueuedCommands", 128, 1, 2048),
        values.number("NopInInterval", 30, 0, 65_535),
        values.number("NopInTimeout", 30, 2, 65_535),
        values.number("RspTimeout", 90, 2, 65_535),
        new AccessReader(file, notices).read(values),
        luns(luns),
        groups);
  }

  private KeyPreferences keys(Attributes values) throws ConfigurationException {
    KeyPreferences keys = KeyPreferences.ofTarget();
    for (IscsiKey key : KEYS) {
      for (Statement statement : values.all(key.keyName())) {
        try {
          keys = keys.with(key, statement.value());
        } catch (IllegalArgumentException refused) {
          throw problem(statement, String.valueOf(refused.getMessage()));
        }
      }
    }
    return keys;
  }

  GroupConfig group(Statement section) throws ConfigurationException {
    if (section.words().size() != 2 || !section.hasBlock()) {
      throw problem(section, "GROUP has one name and a block.");
    }
    List<Statement> attributes = new ArrayList<>();
    List<Statement> luns = new ArrayList<>();
    List<String> patterns = new ArrayList<>();
    for (Statement statement : section.block()) {
      switch (statement.keyword()) {
        case "LUN" -> luns.add(statement);
        case "INITIATOR" -> patterns.add(pattern(statement));
        default -> attributes.add(statement);
      }
    }
    new Attributes(file, attributes, GROUP, notices);
    return new GroupConfig(section.line(), section.words().get(1), patterns, luns(luns));
  }

  private String pattern(Statement statement) throws ConfigurationException {
    if (statement.words().size() != 2
        || statement.hasBlock()
        || statement.words().get(1).length() > INITIATOR_CHARACTERS_MAX) {
      throw problem(
          statement,
          "INITIATOR has one pattern of up to " + INITIATOR_CHARACTERS_MAX + " characters.");
    }
    return statement.words().get(1);
  }

  List<LunConfig> luns(List<Statement> statements) throws ConfigurationException {
    Map<Integer, LunConfig> byNumber = new TreeMap<>();
    for (Statement statement : statements) {
      LunConfig lun = lun(statement);
      LunConfig before = byNumber.putIfAbsent(lun.lun(), lun);
      if (before != null) {
        throw problem(
            statement, "LUN " + lun.lun() + " stands in line " + before.line() + " already.");
      }
    }
    return List.copyOf(byNumber.values());
  }

  private LunConfig lun(Statement statement) throws ConfigurationException {
    if (statement.words().size() != 3 || !statement.words().get(1).matches("[0-9]{1,5}")) {
      throw problem(
          statement, "LUN has a number from 0 to " + Lun.INDEX_MAX + " and the name of a DEVICE.");
    }
    int number = Integer.parseInt(statement.words().get(1));
    if (number > Lun.INDEX_MAX) {
      throw problem(statement, "a LUN is 0 to " + Lun.INDEX_MAX + ", not " + number + ".");
    }
    String device = statement.words().get(2);
    if (!devices.containsKey(device)) {
      throw problem(
          statement,
          "LUN "
              + number
              + " names the device \""
              + device
              + "\", which no HANDLER has; there are "
              + devices.keySet()
              + ".");
    }
    Attributes values = new Attributes(file, statement.block(), LUN, notices);
    return new LunConfig(statement.line(), number, device, values.flag("read_only", false));
  }

  private ConfigurationException problem(Statement statement, String sentence) {
    return ConfigurationException.at(file, statement.line(), sentence);
  }
}
