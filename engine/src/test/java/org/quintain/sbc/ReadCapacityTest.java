// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.testing.Client.cdb;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.store.NullStore;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class ReadCapacityTest {
  private static final byte[] READ_CAPACITY_10 = cdb(0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static byte[] readCapacity16(int allocationLength) {
    return cdb(0x9E, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, allocationLength, 0, 0);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void tellsLastBlockAndBlockLength() {
    Client client = Disk.inMemory(4096, 256).client("a");
    assertThat(hex(client.in(READ_CAPACITY_10, 8).data())).isEqualTo("000000ff00001000");
    assertThat(hex(client.in(readCapacity16(32), 32).data()))
        .isEqualTo("00000000000000ff" + "00001000" + "00".repeat(20));
  }

  @Test
  void tellsPhysicalBlockExponent() {
    Disk disk =
        new Disk(
            LogicalUnitConfig.named("d").physicalBlockExponent(3).build(), new RamStore(1 << 20));
    assertThat(disk.client("a").in(readCapacity16(32), 32).data()[13]).isEqualTo((byte) 3);
  }

  @Test
  void sendsTheInitiatorOfAHugeDiskToTheLongForm() {
    Client client = new Disk(Disk.config(512), new NullStore(1L << 42)).client("a");
    assertThat(hex(client.in(READ_CAPACITY_10, 8).data())).isEqualTo("ffffffff00000200");
    assertThat(hex(client.in(readCapacity16(12), 32).data())).isEqualTo("00000001ffffffff00000200");
  }

  @Test
  void leavesOutThePieceThatFillsNoBlock() {
    Client client = new Disk(Disk.config(512), new NullStore(1023)).client("a");
    assertThat(hex(client.in(READ_CAPACITY_10, 8).data())).isEqualTo("0000000000000200");
  }

  @Test
  void isCutAtItsAllocationLength() {
    Client client = Disk.inMemory(512, 256).client("a");
    byte[] whole = client.in(readCapacity16(32), 64).data();
    for (int length = 0; length <= 40; length++) {
      assertThat(client.in(readCapacity16(length), 64).data())
          .isEqualTo(Arrays.copyOf(whole, Math.min(length, 32)));
    }
  }

  @Test
  void refusesObsoletePmiAndAddress() {
    Client client = Disk.inMemory(512, 256).client("a");
    Outcome address = client.in(cdb(0x25, 0, 0, 0, 0, 1, 0, 0, 0, 0), 8);
    assertThat(address.code()).isEqualTo(0x052400);
    assertThat(address.sense().senseKeySpecific()).isEqualTo(0xC80005);
    assertThat(client.in(cdb(0x25, 0, 0, 0, 0, 0, 0, 0, 1, 0), 8).code()).isEqualTo(0x052400);
  }

  @Test
  void refusesAStoreWithoutOneBlock() {
    assertThatThrownBy(() -> new Disk(Disk.config(4096), new NullStore(4095)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The store of disk0 has 4095 bytes, which is less than one block of 4096.");
  }
}
