// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.Blocks.both;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.sam.Status;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class PreFetchAndWriteLongTest {
  private static final int READ = 0x28;
  private static final int MARKED = 0x031114;

  private final HeldStore store = new HeldStore(16384 * 512, false);
  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private final Disk disk = new Disk(Disk.config(512), new DiskBacking(store, null, memory));
  private final Client client = disk.client("a");

  @Test
  void preFetchesWhatItHasRoomFor() {
    for (int preFetch : new int[] {0x34, 0x90}) {
      assertThat(client.none(range(preFetch, 0, 8)).status())
          .isEqualTo(Status.CONDITION_MET.code());
      assertThat(client.none(range(preFetch, 0, 8192)).status()).isEqualTo(4);
      assertThat(client.none(range(preFetch, 8192, 0)).status()).isEqualTo(4);
      assertThat(client.none(range(preFetch, 8191, 0)).status()).isZero();
      assertThat(client.none(range(preFetch, 16384, 0)).status()).isEqualTo(4);
      assertThat(client.none(range(preFetch, 0x02, 0, 8)).status()).isEqualTo(4);
      disk.world().deliver();
      Outcome tooLong = client.none(range(preFetch, 0, 8193));
      assertThat(tooLong.code()).isEqualTo(0x052400);
      assertThat(client.none(range(preFetch, 16384, 1)).code()).isEqualTo(0x052100);
    }
    store.failNext(StoreResult.READ_ERROR, 512);
    assertThat(client.none(range(0x34, 0, 8)).code()).isEqualTo(0x031100);
    disk.device().checkIdle();
  }

  @Test
  void readsOnAfterThePreFetchThatDidNotWait() {
    store.hold(true);
    assertThat(client.none(range(0x34, 0x02, 0, 1024)).status()).isEqualTo(4);
    assertThat(store.heldCount()).as("the first piece").isEqualTo(1);
    assertThat(client.none(range(0x34, 0x02, 0, 8)).status()).as("one at a time").isZero();
    store.releaseOne(0);
    disk.world().settle();
    assertThat(store.heldCount()).as("the second piece").isEqualTo(1);
    store.failNext(StoreResult.READ_ERROR, 512 * 512);
    store.releaseAll(0);
    disk.world().settle();
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 0)).status()).as("nobody is told").isZero();
    assertThat(client.none(range(0x34, 0x02, 16384, 0)).status()).isEqualTo(4);
    disk.world().settle();
    disk.device().checkIdle();
  }

  private Outcome mark(int block) {
    return client.none(cdb(0x3F, 0x40, 0, 0, block >> 8, block, 0, 0, 0, 0));
  }

  @Test
  void marksBlocksThatEveryReadStopsAt() {
    client.out(range(0x2A, 0, 8), filled(4096, 1));
    assertThat(mark(5).status()).isZero();
    assertThat(mark(5).status()).isZero();
    assertThat(client.none(cdb(0x9F, 0x51, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0)).status())
        .isZero();
    Outcome read = client.in(range(READ, 2, 6), 6 * 512);
    assertThat(read.code()).isEqualTo(MARKED);
    assertThat(read.sense().information()).isEqualTo(5);
    assertThat(read.data()).isEqualTo(filled(3 * 512, 1));
    assertThat(client.in(range(READ, 5, 1), 512).code()).isEqualTo(MARKED);
    assertThat(client.in(range(READ, 0, 5), 5 * 512).status()).isZero();
    assertThat(client.in(range(READ, 7, 1), 512).status()).isZero();
    assertThat(client.none(range(0x2F, 0, 8)).sense().information()).isEqualTo(5);
    assertThat(client.out(range(0x89, 6, 1), new byte[1024]).code()).isEqualTo(MARKED);
    assertThat(client.out(range(0x8B, 6, 1), new byte[512]).code()).isEqualTo(MARKED);
    assertThat(client.none(range(0x34, 6, 1)).code()).isEqualTo(MARKED);
    disk.device().checkIdle();
  }

  @Test
  void forgetsAMarkWhenTheBlockIsWritten() {
    int[] marks = {10, 11, 12, 13, 14};
    for (int block : marks) {
      mark(block);
    }
    client.out(range(0x2A, 10, 1), filled(512, 1));
    client.out(range(0x2E, 0x02, 11, 1), filled(512, 1));
    client.out(range(0x93, 12, 1), filled(512, 1));
    client.out(range(0x9C, 13, 1), filled(512, 1));
    assertThat(client.in(range(READ, 10, 4), 2048).data()).isEqualTo(filled(2048, 1));
    assertThat(client.in(range(READ, 14, 1), 512).code()).isEqualTo(MARKED);
    disk.device().checkIdle();
  }

  @Test
  void forgetsMarksOfReassignedAndFormattedBlocks() {
    for (int block = 1; block < 4; block++) {
      mark(block);
    }
    byte[] list = new byte[8];
    list[3] = 4;
    list[7] = 2;
    assertThat(client.out(cdb(0x07, 0, 0, 0, 0, 0), list).status()).isZero();
    assertThat(client.in(range(READ, 2, 1), 512).status()).isZero();
    assertThat(client.in(range(READ, 1, 1), 512).code()).isEqualTo(MARKED);
    assertThat(client.none(cdb(0x04, 0, 0, 0, 0, 0)).status()).isZero();
    assertThat(client.in(range(READ, 0, 8), 4096).data()).isEqualTo(filled(4096, 0));
    disk.device().checkIdle();
  }

  @Test
  void keepsMarksThroughPowerLoss() {
    mark(3);
    mark(1);
    client.out(range(0x2A, 1, 1), filled(512, 1));
    Client after = new Disk(Disk.config(512), new DiskBacking(store, null, memory)).client("again");
    assertThat(after.in(range(READ, 1, 1), 512).data()).isEqualTo(filled(512, 1));
    assertThat(after.in(range(READ, 3, 1), 512).code()).isEqualTo(MARKED);
  }

  @Test
  void refusesWhatIsObsoleteOfWriteLong() {
    Outcome plain = client.none(cdb(0x3F, 0, 0, 0, 0, 1, 0, 0, 0, 0));
    assertThat(plain.code()).isEqualTo(0x052400);
    assertThat(plain.sense().senseKeySpecific()).isEqualTo(0xCE0001);
    for (int flags : new int[] {0xC0, 0x60}) {
      assertThat(client.none(cdb(0x3F, flags, 0, 0, 0, 1, 0, 0, 0, 0)).code()).isEqualTo(0x052400);
    }
    assertThat(client.none(cdb(0x3F, 0x40, 0, 0, 0x40, 0, 0, 0, 0, 0)).code()).isEqualTo(0x052100);
    assertThat(client.in(cdb(0x3E, 0, 0, 0, 0, 1, 0, 2, 0, 0), 512).code()).isEqualTo(0x052000);
  }

  @Test
  void marksNoMoreThanItHasRoomFor() {
    for (int block = 0; block < MarkedBlocks.MARKS_MAX; block++) {
      assertThat(mark(2 * block).status()).isZero();
    }
    assertThat(mark(1).code()).isEqualTo(0x055503);
    assertThat(client.in(range(READ, 1, 1), 512).status()).isZero();
    assertThat(client.out(range(0x93, 0, 0), filled(512, 1)).status()).isZero();
    assertThat(mark(1).status()).isZero();
  }

  @Test
  void writesAndVerifies() {
    for (int form : new int[] {0x2E, 0xAE, 0x8E}) {
      for (int byteCheck = 0; byteCheck < 2; byteCheck++) {
        byte[] data = both(filled(512, form), filled(512, byteCheck));
        Outcome outcome = client.out(range(form, byteCheck << 1, 20, 2), data);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.residual()).isZero();
        assertThat(client.in(range(READ, 20, 2), 1024).data()).isEqualTo(data);
      }
      for (int reserved : new int[] {0x04, 0x06}) {
        Outcome outcome = client.out(range(form, reserved, 20, 2), new byte[1024]);
        assertThat(outcome.code()).isEqualTo(0x052400);
        assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCA0001);
      }
      assertThat(client.out(range(form, 0, 16384, 1), new byte[512]).code()).isEqualTo(0x052100);
      assertThat(client.none(range(form, 0, 20, 0)).status()).isZero();
    }
    disk.device().checkIdle();
  }
}
