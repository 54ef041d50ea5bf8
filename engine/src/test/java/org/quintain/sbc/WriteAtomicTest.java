// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.testing.Client.filled;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProtectionConfig;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.store.BackingStore;
import org.quintain.store.NullStore;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class WriteAtomicTest {
  private static final int WRITE_ATOMIC = 0x9C;
  private static final int READ = 0x28;

  private final HeldStore store = new HeldStore(2048 * 512, false);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("a");

  private static byte[] cdb(long first, int blocks, int boundary) {
    return range(WRITE_ATOMIC, first, (long) boundary << 16 | blocks);
  }

  @Test
  void writesItsBlocksWithAndWithoutABoundary() {
    for (int boundary : new int[] {0, 1, 8, 2048}) {
      byte[] data = filled(16 * 512, boundary + 1);
      assertThat(client.out(cdb(8, 16, boundary), data).status()).isZero();
      assertThat(client.in(range(READ, 8, 16), 16 * 512).data()).isEqualTo(data);
    }
    assertThat(client.none(cdb(0, 0, 0)).status()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void obeysTheLimitsThatItTells() {
    Outcome length = client.out(cdb(0, 2048, 0), new byte[2048 * 512]);
    assertThat(length.status()).isZero();
    Outcome boundary = client.out(cdb(0, 8, 2049), new byte[8 * 512]);
    assertThat(boundary.code()).isEqualTo(0x052400);
    assertThat(boundary.sense().senseKeySpecific() & 0xFFFF).isEqualTo(10);
    assertThat(client.out(cdb(2040, 9, 0), new byte[9 * 512]).code()).isEqualTo(0x052100);
    assertThat(client.out(cdb(0, 2, 0), new byte[512]).code()).isEqualTo(0x050E03);
    Client large = new Disk(Disk.config(4096), new RamStore(1 << 26)).client("l");
    Outcome tooLong = large.out(cdb(0, 8193, 0), new byte[512]);
    assertThat(tooLong.code()).isEqualTo(0x052400);
    assertThat(tooLong.sense().senseKeySpecific() & 0xFFFF).isEqualTo(12);
  }

  @Test
  void isNotThereOnAStoreThatCannotPromiseIt() {
    Client plain = new Disk(Disk.config(512), new NullStore(1 << 20)).client("p");
    assertThat(plain.out(cdb(0, 1, 0), new byte[512]).code()).isEqualTo(0x052000);
  }

  @Test
  void isThereWithProtectionInformationWhereBothStoresWriteAtOnce() {
    RamStore blocks = new RamStore(1 << 20);
    byte[] atomic32 = new byte[32];
    atomic32[0] = 0x7F;
    atomic32[7] = 0x18;
    atomic32[9] = 0x0F;
    for (BackingStore tags : List.of(new RamStore(1 << 15), new HeldStore(1 << 15, false))) {
      Client made = protectedDisk(blocks, tags);
      boolean isThere = tags instanceof RamStore;
      assertThat(made.out(cdb(0, 0, 0), new byte[0]).code()).isEqualTo(isThere ? 0 : 0x052000);
      assertThat(made.out(atomic32, new byte[0]).code()).isEqualTo(isThere ? 0 : 0x052400);
    }
    RamStore little = new RamStore(1 << 20, RamStore.CHUNK_BYTES, false);
    Client thin = protectedDisk(little, new RamStore(1 << 15));
    assertThat(thin.out(cdb(0, 0, 0), new byte[0]).code()).isEqualTo(0x052000);
  }

  private static Client protectedDisk(BackingStore blocks, BackingStore tags) {
    LogicalUnitConfig config =
        LogicalUnitConfig.named("disk0").protection(new ProtectionConfig(2, 0)).build();
    DiskBacking backing = new DiskBacking(blocks, tags, DiskBacking.of(blocks).nonvolatile());
    return new Disk(config, backing).client("p");
  }

  @Test
  void isSeenWholeOrNotAtAll() {
    store.hold(true);
    Client other = disk.client("b");
    final ExecuteCommand before = other.start(range(READ, 0, 4), null, 2048, TaskAttribute.SIMPLE);
    final ExecuteCommand write =
        client.start(cdb(2, 4, 0), filled(2048, 5), 0, TaskAttribute.SIMPLE);
    final ExecuteCommand after = other.start(range(READ, 2, 4), null, 2048, TaskAttribute.SIMPLE);
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseAll(0);
    assertThat(write.status()).isZero();
    assertThat(Client.outcome(before).data()).isEqualTo(filled(2048, 0));
    assertThat(Client.outcome(after).data()).isEqualTo(filled(2048, 5));
    disk.device().checkIdle();
  }

  @Test
  void writesNothingWhenSpaceIsOut() {
    int chunk = RamStore.CHUNK_BYTES;
    Client thin = new Disk(Disk.config(512), new RamStore(4L * chunk, chunk, false)).client("t");
    int last = chunk / 512 - 1;
    Outcome outcome = thin.out(cdb(last, 2, 0), filled(1024, 1));
    assertThat(outcome.code()).isEqualTo(0x072707);
    assertThat(thin.in(range(READ, last, 2), 1024).data()).isEqualTo(filled(1024, 0));
  }
}
