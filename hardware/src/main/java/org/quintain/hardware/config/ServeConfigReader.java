// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.DeviceConfig.Handler;
import org.quintain.hardware.config.ScstConf.Statement;
import org.quintain.iscsi.target.IscsiTargetSettings;

/** Interprets the tree of an {@code scst.conf}, top level first. */
final class ServeConfigReader {
  private static final int THREADS_MAX = 64;

  private static final AttributeTable TOP =
      new AttributeTable("the top level, where also HANDLER, TARGET_DRIVER and DEVICE_GROUP stand")
          .passesOver("setup_id", "threads", "max_tasklet_cmd", "poll_us", "suspend")
          .passesOver("cluster_name", "async_lun_replace", "measure_latency", "trace_level");

  private static final AttributeTable DRIVER =
      NameServerReader.withAll(
              AccessReader.withUsers(
                  new AttributeTable("TARGET_DRIVER iscsi, where also TARGET stands")))
          .obeys("login_timeout", "max_logins_per_portal", "max_logins_per_address")
          .obeys("enabled", "transport", "threads", "busy_poll")
          .repeats(PortalReader.PORTAL)
          .passesOver("link_local", "internal_portal", "trace_level");

  private static final String FC_DRIVER = "fcst";
  private static final String SRP_DRIVER = "ib_srpt";
  private static final List<String> DRIVERS = List.of("iscsi", FC_DRIVER, SRP_DRIVER);
  private static final List<String> TRANSPORTS = List.of("auto", "nio", "epoll", "io_uring");

  private final String file;
  private final ScstConf conf;
  private final List<String> notices = new ArrayList<>();
  private final Map<String, DeviceConfig> devices = new TreeMap<>();
  private final List<Statement> deviceGroups = new ArrayList<>();

  ServeConfigReader(ScstConf conf) {
    this.file = conf.file();
    this.conf = conf;
  }

  ServeConfig read() throws ConfigurationException {
    List<Statement> attributes = new ArrayList<>();
    Map<String, Statement> drivers = new LinkedHashMap<>();
    for (Statement statement : conf.statements()) {
      switch (statement.keyword()) {
        case "HANDLER" -> handler(statement);
        case "TARGET_DRIVER" -> driver(statement, drivers);
        case "DEVICE_GROUP" -> deviceGroups.add(statement);
        default -> attributes.add(statement);
      }
    }
    new Attributes(file, attributes, TOP, notices);
    Statement fc = drivers.get(FC_DRIVER);
    Statement srp = drivers.get(SRP_DRIVER);
    return iscsi(
        drivers.get("iscsi"),
        fc == null ? List.of() : fcTargets(fc),
        srp == null ? List.of() : srpTargets(srp));
  }

  private void handler(Statement section) throws ConfigurationException {
    Handler handler = null;
    for (Handler candidate : Handler.values()) {
      if (section.words().size() == 2 && candidate.keyword().equals(section.words().get(1))) {
        handler = candidate;
      }
    }
    if (handler == null) {
      throw problem(
          section,
          "\"HANDLER "
              + section.value()
              + "\" is not served; handlers are "
              + String.join(", ", Arrays.stream(Handler.values()).map(Handler::keyword).toList())
              + ".");
    }
    DeviceReader reader = new DeviceReader(file, notices);
    for (Statement statement : section.block()) {
      if (!statement.keyword().equals("DEVICE")) {
        throw problem(
            statement, "\"" + statement.keyword() + "\" is no part of a HANDLER; DEVICE is.");
      }
      DeviceConfig device = reader.read(handler, statement);
      DeviceConfig before = devices.putIfAbsent(device.name(), device);
      if (before != null) {
        throw problem(
            statement,
            "DEVICE " + device.name() + " stands in line " + before.line() + " already.");
      }
    }
  }

  private void driver(Statement section, Map<String, Statement> drivers)
      throws ConfigurationException {
    if (section.words().size() != 2 || !DRIVERS.contains(section.value())) {
      throw problem(
          section,
          "\"TARGET_DRIVER "
              + section.value()
              + "\" is not served; drivers are "
              + String.join(", ", DRIVERS)
              + ".");
    }
    Statement before = drivers.putIfAbsent(section.value(), section);
    if (before != null) {
      throw problem(
          section,
          "TARGET_DRIVER " + section.value() + " stands in line " + before.line() + " already.");
    }
  }

  private List<FcTargetConfig> fcTargets(Statement section) throws ConfigurationException {
    return new FcTargetReader(file, new TargetReader(file, devices, notices), notices)
        .read(section);
  }

  private List<SrpTargetConfig> srpTargets(Statement section) throws ConfigurationException {
    return new SrpTargetReader(file, new TargetReader(file, devices, notices), notices)
        .read(section);
  }

  private ServeConfig iscsi(
      @Nullable Statement present, List<FcTargetConfig> fcTargets, List<SrpTargetConfig> srpTargets)
      throws ConfigurationException {
    if (present == null && fcTargets.isEmpty() && srpTargets.isEmpty()) {
      throw new ConfigurationException(
          file + ": there is no \"TARGET_DRIVER iscsi\", so nothing is served.");
    }
    Statement section =
        present == null
            ? new Statement(0, List.of("TARGET_DRIVER", "iscsi"), true, List.of())
            : present;
    List<Statement> attributes = new ArrayList<>();
    List<TargetConfig> read = new ArrayList<>();
    TargetReader targetReader = new TargetReader(file, devices, notices);
    for (Statement statement : section.block()) {
      if (statement.keyword().equals("TARGET")) {
        read.add(targetReader.read(statement, read.size() + 1));
      } else {
        attributes.add(AccessReader.withoutNumber(statement));
      }
    }
    checkUnique(read);
    Attributes values = new Attributes(file, attributes, DRIVER, notices);
    PortalReader reader = new PortalReader(file);
    List<PortalConfig> portals = reader.portals(values.all(PortalReader.PORTAL));
    List<TargetConfig> targets = reader.withPortalGroups(read, portals);
    return new ServeConfig(
        conf,
        List.copyOf(devices.values()),
        values.flag("enabled", false),
        portals,
        driver(values),
        new ReactorConfig(
            transport(values),
            values.number("threads", 0, 0, THREADS_MAX),
            values.flag("busy_poll", false)),
        targets,
        fcTargets,
        srpTargets,
        deviceGroups(targets),
        notices);
  }

  private DriverConfig driver(Attributes values) throws ConfigurationException {
    IscsiTargetSettings usual = IscsiTargetSettings.DEFAULTS;
    return new DriverConfig(
        new AccessReader(file, notices).users(values),
        values.number("login_timeout", DriverConfig.LOGIN_TIMEOUT_SECONDS, 1, 3600),
        values.number("max_logins_per_portal", usual.logins().perPortalMax(), 1, 65_535),
        values.number("max_logins_per_address", usual.logins().perAddressMax(), 1, 65_535),
        NameServerReader.read(values));
  }

  /** Read last of all, since they name devices and targets that may stand behind them. */
  private List<DeviceGroupConfig> deviceGroups(List<TargetConfig> targets)
      throws ConfigurationException {
    DeviceGroupReader reader = new DeviceGroupReader(file, devices, targets, notices);
    List<DeviceGroupConfig> groups = new ArrayList<>();
    for (Statement section : deviceGroups) {
      groups.add(reader.read(section));
    }
    return groups;
  }

  private void checkUnique(List<TargetConfig> targets) throws ConfigurationException {
    Map<String, TargetConfig> names = new TreeMap<>();
    for (TargetConfig target : targets) {
      TargetConfig sameName = names.putIfAbsent(target.name(), target);
      if (sameName != null) {
        throw ConfigurationException.at(
            file,
            target.line(),
            "TARGET " + target.name() + " stands in line " + sameName.line() + " already.");
      }
    }
  }

  private static String transport(Attributes values) throws ConfigurationException {
    String transport = values.text("transport", "auto", 16);
    if (!TRANSPORTS.contains(transport)) {
      throw values.notAllowed(
          values.all("transport").get(0), "one of " + String.join(", ", TRANSPORTS));
    }
    return transport;
  }

  private ConfigurationException problem(Statement statement, String sentence) {
    return ConfigurationException.at(file, statement.line(), sentence);
  }
}
