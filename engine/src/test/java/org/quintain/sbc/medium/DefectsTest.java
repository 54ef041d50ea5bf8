// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** REASSIGN BLOCKS and READ DEFECT DATA. */
final class DefectsTest {
  private static final byte[] REASSIGN = cdb(0x07, 0, 0, 0, 0, 0);

  private final HeldStore store = new HeldStore(64L * 512, true);
  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private Disk disk = powerOn();
  private Client client = disk.client("a");

  private Disk powerOn() {
    return new Disk(Disk.config(512), new DiskBacking(store, null, memory));
  }

  private String defects(int flags) {
    return HexFormat.of()
        .formatHex(client.in(cdb(0x37, 0, flags, 0, 0, 0, 0, 1, 0, 0), 256).data());
  }

  private String defects12(int flags, int index) {
    return HexFormat.of()
        .formatHex(client.in(cdb(0xB7, flags, 0, 0, 0, index, 0, 0, 1, 0, 0, 0), 256).data());
  }

  @Test
  void keepsTheDataOfReassignedBlocksAndListsThem() {
    client.out(cdb(0x2A, 0, 0, 0, 0, 9, 0, 0, 1, 0), filled(512, 7));
    assertThat(client.out(REASSIGN, cdb(0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0, 3)).status()).isZero();
    assertThat(client.in(cdb(0x28, 0, 0, 0, 0, 9, 0, 0, 1, 0), 512).data()).containsOnly(7);
    assertThat(store.fuaWrites()).isEqualTo(2);
    assertThat(defects(0x08)).isEqualTo("000800080000000300000009");
    assertThat(defects(0x0B)).isEqualTo("000b001000000000000000030000000000000009");
    assertThat(defects(0x18)).isEqualTo("001800080000000300000009");
    assertThat(defects(0x10)).isEqualTo("00100000");
    disk.device().checkIdle();
  }

  @Test
  void givesTheListFromAnIndexOnWithItsGeneration() {
    client.out(REASSIGN, cdb(0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0, 3));
    assertThat(defects12(0x08, 0)).isEqualTo("0008000300000008" + "0000000300000009");
    assertThat(defects12(0x08, 1)).isEqualTo("0008000300000004" + "00000009");
    assertThat(defects12(0x08, 2)).isEqualTo("0008000300000000");
    assertThat(defects12(0x08, 9)).isEqualTo("0008000300000000");
  }

  @Test
  void takesLongListsOfLongAddresses() {
    byte[] cdb = cdb(0x07, 3, 0, 0, 0, 0);
    byte[] list = cdb(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 5);
    assertThat(client.out(cdb, list).status()).isZero();
    assertThat(defects(0x08)).isEqualTo("0008000400000005");
  }

  @Test
  void keepsTheListThroughPowerLossAndUntilAFormatDropsIt() {
    client.out(REASSIGN, cdb(0, 0, 0, 4, 0, 0, 0, 9));
    disk = powerOn();
    client = disk.client("a");
    assertThat(defects(0x08)).isEqualTo("0008000400000009");
    // FORMAT UNIT with FMTDATA and a DLIST adds to it, with CMPLST replaces it.
    assertThat(client.out(cdb(4, 0x10, 0, 0, 0, 0), cdb(0, 0, 0, 4, 0, 0, 0, 1)).status()).isZero();
    assertThat(defects(0x08)).isEqualTo("000800080000000100000009");
    assertThat(client.out(cdb(4, 0x18, 0, 0, 0, 0), cdb(0, 0, 0, 4, 0, 0, 0, 2)).status()).isZero();
    assertThat(defects(0x08)).isEqualTo("0008000400000002");
    assertThat(client.none(cdb(4, 0x08, 0, 0, 0, 0)).status()).isZero();
    assertThat(defects(0x08)).isEqualTo("0008000400000002");
  }

  @Test
  void givesUnknownFormatsInTheShortOneAndSaysSo() {
    client.out(REASSIGN, cdb(0, 0, 0, 4, 0, 0, 0, 9));
    for (int format : new int[] {1, 2, 4, 5, 6, 7}) {
      Outcome outcome = client.in(cdb(0x37, 0, 0x08 | format, 0, 0, 0, 0, 1, 0, 0), 256);
      assertThat(outcome.code()).isEqualTo(0x011C00);
      assertThat(HexFormat.of().formatHex(outcome.data())).isEqualTo("0008000400000009");
    }
  }

  @Test
  void zeroesABlockThatCannotBeRead() {
    client.out(cdb(0x2A, 0, 0, 0, 0, 9, 0, 0, 1, 0), filled(512, 7));
    store.failNext(StoreResult.READ_ERROR, 9 * 512);
    assertThat(client.out(REASSIGN, cdb(0, 0, 0, 4, 0, 0, 0, 9)).status()).isZero();
    assertThat(client.in(cdb(0x28, 0, 0, 0, 0, 9, 0, 0, 1, 0), 512).data()).containsOnly(0);
  }

  @Test
  void takesTheMarkAwayFromABlockThatIsReassignedOrFormatted() {
    byte[] mark = cdb(0x3F, 0x40, 0, 0, 0, 9, 0, 0, 0, 0);
    byte[] read = cdb(0x28, 0, 0, 0, 0, 9, 0, 0, 1, 0);
    assertThat(client.none(mark).status()).isZero();
    assertThat(client.in(read, 512).code()).isEqualTo(0x031114);
    assertThat(client.out(REASSIGN, cdb(0, 0, 0, 4, 0, 0, 0, 9)).status()).isZero();
    assertThat(client.in(read, 512).data()).containsOnly(0);
    assertThat(client.none(mark).status()).isZero();
    assertThat(client.none(cdb(0x04, 0, 0, 0, 0, 0)).status()).isZero();
    assertThat(client.in(read, 512).status()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void refusesBlocksBeyondTheCapacityBeforeAnyIsReassigned() {
    Outcome outcome = client.out(REASSIGN, cdb(0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0, 64));
    assertThat(outcome.code()).isEqualTo(0x052100);
    assertThat(outcome.sense().information()).isEqualTo(64);
    assertThat(outcome.sense().commandSpecificInformation()).isEqualTo(9);
    assertThat(defects(0x08)).isEqualTo("00080000");
  }

  @Test
  void refusesListsOfAWrongLength() {
    assertThat(client.out(REASSIGN, cdb(0, 0, 0, 3, 0, 0, 0)).code()).isEqualTo(0x052600);
    assertThat(client.out(REASSIGN, cdb(1, 0, 0, 4, 0, 0, 0, 0)).code()).isEqualTo(0x052600);
    assertThat(client.out(REASSIGN, cdb(0, 0, 0, 8, 0, 0, 0, 0)).code()).isEqualTo(0x051A00);
    assertThat(client.out(REASSIGN, cdb(0, 0)).code()).isEqualTo(0x051A00);
    assertThat(client.out(REASSIGN, cdb(0, 0, 0, 0)).status()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void endsAtABlockThatCannotBeWritten() {
    store.hold(true);
    ExecuteCommand reassign =
        client.start(REASSIGN, cdb(0, 0, 0, 4, 0, 0, 0, 1), 0, TaskAttribute.SIMPLE);
    disk.world().awaitUntil(() -> store.heldCount() == 1, 1_000_000L);
    store.releaseOne(0);
    store.failNext(StoreResult.WRITE_ERROR, 512);
    store.releaseOne(0);
    Outcome outcome = client.run(reassign);
    assertThat(outcome.code()).isEqualTo(0x030C00);
    assertThat(outcome.sense().commandSpecificInformation()).isEqualTo(1);
    assertThat(defects(0x08)).isEqualTo("00080000");
    disk.device().checkIdle();
  }
}
