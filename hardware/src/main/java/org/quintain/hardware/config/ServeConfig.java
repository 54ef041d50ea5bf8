// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code quintain serve} is to serve, checked as far as that goes without opening anything.
 *
 * @param conf the tree it was read from
 * @param devices the devices, by line
 * @param enabled whether the driver {@code iscsi} takes connections
 * @param portals where it listens, and in which portal groups
 * @param driver what holds for logins to all targets, and for discovery
 * @param reactors the threads that serve connections
 * @param targets the targets of iSCSI
 * @param fcTargets the targets of Fibre Channel over Ethernet
 * @param srpTargets the targets of SRP on RoCEv2
 * @param deviceGroups through which target port groups devices are seen
 * @param notices sentences about attributes that are known and have no effect here
 */
public record ServeConfig(
    ScstConf conf,
    List<DeviceConfig> devices,
    boolean enabled,
    List<PortalConfig> portals,
    DriverConfig driver,
    ReactorConfig reactors,
    List<TargetConfig> targets,
    List<FcTargetConfig> fcTargets,
    List<SrpTargetConfig> srpTargets,
    List<DeviceGroupConfig> deviceGroups,
    List<String> notices) {

  /** Makes the lists immutable. */
  public ServeConfig {
    devices = List.copyOf(devices);
    portals = List.copyOf(portals);
    targets = List.copyOf(targets);
    fcTargets = List.copyOf(fcTargets);
    srpTargets = List.copyOf(srpTargets);
    deviceGroups = List.copyOf(deviceGroups);
    notices = List.copyOf(notices);
  }

  /** What messages call the configuration. */
  public String file() {
    return conf.file();
  }

  /** Where it listens, portal group by portal group or not: nowhere for other fabrics alone. */
  public List<InetSocketAddress> addresses() {
    return enabled ? portals.stream().map(PortalConfig::address).toList() : List.of();
  }

  /** Whether something is served beside iSCSI. */
  public boolean hasOtherFabrics() {
    return !fcTargets.isEmpty() || !srpTargets.isEmpty();
  }

  /** The targets of all drivers. */
  public List<MappedTarget> allTargets() {
    List<MappedTarget> all = new ArrayList<>(targets);
    all.addAll(fcTargets);
    all.addAll(srpTargets);
    return all;
  }

  /** The device of {@code name}; throws {@link IllegalArgumentException} when there is none. */
  public DeviceConfig device(String name) {
    return devices.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no device " + name + "."));
  }

  /** The same with other targets, which its tree does not tell of. */
  public ServeConfig withTargets(List<TargetConfig> others) {
    return new ServeConfig(
        conf,
        devices,
        enabled,
        portals,
        driver,
        reactors,
        others,
        fcTargets,
        srpTargets,
        deviceGroups,
        notices);
  }

  /** The name of the device group of each device that is in one. */
  public Map<String, String> groupOfDevices() {
    Map<String, String> groups = new TreeMap<>();
    for (DeviceGroupConfig group : deviceGroups) {
      group.devices().forEach(device -> groups.put(device, group.name()));
    }
    return groups;
  }

  /**
   * Reads the file at {@code path}.
   *
   * @throws ConfigurationException with one sentence naming file, line, key and what is allowed
   */
  public static ServeConfig load(Path path) throws ConfigurationException {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException missing) {
      throw new ConfigurationException("There is no configuration file " + path + ".");
    } catch (MalformedInputException binary) {
      throw new ConfigurationException(path + " is not a text in UTF-8.");
    } catch (IOException broken) {
      throw new ConfigurationException(path + " cannot be read: " + broken.getMessage() + ".");
    }
    return parse(path.toString(), text);
  }

  /**
   * Reads {@code text}, which messages call {@code file}.
   *
   * @throws ConfigurationException with one sentence naming file, line, key and what is allowed
   */
  public static ServeConfig parse(String file, String text) throws ConfigurationException {
    return of(ScstConfReader.read(file, text));
  }

  /**
   * Interprets a tree.
   *
   * @throws ConfigurationException with one sentence naming file, line, key and what is allowed
   */
  public static ServeConfig of(ScstConf conf) throws ConfigurationException {
    return new ServeConfigReader(conf).read();
  }
}
