// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.DirectInitiatorPort;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.TargetControl;
import org.quintain.reactor.World;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.store.BackingStore;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;

/**
 * The engine with two disks on volatile memory, a {@link Bend} before it, and a hand on the power
 * switch.
 */
public final class LabFabric implements Fabric, TargetControl {
  private static final String TARGET = "iqn.2026-11.org.quintain:lab";

  private final LabWorld world = new LabWorld();
  private final Bend bend;
  private final VolatileStore[] caches = {
    new VolatileStore(12288L * 512), new VolatileStore(4096L * 4096)
  };

  /** What each disk saved, which power loss leaves. */
  private final RamNonvolatileMemory[] kept = {
    new RamNonvolatileMemory(), new RamNonvolatileMemory()
  };

  private final List<DirectInitiatorPort> ports = new ArrayList<>();
  private BentTarget target;
  private int nexuses;

  /** A laboratory whose target is bent by {@code bend}. */
  public LabFabric(Bend bend) {
    this.bend = bend;
    this.target = powerOn();
  }

  private BentTarget powerOn() {
    TargetDevice device =
        new TargetDevice(new TargetDeviceConfig(128, 64, 32, false, 256), world.reactor());
    LunMap.Builder luns = LunMap.builder();
    for (int index = 0; index < caches.length; index++) {
      BackingStore store = bend.store(index, caches[index]);
      LogicalUnitConfig config =
          LogicalUnitConfig.named("lab" + index)
              .blockBytes(index == 0 ? 512 : 4096)
              .physicalBlockExponent(index == 0 ? 3 : 0)
              .provisioning(ProvisioningConfig.THIN)
              .build();
      luns.map(index, device.addLogicalUnit(config, new DiskBacking(store, null, kept[index])));
    }
    TargetPort port = device.addPort(new TargetPortConfig(TARGET, 1, luns.build()));
    return new BentTarget(port, bend);
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
    target = powerOn();
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
    String port = initiatorName + ",i,0x" + String.format("%012x", ++nexuses);
    DirectInitiatorPort made =
        new DirectInitiatorPort(
            world, target, new ItNexusIdentity(initiatorName, port, TARGET + ",t,0x0001", 1, 5));
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
