// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.direct;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
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
import org.quintain.spc.alua.TargetPortGroups;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;

/**
 * One target device on memory, with two target ports in a target port group each, and initiator
 * ports that lead straight into it.
 */
final class DirectFabric implements Fabric, TargetControl {
  private static final String TARGET = "iqn.2026-11.org.quintain:direct";
  private static final int ISCSI = 5;

  /** Where the numbers of chosen initiator ports begin. */
  private static final long CHOSEN = 0x8000_0000_0000L;

  private static final TargetDeviceConfig LIMITS = new TargetDeviceConfig(512, 128, 64, true, 1024);
  private static final LogicalUnitOptions USUAL = new LogicalUnitOptions(131_072, 512, true);

  private final String url;
  private final long lun;
  private final InlineWorld world = new InlineWorld();
  private final List<LogicalUnitOptions> units;
  private final List<BackingStore> stores = new ArrayList<>();
  private final DirectShape shape;
  private final List<@Nullable BackingStore> information = new ArrayList<>();
  private final List<FallibleMemory> memories = new ArrayList<>();
  private final List<InitiatorPort> ports = new ArrayList<>();

  /** Nexuses between chosen ports, by the names of both. */
  private final Map<String, InitiatorPort> chosen = new LinkedHashMap<>();

  private List<TargetPort> targets;
  private int portNumber;

  DirectFabric(String url, DirectShape shape, FabricOptions options) {
    this.url = url;
    this.shape = shape;
    this.lun = Lun.ofIndex(shape.lun());
    this.units = options.logicalUnits().isEmpty() ? List.of(USUAL) : options.logicalUnits();
    for (LogicalUnitOptions unit : units) {
      long bytes = unit.blocks() * unit.blockBytes();
      stores.add(
          new RamStore(
              bytes, shape.spaceMib() == 0 ? bytes : shape.spaceMib() << 20, unit.volatileCache()));
      memories.add(new FallibleMemory());
      information.add(shape.protection().type() == 0 ? null : new RamStore(bytes / 64 * 8));
    }
    this.targets = powerOn();
  }

  private List<TargetPort> powerOn() {
    TargetDevice device = new TargetDevice(LIMITS, world);
    LunMap.Builder map = LunMap.builder();
    TargetPortGroups shared = shape.groups(units.get(0).blocks());
    for (int index = 0; index < units.size(); index++) {
      LogicalUnitConfig config =
          LogicalUnitConfig.named("disk" + index)
              .blockBytes(units.get(index).blockBytes())
              .provisioning(ProvisioningConfig.THIN)
              .removable(shape.isRemovable())
              .protection(shape.protection())
              .build();
      DiskBacking backing =
          new DiskBacking(stores.get(index), information.get(index), memories.get(index));
      TargetPortGroups groups =
          shape.hasReferrals() ? shape.groups(units.get(index).blocks()) : shared;
      map.map(index, device.addLogicalUnit(config, backing, groups));
    }
    LunMap luns = map.build();
    List<TargetPort> made = new ArrayList<>();
    for (int port = 1; port <= DirectShape.PORTS; port++) {
      made.add(device.addPort(new TargetPortConfig(name(port), port, ISCSI, port, luns)));
    }
    return made;
  }

  private static String name(int port) {
    return port == 1 ? TARGET : TARGET + "." + port;
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
    return establish(initiatorName, ++portNumber, 0);
  }

  @Override
  public int targetPorts() {
    return targets.size();
  }

  @Override
  public InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    world.adopt();
    String both = initiatorName + " " + initiatorPort + " " + targetPort;
    InitiatorPort earlier = chosen.remove(both);
    if (earlier != null) {
      earlier.close();
    }
    InitiatorPort port = establish(initiatorName, CHOSEN + initiatorPort, targetPort);
    chosen.put(both, port);
    return port;
  }

  private InitiatorPort establish(String initiatorName, long initiatorPort, int targetPort)
      throws FabricException {
    world.adopt();
    int relative = targetPort + 1;
    ItNexusIdentity identity =
        new ItNexusIdentity(
            initiatorName,
            initiatorName + ",i,0x" + String.format("%012x", initiatorPort),
            name(relative) + ",t,0x0001",
            relative,
            ISCSI);
    InitiatorPort port = new DirectInitiatorPort(world, targets.get(targetPort), identity);
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
    targets = powerOn();
  }

  @Override
  public boolean failSaving(boolean isFailing) {
    memories.forEach(memory -> memory.fail(isFailing));
    return true;
  }

  private void closePorts() {
    for (InitiatorPort port : ports) {
      port.close();
    }
    ports.clear();
    chosen.clear();
  }

  @Override
  public void close() {
    world.adopt();
    closePorts();
    stores.forEach(BackingStore::close);
  }
}
