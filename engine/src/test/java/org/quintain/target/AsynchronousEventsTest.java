// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.sam.AdditionalSense;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.ManualFabric;

final class AsynchronousEventsTest {
  private final Disk disk = Disk.inMemory(512, 64);

  private ManualFabric fabric(String initiator) {
    return new ManualFabric(disk.world(), disk.port(), initiator, 0);
  }

  @Test
  void reportsAChangedInventoryOnceToEachNexusThatSeesIt() {
    ManualFabric one = fabric("iqn.x:a");
    ManualFabric other = fabric("iqn.x:b");
    LogicalUnit second =
        disk.device()
            .addLogicalUnit(LogicalUnitConfig.named("disk1").build(), new RamStore(1 << 20));
    disk.port().replaceLunMap(0, LunMap.builder().map(0, disk.unit()).map(1, second).build());
    assertThat(one.calls()).isEmpty();
    disk.world().settle();
    assertThat(one.calls()).containsExactly("event 3f0e at 0");
    assertThat(other.calls()).containsExactly("event 3f0e at 0");
  }

  @Test
  void reportsAChangedCapacityAtTheLunOfTheUnitAndLeavesTheConditionPending() {
    LogicalUnit second =
        disk.device()
            .addLogicalUnit(LogicalUnitConfig.named("disk1").build(), new RamStore(1 << 20));
    disk.port().replaceLunMap(0, LunMap.builder().map(0, disk.unit()).map(5, second).build());
    ManualFabric fabric = fabric("iqn.x:a");
    Client client = disk.client("iqn.x:b");
    second.establishUnitAttentionForOthers(0, null, AdditionalSense.CAPACITY_DATA_HAS_CHANGED);
    disk.world().settle();
    assertThat(fabric.calls()).containsExactly("event 2a09 at 5000000000000");
    Client unit = client.lun(5L << 48);
    assertThat(unit.none(Client.cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x062900);
    assertThat(unit.none(Client.cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x062A09);
  }

  @Test
  void keepsForTheNextCommandWhatConcernsItAlone() {
    ManualFabric fabric = fabric("iqn.x:a");
    disk.unit().establishUnitAttentionForOthers(0, null, AdditionalSense.MODE_PARAMETERS_CHANGED);
    disk.world().settle();
    assertThat(fabric.calls()).isEmpty();
  }

  @Test
  void reportsNothingToANexusThatIsGone() {
    ManualFabric fabric = fabric("iqn.x:a");
    disk.unit().establishUnitAttentionForOthers(0, null, AdditionalSense.CAPACITY_DATA_HAS_CHANGED);
    disk.port().onNexusLoss(0, fabric.nexus());
    disk.world().settle();
    assertThat(fabric.calls()).isEmpty();
  }
}
