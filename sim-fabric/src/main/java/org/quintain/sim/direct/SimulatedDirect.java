// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.direct;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ScsiTarget;
import org.quintain.initiator.DirectInitiatorPort;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.fabric.EngineHost;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.PortNaming;
import org.quintain.sim.fabric.SimulatedFabric;
import org.quintain.sim.reactor.SimWorld;

/** Initiator ports that lead straight into the engine. A nexus falls with the power alone. */
public final class SimulatedDirect implements SimulatedFabric {
  private static final String TARGET_NAME = "direct";

  private final SimWorld world;
  private final FabricSetup setup;
  private final EngineHost host;
  private final List<InitiatorPort> ports = new ArrayList<>();

  /**
   * Makes the fabric, its target powered on.
   *
   * @param setup with wire reactor 0, where initiators live
   */
  public SimulatedDirect(SimWorld world, FabricSetup setup) {
    this.world = world;
    this.setup = setup;
    this.host = new EngineHost(world, setup, PortNaming.after(TARGET_NAME), false);
  }

  @Override
  public InitiatorPort connect(int initiator) {
    if (!host.isOn()) {
      return new DeadPort(world, "the target has no power");
    }
    String name = "initiator" + initiator;
    ItNexusIdentity identity = new ItNexusIdentity(name, name + ",i", TARGET_NAME + ",t", 1, 5);
    InitiatorPort[] made = new InitiatorPort[1];
    world.runAs(world.reactor(0), nowNs -> made[0] = establish(identity));
    return made[0];
  }

  private InitiatorPort establish(ItNexusIdentity identity) {
    try {
      ScsiTarget target = setup.mutation().target(world, host.port());
      InitiatorPort port = new DirectInitiatorPort(world, target, identity);
      ports.add(port);
      return port;
    } catch (FabricException refused) {
      return new DeadPort(world, String.valueOf(refused.getMessage()));
    }
  }

  @Override
  public void disconnect(InitiatorPort port) {
    port.close();
  }

  @Override
  public void breakWire(InitiatorPort port) {
    port.close();
  }

  @Override
  public void powerOff() {
    host.powerOff();
    ports.forEach(InitiatorPort::close);
    ports.clear();
  }

  @Override
  public void powerOn() {
    host.powerOn();
  }

  @Override
  public void heal() {
    DiskFaults before = setup.diskWeather().faults();
    setup
        .diskWeather()
        .set(new DiskFaults(0, 0, 0, before.lostOnPowerLoss(), before.tornOnPowerLoss()));
  }

  @Override
  public @Nullable String whatIsBusy() {
    return host.whatIsBusy();
  }

  @Override
  public void check(long nowNs) {
    host.check();
  }

  @Override
  public SortedMap<String, Long> faultCounts() {
    return setup.diskWeather().faultCounts();
  }
}
