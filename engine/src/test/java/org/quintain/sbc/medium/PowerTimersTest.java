// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;

/** The power condition timers of mode page 1Ah, VPD page 8Ah and log page 0Eh. */
final class PowerTimersTest {
  private static final byte[] READ = cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0);
  private static final byte[] REQUEST_SENSE = cdb(0x03, 0, 0, 0, 18, 0);
  private static final long TENTH_NS = 100_000_000L;

  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private final RamStore store = new RamStore(64 * 512);
  private Disk disk = powerOn();
  private Client client = disk.client("a");

  private Disk powerOn() {
    return new Disk(Disk.config(512), new DiskBacking(store, null, memory));
  }

  /** MODE SELECT(6) of page 1Ah: enable bits, then the timers as the page has them, in tenths. */
  private int select(
      boolean isSaved, int byte2, int byte3, int idleA, int standbyZ, int idleB, int idleC, int y) {
    byte[] list = new byte[4 + 40];
    list[4] = 0x1A;
    list[5] = 0x26;
    list[6] = (byte) byte2;
    list[7] = (byte) byte3;
    int[] timers = {idleA, standbyZ, idleB, idleC, y};
    for (int index = 0; index < timers.length; index++) {
      list[4 + 4 + 4 * index + 3] = (byte) timers[index];
    }
    return client.out(cdb(0x15, isSaved ? 0x11 : 0x10, 0, 0, list.length, 0), list).code();
  }

  private int polled() {
    byte[] sense = client.in(REQUEST_SENSE, 18).data();
    return (sense[2] & 0xF) << 16 | (sense[12] & 0xFF) << 8 | (sense[13] & 0xFF);
  }

  /** Lets {@code tenths} tenths of a second pass. */
  private void pass(int tenths) {
    disk.world().reactor().callAt(disk.world().nowNs() + tenths * TENTH_NS, nowNs -> {});
    long untilNs = disk.world().nowNs() + tenths * TENTH_NS;
    disk.world().awaitUntil(() -> disk.world().nowNs() >= untilNs, tenths * TENTH_NS + 1);
  }

  @Test
  void goesDownThroughTheConditionsAndComesBackByAMediumAccess() {
    assertThat(select(false, 1, 0x0F, 10, 50, 20, 30, 40)).isZero();
    assertThat(polled()).isZero();
    for (int qualifier : new int[] {0x01, 0x05, 0x07, 0x09, 0x02}) {
      pass(10);
      assertThat(polled()).isEqualTo(0x5E00 | qualifier);
      assertThat(client.none(cdb(0, 0, 0, 0, 0, 0)).status()).isZero();
    }
    assertThat(client.in(READ, 512).status()).isZero();
    assertThat(polled()).isZero();
    pass(5);
    client.in(READ, 512);
    pass(6);
    assertThat(polled()).isZero();
    pass(10);
    assertThat(polled()).isEqualTo(0x5E01);
  }

  @Test
  void leavesATimerThatIsNotEnabledAlone() {
    assertThat(select(false, 0, 0x01, 1, 30, 1, 1, 1)).isZero();
    pass(20);
    assertThat(polled()).isZero();
    pass(20);
    assertThat(polled()).isEqualTo(0x5E02);
  }

  @Test
  void runsNoTimerInAConditionThatACommandSetUntilControlIsGivenBack() {
    select(false, 0, 0x01, 0, 10, 0, 0, 0);
    client.none(cdb(0x1B, 0, 0, 0, 0x20, 0));
    pass(30);
    assertThat(polled()).isEqualTo(0x5E03);
    client.none(cdb(0x1B, 0, 0, 0, 0x70, 0));
    pass(20);
    assertThat(polled()).isEqualTo(0x5E02);
  }

  @Test
  void forcesATimerToItsEnd() {
    select(false, 1, 0x03, 200, 200, 0, 0, 200);
    assertThat(client.none(cdb(0x1B, 0, 0, 0, 0xA0, 0)).status()).isZero();
    assertThat(polled()).isEqualTo(0x5E01);
    assertThat(client.none(cdb(0x1B, 0, 0, 1, 0xB0, 0)).status()).isZero();
    assertThat(polled()).isEqualTo(0x5E09);
    assertThat(client.none(cdb(0x1B, 0, 0, 0, 0xB0, 0)).status()).isZero();
    assertThat(polled()).isEqualTo(0x5E02);
  }

  @Test
  void staysStoppedHoweverTheTimersRun() {
    select(false, 0, 0x01, 0, 1, 0, 0, 0);
    client.none(cdb(0x1B, 0, 0, 0, 0, 0));
    pass(10);
    assertThat(polled()).isEqualTo(0x020402);
  }

  @Test
  void isActiveAgainAfterAReset() {
    client.none(cdb(0x1B, 0, 0, 0, 0x30, 0));
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    client.clearUnitAttentions();
    assertThat(polled()).isZero();
  }

  @Test
  void runsSavedTimersFromThePowerOnOn() {
    assertThat(select(true, 0, 0x01, 0, 10, 0, 0, 0)).isZero();
    disk = powerOn();
    client = disk.client("a");
    pass(20);
    assertThat(polled()).isEqualTo(0x5E02);
  }

  @Test
  void tellsItsConditionsInVitalProductData() {
    byte[] page = client.in(cdb(0x12, 1, 0x8A, 0, 64, 0), 64).data();
    assertThat(page).hasSize(18);
    assertThat(page[3]).isEqualTo((byte) 14);
    assertThat(page[4]).isEqualTo((byte) 3);
    assertThat(page[5]).isEqualTo((byte) 7);
  }

  @Test
  void countsItsStopsThroughPowerLoss() {
    for (int stop = 0; stop < 3; stop++) {
      client.none(cdb(0x1B, 0, 0, 0, 0, 0));
      client.none(cdb(0x1B, 0, 0, 0, 0, 0));
      client.none(cdb(0x1B, 0, 0, 0, 1, 0));
    }
    disk = powerOn();
    client = disk.client("a");
    byte[] page = client.in(cdb(0x4D, 0, 0x4E, 0, 0, 0, 0, 0, 64, 0), 64).data();
    assertThat(page).hasSize(4 + 8);
    assertThat(page[5]).isEqualTo((byte) 4);
    assertThat(page[11]).isEqualTo((byte) 3);
  }
}
