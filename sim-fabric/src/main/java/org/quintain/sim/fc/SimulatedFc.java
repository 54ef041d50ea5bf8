// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.bare.BareFramePort;
import org.quintain.fc.login.FcPort;
import org.quintain.fcp.initiator.FcpInitiatorPort;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.initiator.InitiatorPort;
import org.quintain.sim.capture.FrameCapture;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.SimulatedFabric;
import org.quintain.sim.fc.link.FcFaults;
import org.quintain.sim.fc.link.FcLink;
import org.quintain.sim.fc.link.LinkTap;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.LinkTopology;

/**
 * The Fibre Channel fabric in simulation: initiators at the first switch on reactor 0, one target
 * host with its ports at the last switch on the wire reactor, and faults.
 */
public final class SimulatedFc implements SimulatedFabric {
  private static final int CHURNED_MAX = 4;

  private final SimWorld world;
  private final FabricSetup setup;
  private final FcPlan plan;
  private final FcpInitiatorSettings initiatorSettings;
  private final FcNetwork network;
  private final FcTargetHost host;
  private final List<FcInitiatorHost> initiators = new ArrayList<>();
  private final List<PortDriver> targetDrivers = new ArrayList<>();
  private final Map<InitiatorPort, Integer> initiatorOf = new LinkedHashMap<>();
  private final RandomStream churn;
  private final BarePorts barePorts;

  /**
   * Makes the fabric, its target powered on.
   *
   * @param initiatorCount how many adapters initiators have
   */
  public SimulatedFc(
      SimWorld world,
      FabricSetup setup,
      FcPlan plan,
      int initiatorCount,
      FcpInitiatorSettings initiatorSettings,
      FcpTargetSettings targetSettings) {
    this.world = world;
    this.setup = setup;
    this.plan = plan;
    this.initiatorSettings = initiatorSettings;
    this.churn = world.random("fabric/churned");
    OutputStream sink = setup.capture();
    LinkTap tap =
        sink == null
            ? FcLink.noTap()
            : new FrameCapture(sink, "simulated Fibre Channel, seed " + world.seed());
    this.network = new FcNetwork(world, plan.weather(), tap);
    this.host = new FcTargetHost(world, setup, targetSettings);
    if (plan.isCalm()) {
      network.pool().trains().permit(sink != null);
    }
    build(initiatorCount);
    this.barePorts = new BarePorts(this);
    network.links().forEach(FcLink::comeUp);
  }

  private void build(int initiatorCount) {
    for (int index = 0; index < plan.switches(); index++) {
      FcSwitch added = network.addSwitch(plan.hopNs());
      for (int link = 0; index > 0 && link < plan.interSwitchLinks(); link++) {
        network.joinSwitches(network.switches().get(index - 1), added, plan.interSwitchLink());
      }
    }
    List<PortDriver> drivers = new ArrayList<>();
    for (int number = 0; number < initiatorCount; number++) {
      FcInitiatorHost initiator = new FcInitiatorHost(world, number, initiatorSettings);
      initiators.add(initiator);
      drivers.add(driver("initiator/" + number, 0, initiator.port()));
    }
    for (int number = 0; number < setup.targetPorts(); number++) {
      FcPort port = host.adapters().get(number).port();
      targetDrivers.add(driver("target/" + number, setup.wireReactor(), port));
    }
    if (plan.isLoop()) {
      buildLoop(drivers);
      return;
    }
    if (plan.switches() == 0) {
      network.join(drivers.get(0), targetDrivers.get(0), plan.nodeLink());
      return;
    }
    for (PortDriver driver : drivers) {
      network.join(driver, network.switches().get(0), plan.nodeLink());
    }
    for (PortDriver driver : targetDrivers) {
      network.join(driver, network.switches().get(plan.switches() - 1), plan.nodeLink());
    }
  }

  private void buildLoop(List<PortDriver> drivers) {
    FcLoop loop = new FcLoop(world);
    for (int number = 0; number < drivers.size(); number++) {
      long portName = FcInitiatorHost.portName(number);
      network.join(drivers.get(number), loop, portName, plan.nodeLink());
    }
    for (int number = 0; number < targetDrivers.size(); number++) {
      long portName = FcTargetHost.portName(number);
      network.join(targetDrivers.get(number), loop, portName, plan.nodeLink());
    }
  }

  PortDriver driver(String name, int reactor, FrameEndpoint port) {
    return new PortDriver(
        world,
        name,
        world.reactor(reactor),
        network.pool(),
        port,
        plan.isLoop() ? LinkTopology.LOOP : LinkTopology.FABRIC_OR_POINT_TO_POINT,
        0,
        plan.framePayloadMax());
  }

  /** The world it is in. */
  public SimWorld world() {
    return world;
  }

  /** How many target ports there are. */
  int targetPorts() {
    return setup.targetPorts();
  }

  FcNetwork network() {
    return network;
  }

  FcPlan plan() {
    return plan;
  }

  /** A bare port at the first switch, whose link comes up soon; null where there is no switch. */
  @Nullable BareFramePort openBare() {
    return plan.switches() == 0 ? null : barePorts.open();
  }

  @Override
  public InitiatorPort connect(int initiator) {
    for (Map.Entry<InitiatorPort, Integer> one : initiatorOf.entrySet()) {
      if (one.getValue() == initiator && one.getKey() instanceof FcpInitiatorPort standing) {
        world.reactor(0).post(nowNs -> standing.close());
      }
    }
    initiatorOf.values().removeIf(other -> other == initiator);
    FcpInitiatorPort port = initiators.get(initiator).begin(FcTargetHost.portName(0));
    initiatorOf.put(port, initiator);
    return port;
  }

  /** Begins a nexus of the virtual port {@code index} beside initiator {@code initiator}. */
  FcpInitiatorPort connectVirtual(int initiator, int index, int targetPort) {
    return initiators.get(initiator).beginVirtual(index, FcTargetHost.portName(targetPort));
  }

  /** Takes a virtual port out of the fabric. */
  void removeVirtual(int initiator, int index) {
    initiators.get(initiator).removeVirtual(index);
  }

  @Override
  public void disconnect(InitiatorPort port) {
    world.reactor(0).post(nowNs -> port.close());
  }

  @Override
  public void breakWire(InitiatorPort port) {
    disconnect(port);
  }

  @Override
  public void powerOff() {
    for (PortDriver driver : targetDrivers) {
      driver.vanish();
      driver.end().link().holdDown(world.nowNs());
    }
    host.powerOff();
  }

  @Override
  public void powerOn() {
    host.powerOn();
    for (int number = 0; number < targetDrivers.size(); number++) {
      targetDrivers.get(number).appear(host.adapters().get(number).port());
      targetDrivers.get(number).end().link().letUp();
    }
  }

  @Override
  public void heal() {
    plan.weather().set(FcFaults.NONE);
    network.trouble().heal(world.nowNs());
    world.reactor(0).post(nowNs -> initiators.forEach(host -> host.endChurn(nowNs)));
    network.services().tellAll(world.nowNs());
    DiskFaults before = setup.diskWeather().faults();
    setup
        .diskWeather()
        .set(new DiskFaults(0, 0, 0, before.lostOnPowerLoss(), before.tornOnPowerLoss()));
  }

  @Override
  public @Nullable String whatIsBusy() {
    for (FcInitiatorHost initiator : initiators) {
      String busy = FcTargetHost.whatIsBusy(initiator.port());
      if (busy != null) {
        return busy + " at an initiator";
      }
    }
    String busy = host.whatIsBusy();
    return busy == null ? network.whatIsBusy() : busy;
  }

  @Override
  public void check(long nowNs) {
    network.check();
    host.check();
    if (network.trouble().takeChurn(nowNs)) {
      FcInitiatorHost chosen = initiators.get(churn.below(initiators.size()));
      world.reactor(0).post(atNs -> chosen.churn(atNs, CHURNED_MAX));
    }
  }

  @Override
  public SortedMap<String, Long> faultCounts() {
    SortedMap<String, Long> counts = setup.diskWeather().faultCounts();
    counts.putAll(plan.weather().faultCounts());
    return counts;
  }
}
