// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;

/** FORMAT UNIT where there is room for protection information: FMTPINFO and its like. */
final class FormatProtectionTest {
  private static final int BLOCKS = 64;
  private static final int FMTDATA = 0x10;

  private final DiskBacking backing =
      new DiskBacking(
          new RamStore(BLOCKS * 512L), new RamStore(BLOCKS * 8L), new RamNonvolatileMemory());
  private Disk disk = new Disk(Disk.config(512), backing);
  private Client client = disk.client("a");

  private byte[] capacity() {
    return client.in(cdb(0x9E, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0), 32).data();
  }

  private Client.Outcome format(int formatProtection, int usage) {
    return client.out(cdb(0x04, formatProtection << 6 | FMTDATA, 0, 0, 0, 0), cdb(usage, 0, 0, 0));
  }

  @Test
  void formatsWithEachTypeOfProtectionAndWithoutAndTellsOthers() {
    Client other = disk.client("b");
    int[][] formats = {{2, 0, 0x01}, {3, 0, 0x03}, {3, 1, 0x05}, {0, 0, 0x00}};
    for (int[] each : formats) {
      assertThat(format(each[0], each[1]).status()).isZero();
      assertThat(capacity()[12] & 0x0F).isEqualTo(each[2]);
      assertThat(other.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x062A09);
      assertThat(other.none(cdb(0, 0, 0, 0, 0, 0)).status()).isZero();
    }
    assertThat(client.none(cdb(0x04, 0x80, 0, 0, 0, 0)).status()).isZero();
    assertThat(capacity()[12] & 0x0F).isEqualTo(0x01);
    disk.device().checkIdle();
  }

  @Test
  void keepsItsFormatThroughPowerLossAndASanitize() {
    assertThat(format(2, 0).status()).isZero();
    assertThat(
            client.out(cdb(0x48, 1, 0, 0, 0, 0, 0, 0, 5, 0), new byte[] {1, 0, 0, 1, 0}).status())
        .isZero();
    disk = new Disk(Disk.config(512), backing);
    client = disk.client("a");
    assertThat(capacity()[12] & 0x0F).isEqualTo(0x01);
    // RDPROTECT 1: the tags of blocks that were formatted or sanitized are not checked.
    assertThat(client.in(cdb(0x28, 0x20, 0, 0, 0, 0, 0, 0, 1, 0), 520).status()).isZero();
  }

  @Test
  void refusesWhatTheTableOfFormatProtectionDoesNotHave() {
    assertThat(format(1, 0).code()).isEqualTo(0x052400);
    assertThat(format(0, 1).code()).isEqualTo(0x052600);
    assertThat(format(2, 1).code()).isEqualTo(0x052600);
    assertThat(format(3, 2).code()).isEqualTo(0x052600);
    assertThat(capacity()[12] & 0x0F).isZero();
    disk.device().checkIdle();
  }
}
