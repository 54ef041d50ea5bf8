// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseKey;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;

final class UnitAttentionTest {
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] REPORT_LUNS = cdb(0xA0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0);

  private final Disk disk = Disk.inMemory(512, 64);

  @Test
  void powerOnIsToldToEachNexusOnce() {
    for (String name : new String[] {"iqn.x:a", "iqn.x:b"}) {
      Client client = disk.newClient(name);
      assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x062900);
      assertThat(client.none(TEST_UNIT_READY).status()).isZero();
    }
  }

  @Test
  void aNexusThatComesBackIsToldOfItsLoss() {
    disk.client("iqn.x:a").port().close();
    Client again = disk.newClient("iqn.x:a");
    assertThat(again.none(TEST_UNIT_READY).code()).isEqualTo(0x062907);
    assertThat(again.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void aNexusThatLeftBeforeItKnewIsToldOfPowerOn() {
    disk.newClient("iqn.x:a").port().close();
    assertThat(disk.newClient("iqn.x:a").none(TEST_UNIT_READY).code()).isEqualTo(0x062900);
  }

  @Test
  void transportResetIsTold() {
    Client client = disk.client("iqn.x:a");
    org.quintain.testing.ManualFabric other =
        new org.quintain.testing.ManualFabric(disk.world(), disk.port(), "iqn.x:b", 0);
    disk.port().onTransportReset(0, other.nexus());
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x062902);
  }

  @Test
  void changedInventoryIsToldOnEveryUnitAndClearedOnAllByReportLuns() {
    LogicalUnit second =
        disk.device()
            .addLogicalUnit(
                org.quintain.device.LogicalUnitConfig.named("disk1").build(),
                new RamStore(1 << 20));
    Client client = disk.client("iqn.x:a");
    disk.port().replaceLunMap(0, LunMap.builder().map(0, disk.unit()).map(1, second).build());
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x063F0E);
    assertThat(client.lun(1L << 48).in(REPORT_LUNS, 64).data()).hasSize(24);
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();

    disk.port().replaceLunMap(0, LunMap.builder().map(1, second).build());
    assertThat(client.lun(0).none(TEST_UNIT_READY).code()).isEqualTo(0x052500);
    assertThat(client.lun(1L << 48).none(TEST_UNIT_READY).code()).isEqualTo(0x063F0E);

    disk.port().replaceLunMap(0, LunMap.builder().map(1, second).build());
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void reportLunsLeavesOtherConditions() {
    Client client = disk.newClient("iqn.x:a");
    client.in(REPORT_LUNS, 64);
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x062900);
  }

  @Test
  void fallsBackToPowerOnWhenItsQueueIsFull() {
    UnitAttentionQueue queue = new UnitAttentionQueue();
    List<AdditionalSense> others = new ArrayList<>();
    for (AdditionalSense condition : AdditionalSense.values()) {
      if (condition.code() != 0x29) {
        others.add(condition);
      }
    }
    for (int index = 0; index < 9; index++) {
      assertThat(queue.establish(others.get(index))).isTrue();
    }
    assertThat(queue.count()).isEqualTo(1);
    assertThat(queue.take()).isEqualTo(AdditionalSense.POWER_ON_RESET_OR_BUS_DEVICE_RESET_OCCURRED);
    assertThat(queue.take()).isNull();
  }

  @Property(seed = "135830120")
  void noResetIsEverLostToALesserCondition(@ForAll @Size(max = 7) List<AdditionalSense> order) {
    UnitAttentionQueue queue = new UnitAttentionQueue();
    AdditionalSense farthest = null;
    int since = 0;
    for (int index = 0; index < order.size(); index++) {
      AdditionalSense condition = order.get(index);
      queue.establish(condition);
      boolean isReset = condition.code() == 0x29;
      if (isReset && (farthest == null || rank(condition) >= rank(farthest))) {
        boolean isRepeated = condition == queue.peek() && condition == farthest;
        farthest = condition;
        since = isRepeated ? since : index + 1;
      }
    }
    long others =
        order.subList(since, order.size()).stream()
            .filter(condition -> condition.code() != 0x29)
            .distinct()
            .count();
    assertThat(queue.count()).isEqualTo((int) others + (farthest == null ? 0 : 1));
    assertThat(farthest == null || queue.peek() == farthest).isTrue();
  }

  /** Power on 3, hard reset 2, logical unit reset 1, nexus loss 0. */
  private static int rank(AdditionalSense condition) {
    assertThat(condition.key()).isEqualTo(SenseKey.UNIT_ATTENTION);
    return switch (condition.qualifier()) {
      case 0, 1 -> 3;
      case 2 -> 2;
      case 3 -> 1;
      default -> 0;
    };
  }
}
