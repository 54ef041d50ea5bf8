// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.sam.InvariantViolation;
import org.quintain.sim.disk.SimDisk;
import org.quintain.sim.disk.SimNonvolatileMemory;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;
import org.quintain.spc.alua.AccessState;
import org.quintain.spc.alua.TargetPortGroup;
import org.quintain.spc.alua.TargetPortGroups;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;

/**
 * The machine that the engine runs on: disks that outlive a power loss, and an engine that does
 * not. What the engine had left to do on its reactors is lost with the power.
 */
public final class EngineHost {
  private static final int COMMANDS_PER_NEXUS_MIN = 32;
  private static final int NEXUSES_MAX = 128;
  private static final int TRACE_EVENTS = 64;

  private final SimWorld world;
  private final FabricSetup setup;
  private final PortNaming naming;
  private final boolean isWirePowered;
  private final TraceSource source;
  private final List<SimDisk> disks = new ArrayList<>();
  private final List<BackingStore> stores = new ArrayList<>();
  private final List<SimNonvolatileMemory> memories = new ArrayList<>();
  private @Nullable Running running;

  /** What the power keeps alive. */
  private record Running(
      TargetDevice device,
      List<TargetPort> ports,
      Reactor wire,
      List<PoweredReactor> reactors,
      List<PoweredStore> stores,
      List<PoweredMemory> memories) {}

  /**
   * Makes the disks, and an engine with its ports; the power is on.
   *
   * @param naming what the ports are called
   * @param isWirePowered whether the wire reactor is the target's alone, so that what is left on it
   *     is lost with the power; false where initiators live on it
   */
  public EngineHost(SimWorld world, FabricSetup setup, PortNaming naming, boolean isWirePowered) {
    this.world = world;
    this.setup = setup;
    this.naming = naming;
    this.isWirePowered = isWirePowered;
    this.source = world.trace().source("target");
    for (int unit = 0; unit < setup.units().size(); unit++) {
      stores.add(setup.mutation().store(world, store(unit, setup.units().get(unit))));
      memories.add(
          new SimNonvolatileMemory(
              world, "memory/" + unit, setup.diskProfile(), setup.diskWeather()));
    }
    powerOn();
  }

  private BackingStore store(int unit, FabricSetup.UnitSetup unitSetup) {
    if (!unitSetup.onDisk()) {
      return new RamStore(unitSetup.capacityBytes());
    }
    SimDisk disk =
        new SimDisk(
            world,
            "disk/" + unit,
            setup.diskProfile(),
            setup.diskWeather(),
            unitSetup.capacityBytes(),
            unitSetup.volatileCache());
    disks.add(disk);
    return disk;
  }

  /** Gives the power back: an engine that knows nothing of the one before. */
  public void powerOn() {
    Check.that(running == null, "the power is on already");
    List<PoweredReactor> reactors = new ArrayList<>();
    Reactor wire = world.reactor(setup.wireReactor());
    if (isWirePowered) {
      PoweredReactor powered = new PoweredReactor(wire);
      reactors.add(powered);
      wire = powered;
    }
    Reactor owner = wire;
    if (setup.ownerReactor() != setup.wireReactor()) {
      PoweredReactor powered = new PoweredReactor(world.reactor(setup.ownerReactor()));
      reactors.add(powered);
      owner = powered;
    }
    int commandsPerNexus = Math.max(COMMANDS_PER_NEXUS_MIN, setup.queueDepthMax());
    TargetDeviceConfig limits =
        new TargetDeviceConfig(
            2 * commandsPerNexus, commandsPerNexus, NEXUSES_MAX, false, TRACE_EVENTS);
    TargetDevice device =
        new TargetDevice(
            limits,
            owner,
            List.of(wire),
            (nowNs, event, first, second, third) -> {
              long numbers =
                  RandomStream.mix(first ^ RandomStream.mix(second ^ RandomStream.mix(third)));
              world.trace().event(nowNs, source, TraceKind.ENGINE, event.ordinal(), numbers);
              if (world.trace().hasSink()) {
                String text = event + " " + first + " " + second + " " + Long.toHexString(third);
                world.trace().remark(nowNs, source, text);
              }
            });
    TargetPortGroups groups = groups();
    LunMap.Builder luns = LunMap.builder();
    List<PoweredStore> powered = new ArrayList<>();
    List<PoweredMemory> remembering = new ArrayList<>();
    for (int unit = 0; unit < stores.size(); unit++) {
      LogicalUnitConfig config =
          LogicalUnitConfig.named("disk" + unit)
              .blockBytes(setup.units().get(unit).blockBytes())
              .provisioning(provisioning(stores.get(unit)))
              .build();
      PoweredStore store = new PoweredStore(stores.get(unit));
      powered.add(store);
      PoweredMemory memory = new PoweredMemory(memories.get(unit));
      remembering.add(memory);
      DiskBacking backing = new DiskBacking(store, null, memory);
      luns.map(unit, device.addLogicalUnit(config, backing, groups));
    }
    List<TargetPort> ports = addPorts(device, luns.build());
    running = new Running(device, ports, wire, reactors, powered, remembering);
  }

  private TargetPortGroups groups() {
    if (setup.targetPorts() == 1) {
      return TargetPortGroups.single();
    }
    TargetPortGroup first = new TargetPortGroup(1, true, AccessState.ACTIVE_OPTIMIZED, List.of(1));
    TargetPortGroup second =
        new TargetPortGroup(2, false, AccessState.ACTIVE_NON_OPTIMIZED, List.of(2));
    return new TargetPortGroups(List.of(first, second), true, 0, null);
  }

  private List<TargetPort> addPorts(TargetDevice device, LunMap luns) {
    List<TargetPort> ports = new ArrayList<>();
    for (int number = 1; number <= setup.targetPorts(); number++) {
      ports.add(device.addPort(naming.port(number, luns)));
    }
    return ports;
  }

  private static ProvisioningConfig provisioning(BackingStore store) {
    return store.provisioning().canDeallocate() ? ProvisioningConfig.THIN : ProvisioningConfig.FULL;
  }

  /** Takes the power away: nothing of the engine runs any more, the disks keep what they keep. */
  public void powerOff() {
    Running lost = running;
    if (lost != null) {
      lost.reactors().forEach(PoweredReactor::powerOff);
      lost.stores().forEach(PoweredStore::powerOff);
      lost.memories().forEach(PoweredMemory::powerOff);
      disks.forEach(disk -> disk.losePower(world.nowNs()));
      memories.forEach(memory -> memory.losePower(world.nowNs()));
      running = null;
    }
  }

  /** Keeps back what goes to the disks, or hands it on, until the power goes. */
  public void silenceStores(boolean areSilent) {
    present().stores().forEach(store -> store.silence(areSilent));
  }

  /** Whether the power is on. */
  public boolean isOn() {
    return running != null;
  }

  private Running present() {
    Running present = running;
    Check.that(present != null, "the power is on");
    return present;
  }

  /** The engine's first port, while the power is on. */
  public TargetPort port() {
    return present().ports().get(0);
  }

  /** All ports of the engine, while the power is on. */
  public List<TargetPort> ports() {
    return present().ports();
  }

  /** The reactor of the target's end of the wires, while the power is on. */
  public Reactor wireReactor() {
    return present().wire();
  }

  /**
   * Checks that the engine has no more under way than it has slots for, and no less than nothing.
   */
  public void check() {
    Running present = running;
    if (present != null) {
      long underWay = present.device().commandsUnderWay();
      Check.that(
          underWay >= 0 && underWay <= 2L * present.device().config().commandsPerReactor(),
          "the engine has as many commands under way as slots at most",
          underWay);
    }
  }

  /** What is not at rest, or null. */
  public @Nullable String whatIsBusy() {
    Running present = running;
    if (present == null) {
      return "the power is off";
    }
    for (SimDisk disk : disks) {
      if (disk.underWayCount() != 0) {
        return disk.underWayCount() + " store requests are under way";
      }
    }
    for (SimNonvolatileMemory memory : memories) {
      if (memory.underWayCount() != 0) {
        return memory.underWayCount() + " saves are under way";
      }
    }
    try {
      present.device().checkIdle();
    } catch (InvariantViolation violation) {
      return violation.getMessage();
    }
    return null;
  }
}
