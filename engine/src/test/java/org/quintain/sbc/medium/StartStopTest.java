// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import org.junit.jupiter.api.Test;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.RamStore;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** START STOP UNIT, what it makes of other commands, and media that can be taken out. */
final class StartStopTest {
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] READ = cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0);
  private static final byte[] READ_CAPACITY = cdb(0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final byte[] REQUEST_SENSE = cdb(0x03, 0, 0, 0, 18, 0);

  private final HeldStore store = new HeldStore(64 * 512, true);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("a");

  private static byte[] startStop(int byte4) {
    return cdb(0x1B, 0, 0, 0, byte4, 0);
  }

  private static byte[] condition(int condition, int modifier) {
    return cdb(0x1B, 0, 0, modifier, condition << 4, 0);
  }

  /** What REQUEST SENSE tells: key, code, qualifier. */
  private int polled() {
    byte[] sense = client.in(REQUEST_SENSE, 18).data();
    return (sense[2] & 0xF) << 16 | (sense[12] & 0xFF) << 8 | (sense[13] & 0xFF);
  }

  private static Disk removableDisk() {
    return new Disk(
        org.quintain.device.LogicalUnitConfig.named("disk0").removable(true).build(),
        new RamStore(64 * 512));
  }

  @Test
  void refusesMediumAccessWhileStopped() {
    assertThat(client.none(startStop(0x00)).status()).isZero();
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x020402);
    assertThat(client.in(READ, 512).code()).isEqualTo(0x020402);
    assertThat(client.in(READ_CAPACITY, 8).status()).isZero();
    assertThat(client.in(cdb(0x12, 0, 0, 0, 96, 0), 96).status()).isZero();
    assertThat(polled()).isEqualTo(0x020402);
    assertThat(client.none(startStop(0x01)).status()).isZero();
    assertThat(client.in(READ, 512).status()).isZero();
    assertThat(polled()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void isStartedByALogicalUnitReset() {
    client.none(startStop(0x00));
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    client.clearUnitAttentions();
    assertThat(client.in(READ, 512).status()).isZero();
  }

  @Test
  void flushesBeforeItStopsOrStandsByUnlessNoFlushIsSet() {
    client.none(startStop(0x00));
    assertThat(store.flushes()).isEqualTo(1);
    client.none(startStop(0x01));
    client.none(condition(3, 0));
    assertThat(store.flushes()).isEqualTo(2);
    client.none(startStop(0x04));
    client.none(startStop(0x01));
    client.none(condition(2, 1));
    assertThat(store.flushes()).isEqualTo(2);
  }

  @Test
  void staysStartedWhenTheFlushFails() {
    store.failNext(StoreResult.FAILED, -1);
    assertThat(client.none(startStop(0x00)).code()).isEqualTo(0x030C00);
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void answersAtOnceWithImmedWhileTheFlushGoesOn() {
    store.hold(true);
    assertThat(client.none(cdb(0x1B, 1, 0, 0, 0, 0)).status()).isZero();
    assertThat(store.heldCount()).isEqualTo(1);
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x020402);
    store.releaseAll(0);
    disk.device().checkIdle();
  }

  @Test
  void tellsEachPowerConditionToRequestSenseAndLeavesItByAMediumAccess() {
    int[][] conditions = {
      {2, 0, 0x005E03}, {2, 1, 0x005E06}, {2, 2, 0x005E08}, {3, 0, 0x005E04}, {3, 1, 0x005E0A}
    };
    for (int[] each : conditions) {
      assertThat(client.none(condition(each[0], each[1])).status()).isZero();
      assertThat(client.none(TEST_UNIT_READY).status()).isZero();
      assertThat(polled()).isEqualTo(each[2]);
      assertThat(client.in(READ, 512).status()).isZero();
      assertThat(polled()).isZero();
    }
    client.none(condition(2, 0));
    assertThat(client.none(condition(1, 0)).status()).isZero();
    assertThat(polled()).isZero();
  }

  @Test
  void refusesReservedPowerConditionsAndModifiers() {
    for (int reserved : new int[] {4, 5, 6, 8, 9, 0xC, 0xF}) {
      assertThat(client.none(condition(reserved, 0)).sense().senseKeySpecific())
          .isEqualTo(0xCF0004);
    }
    for (int[] pair : new int[][] {{0, 1}, {1, 1}, {2, 3}, {3, 2}, {7, 1}, {0xA, 3}, {0xB, 2}}) {
      assertThat(client.none(condition(pair[0], pair[1])).sense().senseKeySpecific())
          .isEqualTo(0xCB0003);
    }
  }

  @Test
  void refusesToForceATimerThatIsNotEnabled() {
    assertThat(client.none(condition(0xA, 0)).code()).isEqualTo(0x052400);
    assertThat(client.none(condition(0xB, 1)).code()).isEqualTo(0x052400);
    assertThat(client.none(condition(7, 0)).status()).isZero();
  }

  @Test
  void refusesToEjectAMediumThatCannotBeTakenOut() {
    assertThat(client.none(startStop(0x02)).sense().senseKeySpecific()).isEqualTo(0xC90004);
    assertThat(client.none(startStop(0x03)).sense().senseKeySpecific()).isEqualTo(0xC90004);
    assertThat(client.none(cdb(0x1E, 0, 0, 0, 1, 0)).code()).isEqualTo(0x052000);
  }

  @Test
  void ejectsAndLoadsARemovableMedium() {
    Disk removable = removableDisk();
    Client one = removable.client("a");
    Client other = removable.client("b");
    assertThat(one.none(startStop(0x02)).status()).isZero();
    assertThat(one.none(TEST_UNIT_READY).code()).isEqualTo(0x023A00);
    assertThat(other.in(READ, 512).code()).isEqualTo(0x023A00);
    assertThat(other.in(READ_CAPACITY, 8).code()).isEqualTo(0x023A00);
    assertThat(one.none(startStop(0x01)).code()).isEqualTo(0x023A00);
    assertThat(one.none(startStop(0x03)).status()).isZero();
    assertThat(other.in(READ, 512).code()).isEqualTo(0x062800);
    assertThat(other.in(READ, 512).status()).isZero();
    // Who loaded it knows.
    assertThat(one.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void keepsTheMediumInWhileAnyNexusPreventsItsRemoval() {
    Disk removable = removableDisk();
    Client one = removable.client("a");
    Client other = removable.client("b");
    byte[] prevent = cdb(0x1E, 0, 0, 0, 1, 0);
    byte[] allow = cdb(0x1E, 0, 0, 0, 0, 0);
    assertThat(one.none(prevent).status()).isZero();
    assertThat(other.none(prevent).status()).isZero();
    assertThat(one.none(allow).status()).isZero();
    assertThat(one.none(startStop(0x02)).code()).isEqualTo(0x055302);
    assertThat(other.none(allow).status()).isZero();
    assertThat(one.none(startStop(0x02)).status()).isZero();
    assertThat(one.none(cdb(0x1E, 0, 0, 0, 2, 0)).code()).isEqualTo(0x052400);
  }

  @Test
  void forgetsPreventionsByANexusLossAndByAReset() {
    Disk removable = removableDisk();
    Client one = removable.client("a");
    Client other = removable.client("b");
    byte[] prevent = cdb(0x1E, 0, 0, 0, 1, 0);
    one.none(prevent);
    one.function(TaskManagementFunction.I_T_NEXUS_RESET, 0);
    assertThat(other.none(startStop(0x02)).status()).isZero();
    other.none(startStop(0x03));
    other.clearUnitAttentions();
    other.none(prevent);
    other.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    other.clearUnitAttentions();
    assertThat(other.none(startStop(0x02)).status()).isZero();
  }
}
