// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.testing.Client.cdb;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProtectionConfig;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class ResizeTest {
  private static final byte[] READY = cdb(0, 0, 0, 0, 0, 0);

  private final HeldStore store = new HeldStore(4096 * 512, false);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client one = disk.client("a");
  private final Client other = disk.client("b");

  private void resize(long blocks) {
    store.show(blocks * 512);
    disk.unit().deviceServer().onCapacityChanged(disk.world().nowNs());
  }

  private static long lastBlock(Client client) {
    byte[] capacity = cdb(0x9E, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0);
    return ByteBuffer.wrap(client.in(capacity, 32).data()).getLong(0);
  }

  @Test
  void tellsEveryNexusOnceAndServesTheNewCapacity() {
    resize(2048);
    for (Client client : new Client[] {one, other}) {
      assertThat(client.none(READY).code()).isEqualTo(0x062A09);
      assertThat(client.none(READY).status()).isZero();
      assertThat(lastBlock(client)).isEqualTo(2047);
      assertThat(client.in(range(0x28, 2047, 2), 1024).code()).isEqualTo(0x052100);
    }
    resize(4096);
    assertThat(one.none(READY).code()).isEqualTo(0x062A09);
    assertThat(lastBlock(one)).isEqualTo(4095);
    assertThat(one.in(range(0x28, 2047, 2), 1024).status()).isZero();
  }

  @Test
  void saysNothingWhenNothingChanged() {
    resize(4096);
    assertThat(one.none(READY).status()).isZero();
  }

  @Test
  void aStoreWithoutOneBlockLeavesTheCapacityAsItWas() {
    resize(0);
    assertThat(one.none(READY).status()).isZero();
    assertThat(lastBlock(one)).isEqualTo(4095);
  }

  @Test
  void aCommandThatWasInRangeBeforeEndsAllTheSame() {
    store.hold(true);
    org.quintain.initiator.ExecuteCommand read =
        one.start(range(0x28, 4000, 8), null, 8 * 512, org.quintain.sam.TaskAttribute.SIMPLE);
    disk.world().settle();
    resize(2048);
    store.releaseAll(disk.world().nowNs());
    disk.world().settle();
    assertThat(read.isDone()).isTrue();
    disk.device().checkIdle();
  }

  /** READ(16) or WRITE(16) of one block with its protection information. */
  private static byte[] guarded(int operationCode, long block) {
    return ByteBuffer.allocate(16)
        .put((byte) operationCode)
        .put((byte) 0x20)
        .putLong(block)
        .putInt(1)
        .array();
  }

  private static Disk protectedDisk(HeldStore blocks, int blocksWithRoom) {
    LogicalUnitConfig config =
        LogicalUnitConfig.named("disk0")
            .blockBytes(512)
            .protection(new ProtectionConfig(1, 0))
            .build();
    RamStore tags = new RamStore(blocksWithRoom * 8L);
    return new Disk(config, new DiskBacking(blocks, tags, new RamNonvolatileMemory()));
  }

  @Test
  void aProtectedDiskGrowsNoFurtherThanThereIsRoomForItsTags() {
    store.show(2048 * 512);
    Disk guarded = protectedDisk(store, 3000);
    Client client = guarded.client("a");
    store.show(4096 * 512);
    guarded.unit().deviceServer().onCapacityChanged(guarded.world().nowNs());
    assertThat(client.none(READY).code()).isEqualTo(0x062A09);
    assertThat(lastBlock(client)).isEqualTo(2999);
    assertThat(client.out(range(0x2A, 2999, 1), Client.filled(512, 1)).status()).isZero();
    assertThat(client.in(guarded(0x88, 2999), 520).status()).isZero();
    guarded.device().checkIdle();
  }

  @Test
  void blocksThatAreNewHaveNoTagsOfATimeBefore() {
    Disk guarded = protectedDisk(store, 4096);
    Client client = guarded.client("a");
    assertThat(client.out(range(0x2A, 4000, 1), Client.filled(512, 1)).status()).isZero();
    for (long blocks : new long[] {2048, 4096}) {
      store.show(blocks * 512);
      guarded.unit().deviceServer().onCapacityChanged(guarded.world().nowNs());
      assertThat(client.none(READY).code()).isEqualTo(0x062A09);
    }
    Client.Outcome read = client.in(guarded(0x88, 4000), 520);
    assertThat(read.status()).isZero();
    assertThat(ByteBuffer.wrap(read.data()).getLong(512)).isEqualTo(-1L);
    guarded.device().checkIdle();
  }

  @Test
  void aDiskInMemoryGrowsWithZerosAndShrinks() {
    RamStore memory = new RamStore(1 << 20);
    Disk grown = new Disk(Disk.config(512), memory);
    Client client = grown.client("a");
    assertThat(client.out(range(0x2A, 2047, 1), Client.filled(512, 1)).status()).isZero();
    for (long blocks : new long[] {1000, 4096}) {
      memory.resize(blocks * 512);
      grown.unit().deviceServer().onCapacityChanged(grown.world().nowNs());
      assertThat(client.none(READY).code()).isEqualTo(0x062A09);
      assertThat(lastBlock(client)).isEqualTo(blocks - 1);
    }
    assertThat(client.in(range(0x28, 2047, 1), 512).data()).containsOnly(0);
    assertThat(client.out(range(0x2A, 4095, 1), Client.filled(512, 1)).status()).isZero();
    assertThat(client.in(range(0x28, 4095, 1), 512).data()).containsOnly(1);
    grown.device().checkIdle();
  }
}
