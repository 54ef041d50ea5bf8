// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.bare.BarePacketPort;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.MessagePort;
import org.quintain.sim.capture.RoceCapture;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.SimulatedFabric;
import org.quintain.sim.ib.link.IbFaults;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.srp.initiator.SrpInitiatorPort;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.target.SrpTargetSettings;

/**
 * SRP over InfiniBand in simulation: initiators' adapters at the first switch on reactor 0, one
 * target host with its adapters at the last switch on the wire reactor, and faults.
 */
public final class SimulatedSrp implements SimulatedFabric {
  private final SimWorld world;
  private final FabricSetup setup;
  private final IbPlan plan;
  private final SimSubnet subnet;
  private final IbTargetHost host;
  private final BarePackets bare;
  private final List<IbInitiatorHost> initiators = new ArrayList<>();
  private final Map<InitiatorPort, Integer> initiatorOf = new LinkedHashMap<>();
  private boolean isStarving;

  /**
   * Makes the fabric, its target powered on.
   *
   * @param initiatorCount how many adapters initiators have
   */
  public SimulatedSrp(
      SimWorld world,
      FabricSetup setup,
      IbPlan plan,
      int initiatorCount,
      SrpInitiatorSettings initiatorSettings,
      SrpTargetSettings targetSettings) {
    this(
        world,
        setup,
        plan,
        initiatorCount,
        initiatorSettings,
        targetSettings,
        HostCosts.NONE,
        HostCosts.NONE,
        0);
  }

  /**
   * The same with hosts that take their time.
   *
   * @param barePorts how many bare ports there can be at a time
   */
  SimulatedSrp(
      SimWorld world,
      FabricSetup setup,
      IbPlan plan,
      int initiatorCount,
      SrpInitiatorSettings initiatorSettings,
      SrpTargetSettings targetSettings,
      HostCosts initiatorCosts,
      HostCosts targetCosts,
      int barePorts) {
    this.world = world;
    this.setup = setup;
    this.plan = plan;
    OutputStream sink = setup.capture();
    this.subnet =
        new SimSubnet(
            world,
            plan,
            sink == null
                ? null
                : new RoceCapture(sink, "simulated InfiniBand, seed " + world.seed()));
    for (int number = 0; number < initiatorCount; number++) {
      initiators.add(new IbInitiatorHost(world, subnet, number, initiatorSettings, initiatorCosts));
    }
    this.host = new IbTargetHost(world, setup, subnet, targetSettings, targetCosts);
    this.bare = new BarePackets(world, subnet, barePorts);
    subnet.layCables(initiatorCount);
    initiators.forEach(IbInitiatorHost::start);
    host.start();
  }

  /** The world it is in. */
  public SimWorld world() {
    return world;
  }

  /** How many target ports there are. */
  int targetPorts() {
    return setup.targetPorts();
  }

  SimSubnet subnet() {
    return subnet;
  }

  @Override
  public InitiatorPort connect(int initiator) {
    for (Map.Entry<InitiatorPort, Integer> one : initiatorOf.entrySet()) {
      if (one.getValue() == initiator && one.getKey() instanceof SrpInitiatorPort standing) {
        world.reactor(0).post(nowNs -> standing.close());
      }
    }
    initiatorOf.values().removeIf(other -> other == initiator);
    SrpInitiatorPort port = connect(initiator, 0, 0);
    initiatorOf.put(port, initiator);
    return port;
  }

  /** Begins a nexus of the initiator port {@code index} on adapter {@code initiator}. */
  SrpInitiatorPort connect(int initiator, int index, int targetPort) {
    HcaDriver target = subnet.drivers().get(initiators.size() + targetPort);
    return initiators.get(initiator).begin(index, target, targetPort);
  }

  /** A bare port that speaks to the first target port. */
  BarePacketPort openBare() throws FabricException {
    return bare.open(subnet.drivers().get(initiators.size()));
  }

  /** A bare port with the name of the initiator port {@code index} on adapter {@code initiator}. */
  MessagePort openMessagePort(int initiator, int index) {
    HcaDriver target = subnet.drivers().get(initiators.size());
    return initiators.get(initiator).openMessagePort(index, target);
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
    host.powerOff();
  }

  @Override
  public void powerOn() {
    host.powerOn();
  }

  @Override
  public void heal() {
    plan.weather().set(IbFaults.NONE);
    subnet.trouble().heal();
    DiskFaults before = setup.diskWeather().faults();
    setup
        .diskWeather()
        .set(new DiskFaults(0, 0, 0, before.lostOnPowerLoss(), before.tornOnPowerLoss()));
  }

  @Override
  public @Nullable String whatIsBusy() {
    for (IbInitiatorHost initiator : initiators) {
      String busy = initiator.whatIsBusy();
      if (busy != null) {
        return busy + " at an initiator";
      }
    }
    String busy = host.whatIsBusy();
    return busy == null ? subnet.whatIsBusy() : busy;
  }

  @Override
  public void check(long nowNs) {
    host.check();
    boolean next = subnet.trouble().isStarving(nowNs);
    if (next != isStarving && host.isOn()) {
      isStarving = next;
      world.reactor(setup.wireReactor()).post(atNs -> host.starve(atNs, next));
    }
  }

  @Override
  public SortedMap<String, Long> faultCounts() {
    SortedMap<String, Long> counts = setup.diskWeather().faultCounts();
    counts.putAll(plan.weather().faultCounts());
    return counts;
  }
}
