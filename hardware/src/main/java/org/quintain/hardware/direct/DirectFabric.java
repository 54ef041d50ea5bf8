// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.direct;

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
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricOptions.LogicalUnitOptions;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.TargetControl;
import org.quintain.reactor.World;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sam.Lun;
import org.quintain.store.BackingStore;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;

/** One target device on memory and initiator ports that lead straight into it. */
final class DirectFabric implements Fabric, TargetControl {
  private static final String TARGET = "iqn.2026-11.org.quintain:direct";
  private static final int ISCSI = 5;
  private static final TargetDeviceConfig LIMITS = new TargetDeviceConfig(512, 128, 64, true, 1024);
  private static final LogicalUnitOptions USUAL = new LogicalUnitOptions(131_072, 512, true);

  private final String url;
  private final long lun;
  private final InlineWorld world = new InlineWorld();
  private final List<LogicalUnitOptions> units;
  private final List<BackingStore> stores = new ArrayList<>();
  private final int protectionType;
  private final List<@Nullable BackingStore> information = new ArrayList<>();
  private final List<NonvolatileMemory> memories = new ArrayList<>();
  private final List<InitiatorPort> ports = new ArrayList<>();
  private TargetPort target;
  private int portNumber;

  DirectFabric(String url, int lun, FabricOptions options, int protectionType) {
    this.protectionType = protectionType;
    this.url = url;
    this.lun = Lun.ofIndex(lun);
    this.units = options.logicalUnits().isEmpty() ? List.of(USUAL) : options.logicalUnits();
    for (LogicalUnitOptions unit : units) {
      long bytes = unit.blocks() * unit.blockBytes();
      stores.add(new RamStore(bytes, bytes, unit.volatileCache()));
      memories.add(new RamNonvolatileMemory());
      information.add(protectionType == 0 ? null : new RamStore(bytes / 64));
    }
    this.target = powerOn();
  }

  private TargetPort powerOn() {
    TargetDevice device = new TargetDevice(LIMITS, world);
    LunMap.Builder map = LunMap.builder();
    for (int index = 0; index < units.size(); index++) {
      LogicalUnitConfig config =
          LogicalUnitConfig.named("disk" + index)
              .blockBytes(units.get(index).blockBytes())
              .provisioning(ProvisioningConfig.THIN)
              .protection(new ProtectionConfig(protectionType, 0))
              .build();
      DiskBacking backing =
          new DiskBacking(stores.get(index), information.get(index), memories.get(index));
      map.map(index, device.addLogicalUnit(config, backing));
    }
    return device.addPort(new TargetPortConfig(TARGET, 1, map.build()));
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public long lun() {
    return lun;
  }

  @Override
  public InitiatorPort connect(String initiatorName) throws FabricException {
    world.adopt();
    ItNexusIdentity identity =
        new ItNexusIdentity(
            initiatorName,
            initiatorName + ",i,0x" + String.format("%012x", ++portNumber),
            TARGET + ",t,0x0001",
            1,
            ISCSI);
    InitiatorPort port = new DirectInitiatorPort(world, target, identity);
    ports.add(port);
    return port;
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

  /** Memory keeps what it has; all else begins anew. */
  @Override
  public void powerCycle() {
    world.adopt();
    closePorts();
    target = powerOn();
  }

  private void closePorts() {
    for (InitiatorPort port : ports) {
      port.close();
    }
    ports.clear();
  }

  @Override
  public void close() {
    world.adopt();
    closePorts();
    stores.forEach(BackingStore::close);
  }
}
