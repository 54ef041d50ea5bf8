// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class BackgroundScanTest {
  private static final int GOOD = 0;
  private static final int NOT_ACTIVE = 0;
  private static final int ACTIVE = 1;
  private static final int WAITING = 8;
  private static final int BLOCKS = 2048;
  private static final long MS = 1_000_000L;
  private static final long HOUR_MS = 3_600_000L;

  private final HeldStore store = new HeldStore(512L * BLOCKS, false);
  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private final Disk disk = new Disk(Disk.config(512), new DiskBacking(store, null, memory));
  private final Client client = disk.client("iqn.x:a");

  /** Sets EN_BMS, an interval of one hour, and 100 ms of idleness. */
  private void enable(boolean isOn) {
    byte[] list = new byte[8 + 16];
    ByteBuffer.wrap(list)
        .put(8, (byte) 0x5C)
        .put(9, (byte) 1)
        .putShort(10, (short) 12)
        .put(12, (byte) (isOn ? 1 : 0))
        .putShort(14, (short) 1)
        .putShort(18, (short) 100);
    byte[] select = cdb(0x55, 0x10, 0, 0, 0, 0, 0, 0, list.length, 0);
    assertThat(client.out(select, list).status()).isEqualTo(GOOD);
  }

  private void pass(long ms) {
    long untilNs = disk.world().nowNs() + ms * MS;
    // The world goes from one timer to the next: without one it would go too far.
    disk.world().reactor().callAt(untilNs, nowNs -> {});
    disk.world().awaitUntil(() -> disk.world().nowNs() >= untilNs, Long.MAX_VALUE / 2);
    disk.world().deliver();
  }

  private ByteBuffer results() {
    byte[] data = client.in(cdb(0x4D, 0, 0x55, 0, 0, 0, 0, 8, 0, 0), 2048).data();
    return ByteBuffer.wrap(data);
  }

  private int status() {
    return results().get(4 + 4 + 5);
  }

  private int scans() {
    return results().getShort(4 + 4 + 10);
  }

  private boolean isReadUnderWay() {
    return store.heldCount() > 0;
  }

  @Test
  void scansNothingUntilItIsEnabled() {
    store.hold(true);
    pass(48 * HOUR_MS);
    assertThat(isReadUnderWay()).isFalse();
    assertThat(status()).isEqualTo(NOT_ACTIVE);
    assertThat(scans()).isZero();
  }

  @Test
  void scansTheWholeMediumOnceEveryInterval() {
    enable(true);
    pass(1_000);
    assertThat(scans()).isEqualTo(1);
    assertThat(status()).isEqualTo(WAITING);
    pass(HOUR_MS - 2_000);
    assertThat(scans()).isEqualTo(1);
    pass(4_000);
    assertThat(scans()).isEqualTo(2);
    pass(10 * HOUR_MS);
    assertThat(scans()).isEqualTo(12);
    disk.device().checkIdle();
  }

  @Test
  void waitsForIdlenessAndGoesOnWhereItWas() {
    enable(true);
    store.hold(true);
    for (int turn = 0; turn < 20; turn++) {
      pass(90);
      assertThat(isReadUnderWay()).isFalse();
      client.none(cdb(0, 0, 0, 0, 0, 0));
    }
    pass(110);
    assertThat(isReadUnderWay()).isTrue();
    assertThat(status()).isEqualTo(ACTIVE);
    store.releaseOne(disk.world().nowNs());
    pass(110);
    store.releaseOne(disk.world().nowNs());
    // Two pieces of 512 blocks are half of it.
    int progress = results().getShort(4 + 4 + 8) & 0xFFFF;
    assertThat(progress).isBetween(0x7FF0, 0x8000);
  }

  @Test
  void tellsTheBlocksThatCannotBeReadAndThatTheyWereWritten() {
    enable(true);
    store.failNext(StoreResult.READ_ERROR, 512L * 300);
    pass(1_000);
    ByteBuffer page = results();
    assertThat(page.getShort(2)).isEqualTo((short) (16 + 24));
    assertThat(page.getInt(4 + 16)).isEqualTo(0x00010314);
    assertThat(page.getInt(4 + 16 + 4 + 4)).isEqualTo(0x13110000);
    assertThat(page.getLong(4 + 16 + 4 + 12)).isEqualTo(300);
    assertThat(scans()).isEqualTo(1);
    client.out(cdb(0x2A, 0, 0, 0, 1, 0x2C, 0, 0, 1, 0), filled(512, 1));
    pass(HOUR_MS + 1_000);
    assertThat(scans()).isEqualTo(2);
    assertThat(results().get(4 + 16 + 4 + 4)).isEqualTo((byte) 0x63);
    assertThat(client.none(cdb(0x4C, 2, 0x55, 0, 0, 0, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(results().getShort(2)).isEqualTo((short) 16);
    assertThat(scans()).isEqualTo(2);
  }

  @Test
  void looksBlockByBlockWhereTheStoreDoesNotSayWhich() {
    enable(true);
    store.failNext(StoreResult.READ_ERROR, -1);
    pass(20_000);
    assertThat(scans()).isEqualTo(1);
    assertThat(results().getShort(2)).as("each block alone could be read").isEqualTo((short) 16);
  }

  @Test
  void stopsWithAStoreThatFailsUntilTheNextInterval() {
    enable(true);
    store.failNext(StoreResult.FAILED, -1);
    pass(1_000);
    assertThat(status()).isEqualTo(3);
    pass(HOUR_MS);
    assertThat(status()).isEqualTo(WAITING);
  }

  @Test
  void isSuspendedWhileItIsDisabled() {
    enable(true);
    store.hold(true);
    pass(200);
    assertThat(isReadUnderWay()).isTrue();
    enable(false);
    store.releaseAll(disk.world().nowNs());
    store.hold(true);
    pass(60_000);
    assertThat(isReadUnderWay()).isFalse();
    assertThat(status()).isEqualTo(NOT_ACTIVE);
    enable(true);
    store.hold(false);
    pass(1_000);
    assertThat(scans()).isEqualTo(1);
  }

  @Test
  void readsNothingOfAStoppedUnit() {
    enable(true);
    assertThat(client.none(cdb(0x1B, 0, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    store.hold(true);
    pass(10_000);
    assertThat(isReadUnderWay()).isFalse();
    assertThat(client.none(cdb(0x1B, 0, 0, 0, 1, 0)).status()).isEqualTo(GOOD);
    pass(2_000);
    assertThat(isReadUnderWay()).isTrue();
    store.releaseAll(disk.world().nowNs());
  }

  @Test
  void countsAndResultsOutlastPowerLoss() {
    enable(true);
    store.failNext(StoreResult.READ_ERROR, 77 * 512);
    pass(2_000);
    assertThat(scans()).isEqualTo(1);
    pass(2 * HOUR_MS);
    int scans = scans();
    assertThat(scans).isGreaterThanOrEqualTo(2);
    Disk again = new Disk(Disk.config(512), new DiskBacking(store, null, memory));
    byte[] page = again.client("iqn.x:a").in(cdb(0x4D, 0, 0x55, 0, 0, 0, 0, 8, 0, 0), 2048).data();
    ByteBuffer kept = ByteBuffer.wrap(page);
    assertThat(kept.getShort(4 + 4 + 10)).isEqualTo((short) scans);
    assertThat(kept.getInt(8)).as("minutes").isBetween(60, 121);
    assertThat(kept.getLong(4 + 16 + 4 + 12)).as("the block that could not be read").isEqualTo(77);
  }
}
