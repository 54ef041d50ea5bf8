// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.device.DiskBacking;
import org.quintain.hardware.config.AccessConfig;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.DeviceConfig;
import org.quintain.hardware.config.DriverConfig;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.config.TargetConfig;
import org.quintain.hardware.config.TargetConfig.GroupConfig;
import org.quintain.hardware.config.TargetConfig.LunConfig;
import org.quintain.hardware.serve.ServerStatus.DeviceStatus;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.iscsi.target.LoginRules;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.target.TaskSetLimits;
import org.quintain.target.TraceSink;

/**
 * Makes the target device and the iSCSI targets of a configuration, and changes them: before the
 * reactor runs on the starting thread, afterwards on the reactor.
 */
final class TargetWiring {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int ISCSI_PROTOCOL = 5;
  private static final int FIRST_GROUP = 1;
  private static final int PORTAL_GROUP_TAG = 1;

  /** What the table of commands recommends for most of them. */
  private static final int TIMEOUT_SECONDS = 30;

  private ServeConfig config;
  private final TargetDevice device;
  private final ServedPortGroups groups = new ServedPortGroups();
  private final Map<String, LogicalUnit> units = new LinkedHashMap<>();
  private final Map<String, TargetPort> ports = new TreeMap<>();

  TargetWiring(ServeConfig config, ServedDevices devices, List<Reactor> reactors) {
    this.config = config;
    this.device = new TargetDevice(limits(config), reactors.get(0), reactors, TraceSink.NONE);
    for (String name : devices.names()) {
      add(name, devices);
    }
  }

  private void add(String name, ServedDevices devices) {
    LogicalUnit unit =
        device.addLogicalUnit(
            devices.unit(name),
            new DiskBacking(devices.store(name), devices.protection(name), devices.memory(name)),
            groups.of(config, name));
    units.put(name, unit);
    config.devices().stream()
        .filter(each -> each.name().equals(name))
        .forEach(each -> limit(unit, each.limits()));
  }

  /** Puts the limits of a device into force. */
  static void limit(LogicalUnit unit, DeviceConfig.Limits limits) {
    int perNexus = limits.nexusCommandsMax();
    int percent = (limits.timeoutSeconds() * 100 + TIMEOUT_SECONDS - 1) / TIMEOUT_SECONDS;
    unit.limits(
        unit.limits()
            .withNexusCommandsMax(perNexus == 0 ? TaskSetLimits.NO_LIMIT : perNexus)
            .withDeadlinePercent(percent));
  }

  /** Takes the port of a target away; it is gone when its last nexus is. */
  void removePort(String target) {
    TargetPort port = ports.remove(target);
    if (port != null) {
      device.removePort(port);
    }
  }

  /** Whether a port that goes still has a relative target port identifier of {@code next}. */
  boolean isIdentifierTaken(ServeConfig next) {
    return next.targets().stream()
        .filter(target -> !ports.containsKey(target.name()))
        .anyMatch(
            target ->
                device.ports().stream()
                    .anyMatch(
                        port -> port.relativeTargetPortIdentifier() == target.relativeTargetId()));
  }

  /** Takes a logical unit out of sight; {@code then} runs when nothing of it is left. */
  void removeUnit(long nowNs, String name, ReactorTask then) {
    LogicalUnit unit = units.remove(name);
    if (unit == null) {
      then.run(nowNs);
    } else {
      device.removeLogicalUnit(nowNs, unit, then);
    }
  }

  /**
   * Serves {@code next} from now on, whose targets all have a port identifier that is free or
   * theirs; adds the logical units of {@code added}, which {@code devices} has opened.
   *
   * @return the targets of {@code next}
   */
  List<IscsiTarget> apply(
      long nowNs,
      ServeConfig next,
      List<String> added,
      ServedDevices devices,
      List<String> portals) {
    ServeConfig running = config;
    config = next;
    try {
      for (String name : added) {
        add(name, devices);
      }
    } catch (IllegalArgumentException refused) {
      added.forEach(name -> removeUnit(nowNs, name, atNs -> {}));
      config = running;
      throw refused;
    }
    for (TargetConfig target : next.targets()) {
      TargetPort port = ports.get(target.name());
      if (port != null) {
        port.replaceLunMap(nowNs, map(target));
      }
    }
    groups.apply(nowNs, device.owner(), running, next);
    return targets(portals);
  }

  private static TargetDeviceConfig limits(ServeConfig config) {
    TargetDeviceConfig usual = TargetDeviceConfig.production();
    int perNexus =
        config.targets().stream()
            .mapToInt(TargetConfig::queuedCommands)
            .max()
            .orElse(usual.commandsPerNexus());
    return new TargetDeviceConfig(
        Math.max(usual.commandsPerReactor(), 2 * perNexus),
        perNexus,
        usual.nexusesMax(),
        true,
        usual.traceEvents());
  }

  /** The logical unit of each device that has one, by its name. */
  Map<String, LogicalUnit> units() {
    return units;
  }

  /** What each logical unit did; on the reactor. */
  List<DeviceStatus> statuses(ServedDevices devices) {
    List<DeviceStatus> statuses = new ArrayList<>();
    for (Map.Entry<String, LogicalUnit> each : units.entrySet()) {
      statuses.add(
          new DeviceStatus(
              each.getKey(),
              devices.store(each.getKey()).capacityBytes(),
              each.getValue().statistics()));
    }
    return statuses;
  }

  TargetDevice device() {
    return device;
  }

  LogicalUnit unit(String name) {
    LogicalUnit unit = units.get(name);
    if (unit == null) {
      throw new IllegalArgumentException("There is no device " + name + ".");
    }
    return unit;
  }

  /** Whether {@code next} asks for limits or times that were fixed when the server started. */
  boolean differsInFixed(ServeConfig next, IscsiTargetSettings settings)
      throws ConfigurationException {
    return limits(next).commandsPerNexus() > device.config().commandsPerNexus()
        || (!next.targets().isEmpty() && !settings(next).equals(settings));
  }

  /** The node's times: iscsi-scst has them for each target, here they are one node's. */
  static IscsiTargetSettings settings(ServeConfig config) throws ConfigurationException {
    DriverConfig driver = config.driver();
    IscsiTargetSettings usual =
        IscsiTargetSettings.DEFAULTS.withLogins(
            driver.loginTimeoutSeconds() * SECOND_NS,
            driver.loginsPerPortalMax(),
            driver.loginsPerAddressMax());
    if (config.targets().isEmpty()) {
      // So that targets which come later, and ask for nothing, find what they would get.
      return withTimes(usual, 30, 30, 90);
    }
    TargetConfig first = config.targets().get(0);
    for (TargetConfig target : config.targets()) {
      if (target.nopInIntervalSeconds() != first.nopInIntervalSeconds()
          || target.nopInTimeoutSeconds() != first.nopInTimeoutSeconds()
          || target.rspTimeoutSeconds() != first.rspTimeoutSeconds()) {
        throw new ConfigurationException(
            config.file()
                + ":"
                + target.line()
                + ": NopInInterval, NopInTimeout and RspTimeout are the same for all targets,"
                + " and those of TARGET "
                + target.name()
                + " differ from those of TARGET "
                + first.name()
                + ".");
      }
    }
    return withTimes(
        usual,
        first.nopInIntervalSeconds(),
        first.nopInTimeoutSeconds(),
        first.rspTimeoutSeconds());
  }

  private static IscsiTargetSettings withTimes(
      IscsiTargetSettings usual, int nopInInterval, int nopInTimeout, int rspTimeout) {
    return usual
        .withNop(nopInInterval * SECOND_NS, nopInTimeout * SECOND_NS)
        .withDataOutTimeout(rspTimeout * SECOND_NS)
        .withDirectMemory(true);
  }

  /**
   * The targets, each with its port, which is made where it is not there yet; {@code portals} is
   * what SendTargets advertises.
   */
  List<IscsiTarget> targets(List<String> portals) {
    List<IscsiTarget> targets = new ArrayList<>();
    for (TargetConfig target : config.targets()) {
      LunMap map = map(target);
      TargetPort port = ports.get(target.name());
      if (port == null) {
        port =
            device.addPort(
                new TargetPortConfig(
                    target.name(), target.relativeTargetId(), ISCSI_PROTOCOL, FIRST_GROUP, map));
        ports.put(target.name(), port);
      }
      TargetAccess access = new TargetAccess(target, map);
      targets.add(
          new IscsiTarget(
              target.name(),
              target.alias(),
              port,
              target.relativeTargetId(),
              PORTAL_GROUP_TAG,
              portals.stream().filter(access::advertises).toList(),
              target.enabled(),
              target.reportsEvents(),
              target.keys(),
              rules(target, access)));
    }
    return targets;
  }

  private static LoginRules rules(TargetConfig target, TargetAccess who) {
    AccessConfig access = target.access();
    return new LoginRules(
        who,
        access.authentication(),
        access.limits(),
        access.redirect(),
        access.isRedirectPermanent());
  }

  private LunMap map(TargetConfig target) {
    LunMap.Builder map = LunMap.builder().perPortal(target.access().isPerPortal());
    add(map, target.luns());
    for (GroupConfig group : target.groups()) {
      map.group(group.name(), group.initiatorPatterns().toArray(String[]::new));
      add(map, group.luns());
    }
    return map.build();
  }

  private void add(LunMap.Builder map, List<LunConfig> luns) {
    for (LunConfig lun : luns) {
      LogicalUnit unit = units.get(lun.device());
      if (unit != null) {
        map.map(lun.lun(), unit, lun.readOnly());
      }
    }
  }
}
