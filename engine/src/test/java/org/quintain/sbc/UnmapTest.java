// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.sbc.ThinDisk.status;
import static org.quintain.sbc.ThinDisk.unmap;
import static org.quintain.sbc.ThinDisk.unmapCdb;
import static org.quintain.sbc.ThinDisk.unmapList;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.device.ProvisioningConfig;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.sbc.ThinDisk.Extent;
import org.quintain.store.NullStore;
import org.quintain.store.RamStore;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class UnmapTest {
  private static final int BLOCKS = 4096;
  private static final int MISSING = 0x052100;

  private final HeldStore store = new HeldStore(BLOCKS * 512, false);
  private final Disk disk = ThinDisk.on(store, 512, ProvisioningConfig.THIN);
  private final Client client = disk.client("a");

  private byte[] read(long first, int blocks) {
    return client.in(range(0x28, first, blocks), blocks * 512).data();
  }

  @Test
  void unmappedBlocksReadAsZerosAndTheirNeighboursStay() {
    client.out(range(0x2A, 0, 64), filled(64 * 512, 7));
    assertThat(unmap(client, 0, 8, 16, 40, 3).status()).isZero();
    byte[] expected = filled(64 * 512, 7);
    java.util.Arrays.fill(expected, 8 * 512, 24 * 512, (byte) 0);
    java.util.Arrays.fill(expected, 40 * 512, 43 * 512, (byte) 0);
    assertThat(read(0, 64)).isEqualTo(expected);
    assertThat(status(client, 0))
        .containsExactly(
            new Extent(0, 8, 0),
            new Extent(8, 16, 1),
            new Extent(24, 40, 0),
            new Extent(64, BLOCKS - 64, 1));
    disk.device().checkIdle();
  }

  @Test
  void anchoredBlocksReadAsZerosAndKeepTheirSpace() {
    assertThat(unmap(client, 1, 8, 8).status()).isZero();
    assertThat(status(client, 8)).startsWith(new Extent(8, 8, 2));
    client.out(range(0x2A, 8, 8), filled(8 * 512, 7));
    assertThat(status(client, 8)).startsWith(new Extent(8, 8, 0));
  }

  @Test
  void takesListsThatNameNothing() {
    assertThat(client.none(unmapCdb(0, 0)).status()).isZero();
    assertThat(unmap(client, 0).status()).isZero();
    assertThat(unmap(client, 0, BLOCKS, 0).status()).isZero();
    assertThat(unmap(client, 0, 0, BLOCKS, 0, BLOCKS).status()).isZero();
  }

  @Test
  void leavesOutDescriptorsThatAreCutOff() {
    client.out(range(0x2A, 0, 32), filled(32 * 512, 7));
    byte[] list = unmapList(0, 8, 8, 8);
    assertThat(client.out(unmapCdb(0, 39), java.util.Arrays.copyOf(list, 39)).status()).isZero();
    assertThat(read(0, 16)).endsWith(filled(8 * 512, 7)).startsWith(new byte[8 * 512]);
    byte[] shorter = unmapList(8, 8, 16, 8);
    ByteBuffer.wrap(shorter).putShort(2, (short) 31);
    assertThat(client.out(unmapCdb(0, 40), shorter).status()).isZero();
    byte[] shortest = unmapList(16, 8, 24, 8);
    ByteBuffer.wrap(shortest).putShort(0, (short) 22);
    assertThat(client.out(unmapCdb(0, 40), shortest).status()).isZero();
    assertThat(read(0, 32)).endsWith(filled(8 * 512, 7)).startsWith(new byte[24 * 512]);
  }

  @Test
  void refusesListsThatAreTooShortOrTooLong() {
    assertThat(client.out(unmapCdb(0, 7), new byte[7]).code()).isEqualTo(0x051A00);
    assertThat(client.out(unmapCdb(0, 24), new byte[8]).code()).isEqualTo(0x051A00);
    long[] many = new long[2 * 257];
    assertThat(unmap(client, 0, many).code()).isEqualTo(0x052600);
    assertThat(unmap(client, 0, new long[2 * 256]).status()).isZero();
  }

  @Test
  void checksEveryDescriptorBeforeAnyIsUnmapped() {
    client.out(range(0x2A, 0, 8), filled(8 * 512, 7));
    Outcome outcome = unmap(client, 0, 0, 8, BLOCKS - 1, 2);
    assertThat(outcome.code()).isEqualTo(MISSING);
    assertThat(outcome.sense().information()).isEqualTo(BLOCKS);
    assertThat(unmap(client, 0, 0, 8, -1L, 1).code()).isEqualTo(MISSING);
    assertThat(read(0, 8)).isEqualTo(filled(8 * 512, 7));
  }

  @Test
  void refusesMoreBlocksThanItSays() {
    Client large = ThinDisk.on(new NullStore(1L << 40), 512, ProvisioningConfig.THIN).client("a");
    assertThat(unmap(large, 0, 0, 1 << 20).status()).isZero();
    Outcome outcome = unmap(large, 0, 0, 1 << 19, 1 << 19, (1 << 19) + 1);
    assertThat(outcome.code()).isEqualTo(0x052600);
    assertThat(outcome.sense().senseKeySpecific() & 0xFFFF).isEqualTo(32);
  }

  @Test
  void refusesAnchorsWhereThereAreNone() {
    Client plain = ThinDisk.on(new NullStore(1 << 20), 512, ProvisioningConfig.THIN).client("a");
    assertThat(unmap(plain, 1, 0, 8).code()).isEqualTo(0x052400);
  }

  @Test
  void aFullyProvisionedDiskHasNoUnmap() {
    Client full = Disk.inMemory(512, BLOCKS).client("a");
    assertThat(unmap(full, 0, 0, 8).code()).isEqualTo(0x052000);
    assertThat(status(full, 5)).containsExactly(new Extent(5, BLOCKS - 5, 0));
  }

  @Test
  void tellsWhereTheStoreFailed() {
    store.failNext(StoreResult.WRITE_ERROR, 9 * 512);
    Outcome outcome = unmap(client, 0, 8, 8);
    assertThat(outcome.code()).isEqualTo(0x030C00);
    assertThat(outcome.sense().information()).isEqualTo(9);
  }

  @Test
  void anAnchorWithoutSpaceIsRefused() {
    RamStore small = new RamStore(BLOCKS * 512, RamStore.CHUNK_BYTES, false);
    Client other = ThinDisk.on(small, 512, ProvisioningConfig.THIN).client("a");
    assertThat(unmap(other, 1, 0, 8).status()).isZero();
    assertThat(unmap(other, 1, 1024, 8).code()).isEqualTo(0x072707);
    assertThat(other.out(range(0x2A, 0, 8), filled(8 * 512, 7)).status()).isZero();
    assertThat(other.out(range(0x2A, 1024, 8), filled(8 * 512, 7)).code()).isEqualTo(0x072707);
    assertThat(unmap(other, 0, 0, 8).status()).isZero();
    assertThat(other.out(range(0x2A, 1024, 8), filled(8 * 512, 7)).status()).isZero();
  }

  @Test
  void anAbortEndsItBetweenPieces() {
    store.hold(true);
    byte[] list = unmapList(0, 8, 16, 8);
    ExecuteCommand started = client.start(unmapCdb(0, list.length), list, 0, TaskAttribute.SIMPLE);
    disk.world().settle();
    assertThat(store.heldCount()).isEqualTo(1);
    org.quintain.initiator.ManageTask abort =
        client.startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    disk.world().settle();
    assertThat(abort.isDone()).isFalse();
    store.releaseOne(disk.world().nowNs());
    disk.world().settle();
    assertThat(store.heldCount()).isZero();
    assertThat(abort.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(started.isDone()).isTrue();
    disk.device().checkIdle();
  }

  @Test
  void aStoreThatGivesNothingUpIsNotThinProvisioned() {
    assertThatThrownBy(() -> ThinDisk.on(new DenseStore(1 << 20), 512, ProvisioningConfig.THIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("disk0");
  }
}
