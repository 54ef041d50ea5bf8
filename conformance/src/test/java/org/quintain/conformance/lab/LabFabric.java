// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProtectionConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.DirectInitiatorPort;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.TargetControl;
import org.quintain.reactor.World;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.spc.alua.AccessState;
import org.quintain.spc.alua.TargetPortGroup;
import org.quintain.spc.alua.TargetPortGroups;
import org.quintain.store.BackingStore;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPortConfig;

/**
 * The engine with two disks on volatile memory, a {@link Bend} before it, and a hand on the power
 * switch.
 */
public final class LabFabric implements Fabric, TargetControl {
  private static final String TARGET = "iqn.2026-11.org.quintain:lab";

  private static final int PORTS = 2;
  private static final int ISCSI = 5;

  /** Where the numbers of chosen initiator ports begin. */
  private static final long CHOSEN = 0x8000_0000_0000L;

  private final LabWorld world = new LabWorld();
  private final Bend bend;
  private final ProtectionConfig protection;
  private final VolatileStore[] caches = {
    new VolatileStore(12288L * 512), new VolatileStore(4096L * 4096)
  };

  /** Where protection information lives, on disks that have it. */
  private final RamStore[] information = {new RamStore(12288L * 8), new RamStore(4096L * 8)};

  /** What each disk saved, which power loss leaves. */
  private final RamNonvolatileMemory[] kept = {
    new RamNonvolatileMemory(), new RamNonvolatileMemory()
  };

  private final List<SilentStore> stores = new ArrayList<>();
  private final List<DirectInitiatorPort> ports = new ArrayList<>();
  private List<BentTarget> targets;
  private int nexuses;

  /** A laboratory whose target is bent by {@code bend}. */
  public LabFabric(Bend bend) {
    this(bend, 0);
  }

  /** The same with disks that are made with protection information of {@code protectionType}. */
  public LabFabric(Bend bend, int protectionType) {
    this.bend = bend;
    this.protection = new ProtectionConfig(protectionType, 0);
    this.targets = powerOn();
  }

  private List<BentTarget> powerOn() {
    TargetDevice device =
        new TargetDevice(new TargetDeviceConfig(128, 64, 32, false, 256), world.reactor());
    TargetPortGroups groups = groups();
    stores.clear();
    LunMap.Builder luns = LunMap.builder();
    for (int index = 0; index < caches.length; index++) {
      SilentStore store = new SilentStore(bend.store(index, caches[index]));
      stores.add(store);
      LogicalUnitConfig config =
          LogicalUnitConfig.named("lab" + index)
              .blockBytes(index == 0 ? 512 : 4096)
              .physicalBlockExponent(index == 0 ? 3 : 0)
              .provisioning(ProvisioningConfig.THIN)
              .protection(protection)
              .build();
      BackingStore tags = protection.type() == 0 ? null : information[index];
      DiskBacking backing = new DiskBacking(store, tags, kept[index]);
      luns.map(index, device.addLogicalUnit(config, backing, groups));
    }
    LunMap map = luns.build();
    List<BentTarget> made = new ArrayList<>();
    for (int port = 1; port <= PORTS; port++) {
      TargetPortConfig config = new TargetPortConfig(name(port), port, ISCSI, port, map);
      made.add(new BentTarget(device.addPort(config), bend));
    }
    return made;
  }

  private static TargetPortGroups groups() {
    return new TargetPortGroups(
        List.of(
            new TargetPortGroup(1, true, AccessState.ACTIVE_OPTIMIZED, List.of(1)),
            new TargetPortGroup(2, false, AccessState.ACTIVE_NON_OPTIMIZED, List.of(2))),
        true,
        0,
        null);
  }

  private static String name(int port) {
    return port == 1 ? TARGET : TARGET + "." + port;
  }

  @Override
  public void powerCycle() {
    for (DirectInitiatorPort port : ports) {
      port.close();
    }
    ports.clear();
    for (VolatileStore cache : caches) {
      cache.losePower();
    }
    targets = powerOn();
  }

  @Override
  public boolean silenceStores(boolean areSilent) {
    stores.forEach(store -> store.silence(areSilent));
    return true;
  }

  @Override
  public String url() {
    return "lab:";
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public long lun() {
    return 0;
  }

  @Override
  public InitiatorPort connect(String initiatorName) throws FabricException {
    return establish(initiatorName, ++nexuses, 0);
  }

  @Override
  public int targetPorts() {
    return PORTS;
  }

  @Override
  public InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    return establish(initiatorName, CHOSEN + initiatorPort, targetPort);
  }

  private InitiatorPort establish(String initiatorName, long initiatorPort, int targetPort)
      throws FabricException {
    String port = initiatorName + ",i,0x" + String.format("%012x", initiatorPort);
    int relative = targetPort + 1;
    DirectInitiatorPort made =
        new DirectInitiatorPort(
            world,
            targets.get(targetPort),
            new ItNexusIdentity(
                initiatorName, port, name(relative) + ",t,0x0001", relative, ISCSI));
    ports.add(made);
    return made;
  }

  @Override
  public @Nullable ByteStream openByteStream() {
    return null;
  }

  @Override
  public String targetName() {
    return TARGET;
  }

  @Override
  public TargetControl control() {
    return this;
  }

  @Override
  public void close() {
    for (DirectInitiatorPort port : ports) {
      port.close();
    }
  }
}
