// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.ExchangeOptions;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.FcPortOptions;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.fcp.target.FcpTargetPort;
import org.quintain.fcp.target.FcpTargetProtocol;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.sim.fabric.EngineHost;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.PortNaming;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;

/**
 * The target's machine with an adapter for each of its target ports, which live as long as the
 * power is on.
 */
final class FcTargetHost {
  private static final long PORT_NAME = 0x2101_001B_3200_0000L;
  private static final long NODE_NAME = 0x2000_001B_3200_0000L;

  private final SimWorld world;
  private final FabricSetup setup;
  private final FcpTargetSettings settings;
  private final EngineHost engine;
  private final List<Adapter> adapters = new ArrayList<>();

  /** One target port with its Fibre Channel port. */
  record Adapter(FcPort port, FcpTargetPort target) {}

  FcTargetHost(SimWorld world, FabricSetup setup, FcpTargetSettings settings) {
    this.world = world;
    this.setup = setup;
    this.settings = settings;
    PortNaming naming =
        (number, luns) ->
            new TargetPortConfig(
                WorldWideName.format(portName(number - 1)), number, PortNaming.FCP, number, luns);
    this.engine = new EngineHost(world, setup, naming, true);
    start();
  }

  /** The name of target port {@code number}, from 0 on. */
  static long portName(int number) {
    return PORT_NAME + number;
  }

  /** What every port of the simulation can hold. */
  static FcPortOptions portOptions() {
    ExchangeOptions usual = ExchangeOptions.DEFAULT;
    return FcPortOptions.DEFAULT.with(
        new ExchangeOptions(
            1024,
            usual.inlinePayloadBytes(),
            usual.assemblyBytes(),
            usual.assembliesMax(),
            false,
            false));
  }

  private void start() {
    int number = 0;
    for (TargetPort port : engine.ports()) {
      FcPort fcPort = new FcPort(portOptions());
      FcpTargetPort target =
          new FcpTargetPort(
              engine.wireReactor(),
              fcPort.exchanges(),
              setup.mutation().target(world, port),
              portName(number),
              settings);
      NPortIdentity identity = new NPortIdentity(portName(number), NODE_NAME, "quintain target");
      fcPort.addNPort(world.nowNs(), identity, new FcpTargetProtocol(target));
      adapters.add(new Adapter(fcPort, target));
      number++;
    }
  }

  /** The adapters, while the power is on. */
  List<Adapter> adapters() {
    return adapters;
  }

  void powerOn() {
    engine.powerOn();
    start();
  }

  void powerOff() {
    adapters.clear();
    engine.powerOff();
  }

  boolean isOn() {
    return engine.isOn();
  }

  void check() {
    engine.check();
  }

  /** What is not at rest, or null. */
  @Nullable String whatIsBusy() {
    for (Adapter adapter : adapters) {
      if (adapter.target().tasksInUse() != 0) {
        return adapter.target().tasksInUse() + " tasks of a target port are in use";
      }
      String busy = whatIsBusy(adapter.port());
      if (busy != null) {
        return busy + " at a target port";
      }
    }
    return engine.whatIsBusy();
  }

  /** What a port still holds of exchanges, or null. */
  static @Nullable String whatIsBusy(FcPort port) {
    if (port.exchanges().exchangesInUse() != 0) {
      return port.exchanges().exchangesInUse() + " exchanges are open";
    }
    if (port.exchanges().sequencesInUse() != 0) {
      return port.exchanges().sequencesInUse() + " sequences are in use";
    }
    return port.exchanges().assembliesInUse() == 0 ? null : "an information unit is put together";
  }
}
