// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.device.DiskBacking;
import org.quintain.fcp.target.FcpTargetPort;
import org.quintain.hardware.config.AccessConfig;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.DeviceConfig;
import org.quintain.hardware.config.DriverConfig;
import org.quintain.hardware.config.FcTargetConfig;
import org.quintain.hardware.config.MappedTarget;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.config.SrpTargetConfig;
import org.quintain.hardware.config.TargetConfig;
import org.quintain.hardware.config.TargetConfig.GroupConfig;
import org.quintain.hardware.config.TargetConfig.LunConfig;
import org.quintain.hardware.config.TargetConfig.TargetPortalGroup;
import org.quintain.hardware.serve.ServerStatus.DeviceStatus;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.iscsi.target.LoginRules;
import org.quintain.iscsi.target.PortalGroup;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.srp.target.SrpTargetPort;
import org.quintain.srp.wire.SrpPortIdentifier;
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
  private static final int NO_TAG = 0;

  /** What the table of commands recommends for most of them. */
  private static final int TIMEOUT_SECONDS = 30;

  private ServeConfig config;
  private final KnownInitiators known;
  private final TargetDevice device;
  private final ServedPortGroups groups = new ServedPortGroups();
  private final Map<String, LogicalUnit> units = new LinkedHashMap<>();

  /** By target, then by portal group tag, which is {@link #NO_TAG} with other fabrics. */
  private final Map<String, Map<Integer, TargetPort>> ports = new TreeMap<>();

  TargetWiring(
      ServeConfig config, ServedDevices devices, List<Reactor> reactors, KnownInitiators known) {
    this.config = config;
    this.known = known;
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

  /** Takes the ports of a target away; each is gone when its last nexus is. */
  void removePorts(String target) {
    Map<Integer, TargetPort> gone = ports.remove(target);
    if (gone != null) {
      gone.values().forEach(device::removePort);
    }
  }

  private void removePortsWithout(ServeConfig next) {
    for (TargetConfig target : next.targets()) {
      Map<Integer, TargetPort> its = ports.getOrDefault(target.name(), Map.of());
      its.entrySet()
          .removeIf(
              port -> {
                boolean isGone = !target.identifiersByTag().containsKey(port.getKey());
                if (isGone) {
                  device.removePort(port.getValue());
                }
                return isGone;
              });
    }
  }

  /** Whether a port that goes still has a relative target port identifier of {@code next}. */
  boolean isIdentifierTaken(ServeConfig next) {
    return next.targets().stream()
        .anyMatch(
            target ->
                target.portalGroups().stream().anyMatch(group -> isTaken(target.name(), group)));
  }

  private boolean isTaken(String target, TargetPortalGroup group) {
    return !ports.getOrDefault(target, Map.of()).containsKey(group.tag())
        && device.ports().stream()
            .anyMatch(port -> port.relativeTargetPortIdentifier() == group.relativeTargetId());
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
      SortedMap<Integer, List<String>> portals) {
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
    for (MappedTarget target : next.allTargets()) {
      for (TargetPort port : ports.getOrDefault(target.name(), Map.of()).values()) {
        port.replaceLunMap(nowNs, map(target));
      }
    }
    removePortsWithout(next);
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
   * The targets, each with its ports, which are made where they are not there yet; {@code portals}
   * is what SendTargets advertises, by tag of portal group.
   */
  List<IscsiTarget> targets(SortedMap<Integer, List<String>> portals) {
    List<IscsiTarget> targets = new ArrayList<>();
    for (TargetConfig target : config.targets()) {
      LunMap map = map(target);
      TargetAccess access = new TargetAccess(target, map, known);
      List<PortalGroup> portalGroups = new ArrayList<>();
      for (TargetPortalGroup group : target.portalGroups()) {
        List<String> its = portals.getOrDefault(group.tag(), List.of());
        portalGroups.add(
            new PortalGroup(
                group.tag(),
                its.stream().filter(access::advertises).toList(),
                port(target.name(), group, map),
                group.relativeTargetId()));
      }
      targets.add(
          new IscsiTarget(
              target.name(),
              target.alias(),
              portalGroups,
              target.enabled(),
              target.reportsEvents(),
              target.keys(),
              rules(target, access)));
    }
    return targets;
  }

  private TargetPort port(String target, TargetPortalGroup group, LunMap map) {
    return ports
        .computeIfAbsent(target, none -> new TreeMap<>())
        .computeIfAbsent(
            group.tag(),
            tag ->
                device.addPort(
                    new TargetPortConfig(
                        PortalGroup.portName(target, tag),
                        group.relativeTargetId(),
                        ISCSI_PROTOCOL,
                        FIRST_GROUP,
                        map)));
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

  /** A port of Fibre Channel, made before the reactor runs or on it. */
  TargetPort add(FcTargetConfig target) {
    return add(target, target.name(), target.relativeTargetId(), FcpTargetPort.PROTOCOL_IDENTIFIER);
  }

  /** A port of SRP, likewise. */
  TargetPort add(SrpTargetConfig target) {
    return add(
        target,
        new SrpPortIdentifier(target.guid(), target.guid()).toString(),
        target.relativeTargetId(),
        SrpTargetPort.PROTOCOL_IDENTIFIER);
  }

  private TargetPort add(MappedTarget target, String portName, int identifier, int protocol) {
    TargetPort port =
        device.addPort(
            new TargetPortConfig(portName, identifier, protocol, FIRST_GROUP, map(target)));
    ports.put(target.name(), Map.of(NO_TAG, port));
    return port;
  }

  private LunMap map(MappedTarget target) {
    LunMap.Builder map = LunMap.builder().perPortal(target.isPerPortal());
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
