// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.quintain.hardware.config.ConfigDifference;
import org.quintain.hardware.config.ConfigEdit;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.DeviceConfig;
import org.quintain.hardware.config.ScstConf;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.config.TargetConfig;
import org.quintain.hardware.net.HardwareWorld;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.target.LogicalUnit;

/**
 * Changes what a running server serves. Whoever calls waits for files that are opened; the reactor
 * waits for nothing: it takes out of sight what goes, puts in place what comes, and serves all else
 * meanwhile. A store that goes is closed by a thread of its own once its last request is answered.
 *
 * <p>Called by one thread at a time, never by a reactor.
 */
final class Reconfigurer implements AutoCloseable {
  private static final long GOING_NS = TimeUnit.SECONDS.toNanos(10);

  private final ServedDevices devices;
  private final TargetWiring wiring;
  private final NettyReactor reactor;
  private final Nodes nodes;
  private final SizeWatch sizes;
  private final ServeListener listener;
  private final Portals portals;
  private final NameServer nameServer;
  private final Set<String> going = ConcurrentHashMap.newKeySet();
  private final ExecutorService closer =
      Executors.newCachedThreadPool(
          task -> {
            Thread made = new Thread(task, "quintain-closer");
            made.setDaemon(true);
            return made;
          });
  private ServeConfig running;

  Reconfigurer(
      ServeConfig config,
      ServedDevices devices,
      TargetWiring wiring,
      NettyReactor reactor,
      Nodes nodes,
      SizeWatch sizes,
      ServeListener listener,
      Portals portals,
      NameServer nameServer) {
    this.nameServer = nameServer;
    this.running = config;
    this.devices = devices;
    this.wiring = wiring;
    this.reactor = reactor;
    this.nodes = nodes;
    this.sizes = sizes;
    this.listener = listener;
    this.portals = portals;
  }

  /** What is served. */
  ServeConfig running() {
    return running;
  }

  /**
   * Serves {@code conf} from now on.
   *
   * @throws ConfigurationException with one sentence. Nothing has changed then, unless it was a
   *     device that differs or comes: what could be done without it is done.
   */
  void apply(ScstConf conf) throws ConfigurationException {
    ServeConfig next = ConfigDifference.next(running, conf);
    ConfigDifference difference = ConfigDifference.between(running, next);
    if (wiring.differsInFixed(next, nodes.settings())) {
      throw new ConfigurationException(
          next.file()
              + ": NopInInterval, NopInTimeout, RspTimeout and a larger QueuedCommands hold only"
              + " when the server is started again.");
    }
    if (!difference.changedDevices().isEmpty()) {
      // What differs goes first, so that its file is free for what comes.
      List<String> changed = difference.changedDevices();
      apply(ConfigEdit.without(running.conf(), changed));
      next = ConfigDifference.next(running, conf);
      difference = ConfigDifference.between(running, next);
    }
    for (String name : difference.addedDevices()) {
      if (!await(() -> !going.contains(name))) {
        throw new ConfigurationException(
            "DEVICE " + name + " still ends what it was at; try again when its disk answers.");
      }
    }
    List<String> opened = open(next, difference.addedDevices());
    try {
      extendFiles(next, difference.adjustedDevices());
      portals.open(next.addresses());
      removeTargets(difference.removedTargets());
      awaitIdentifiers(next);
      put(next, opened);
    } catch (ConfigurationException refused) {
      portals.closeAllBut(running.addresses());
      opened.forEach(devices::close);
      throw refused;
    }
    portals.closeAllBut(next.addresses());
    remove(difference.removedDevices());
    adjust(next, difference.adjustedDevices());
    for (String name : opened) {
      sizes.watch(name, devices, wiring.unit(name), reactor, listener);
    }
    next.notices().forEach(listener::onNotice);
  }

  /** Makes room in files before anything shows it. */
  private void extendFiles(ServeConfig next, List<String> adjusted) throws ConfigurationException {
    for (String name : adjusted) {
      DeviceConfig device = next.device(name);
      if (device.sizeBytes() != running.device(name).sizeBytes()) {
        try {
          devices.extend(name, device.sizeBytes());
        } catch (IOException refused) {
          throw new ConfigurationException(
              next.file() + ":" + device.line() + ": DEVICE " + name + ": " + refused.getMessage());
        }
      }
    }
  }

  /** Other sizes and limits of devices that stay. */
  private void adjust(ServeConfig next, List<String> adjusted) throws ConfigurationException {
    if (adjusted.isEmpty()) {
      return;
    }
    ReactorCalls.run(
        reactor,
        nowNs -> {
          for (String name : adjusted) {
            DeviceConfig device = next.device(name);
            LogicalUnit unit = wiring.unit(name);
            TargetWiring.limit(unit, device.limits());
            if (device.sizeBytes() > 0) {
              devices.resizeInMemory(name, device.sizeBytes());
              unit.deviceServer().onCapacityChanged(nowNs);
            }
          }
        });
  }

  /** Opens all or none; gives the names of those that have a store. */
  private List<String> open(ServeConfig next, List<String> added) throws ConfigurationException {
    List<String> opened = new ArrayList<>();
    try {
      for (DeviceConfig device : next.devices()) {
        if (added.contains(device.name()) && !device.isDummy()) {
          devices.open(next.file(), device, listener::onNotice);
          opened.add(device.name());
        }
      }
      return opened;
    } catch (ConfigurationException refused) {
      opened.forEach(devices::close);
      throw refused;
    }
  }

  private void removeTargets(List<String> names) throws ConfigurationException {
    if (names.isEmpty()) {
      return;
    }
    ReactorCalls.run(
        reactor,
        nowNs -> {
          for (String name : names) {
            nodes.forEach(nowNs, (atNs, node) -> node.remove(atNs, name, nodes.logoutSeconds()));
            wiring.removePorts(name);
          }
        });
    List<TargetConfig> left =
        running.targets().stream().filter(target -> !names.contains(target.name())).toList();
    running = running.withTargets(left);
  }

  /** Ports that were taken away are gone when their last nexus is. */
  private void awaitIdentifiers(ServeConfig next) throws ConfigurationException {
    boolean isFree =
        await(
            () -> {
              try {
                return !ReactorCalls.call(reactor, nowNs -> wiring.isIdentifierTaken(next));
              } catch (ConfigurationException stopped) {
                return true;
              }
            });
    if (!isFree) {
      throw new ConfigurationException(
          "A target that was taken away still ends its sessions, and its rel_tgt_id is not free"
              + " before that; try again.");
    }
  }

  private void put(ServeConfig next, List<String> opened) throws ConfigurationException {
    ServeConfig before = running;
    SortedMap<Integer, List<String>> advertised = portals.groups(next.portals());
    List<IscsiTarget> targets = new ArrayList<>();
    ReactorCalls.run(
        reactor,
        nowNs -> {
          nodes.forEach(
              nowNs, (atNs, node) -> node.discoveryAuthentication(next.driver().discovery()));
          for (IscsiTarget target : wiring.apply(nowNs, next, opened, devices, advertised)) {
            nodes.put(nowNs, target);
            targets.add(target);
          }
          for (TargetConfig target : before.targets()) {
            boolean isDisabled =
                target.enabled()
                    && next.targets().stream()
                        .anyMatch(each -> each.name().equals(target.name()) && !each.enabled());
            if (isDisabled) {
              nodes.forEach(
                  nowNs,
                  (atNs, node) ->
                      node.requestLogoutsOf(atNs, target.name(), nodes.logoutSeconds()));
            }
          }
        });
    running = next;
    nameServer.register(next.driver().nameServer(), targets);
  }

  private void remove(List<String> names) throws ConfigurationException {
    if (names.isEmpty()) {
      return;
    }
    going.addAll(names);
    names.forEach(sizes::forget);
    ReactorCalls.run(
        reactor,
        nowNs -> {
          for (String name : names) {
            wiring.removeUnit(nowNs, name, laterNs -> closer.execute(() -> close(name)));
          }
        });
  }

  private void close(String name) {
    try {
      devices.close(name);
    } finally {
      going.remove(name);
    }
  }

  private boolean await(BooleanSupplier condition) {
    return new HardwareWorld(reactor).awaitUntil(condition, GOING_NS);
  }

  /** Names of devices that were taken away and whose disks have not answered everything yet. */
  List<String> going() {
    return going.stream().sorted().toList();
  }

  @Override
  public void close() {
    closer.shutdown();
  }
}
