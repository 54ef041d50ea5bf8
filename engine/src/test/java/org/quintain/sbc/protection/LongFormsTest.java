// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

/** The 32-byte forms, which are there exactly while type 2 protection is enabled. */
final class LongFormsTest {
  private static final int[] SERVICE_ACTIONS = {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x11};

  private final ProtectedDisk type2 = new ProtectedDisk(2, 0, 512);

  private static byte[] cdb(int serviceAction, int flags, long first, int blocks) {
    return ProtectedDisk.cdb32(serviceAction, flags, first, (int) first, 0, 0, blocks);
  }

  private static byte[] scattered(byte[] cdb, int offsetAt, int descriptorsAt, int lengthAt) {
    ByteBuffer.wrap(cdb).putShort(offsetAt, (short) 1).putShort(descriptorsAt, (short) 2);
    ByteBuffer.wrap(cdb).putInt(lengthAt, 4);
    return cdb;
  }

  /** Two ranges, one block at 7 and two at 20. */
  private static byte[] scatteredData() {
    byte[] data = new byte[4 * 512];
    ByteBuffer.wrap(data).putLong(32, 7).putInt(40, 1).putLong(64, 20).putInt(72, 2);
    Arrays.fill(data, 512, 1024, (byte) 1);
    Arrays.fill(data, 1024, 2048, (byte) 2);
    return data;
  }

  @Test
  void areNotThereWithoutType2() {
    Disk plain = Disk.inMemory(512, 64);
    for (Client client : new Client[] {plain.client("a"), new ProtectedDisk(1, 0, 512).client}) {
      for (int serviceAction : SERVICE_ACTIONS) {
        Outcome outcome = client.none(cdb(serviceAction, 0, 0, 0));
        assertThat(outcome.code()).isEqualTo(0x052400);
        assertThat(outcome.sense().senseKeySpecific() & 0xFFFF).isEqualTo(8);
      }
    }
  }

  @Test
  void writeVerifyAndReadWithoutTransferringProtectionInformation() {
    Client client = type2.client;
    byte[] data = filled(1024, 3);
    assertThat(client.out(cdb(0x0B, 0, 4, 2), data).status()).isZero();
    assertThat(client.in(cdb(0x09, 0, 4, 2), 1024).data()).isEqualTo(data);
    assertThat(client.none(cdb(0x0A, 0, 4, 2)).status()).isZero();
    assertThat(client.out(cdb(0x0A, 0x02, 4, 2), data).status()).isZero();
    Outcome differs = client.out(cdb(0x0A, 0x02, 4, 2), filled(1024, 4));
    assertThat(differs.code()).isEqualTo(0x0E1D00);
    assertThat(client.out(cdb(0x0A, 0x04, 4, 2), data).code()).isEqualTo(0x052400);
    assertThat(client.out(cdb(0x0C, 0x02, 6, 2), filled(1024, 5)).status()).isZero();
    assertThat(client.out(cdb(0x0D, 0, 8, 4), filled(512, 6)).status()).isZero();
    assertThat(client.none(cdb(0x0D, 0x01, 9, 1)).status()).isZero();
    assertThat(client.in(cdb(0x09, 0, 6, 3), 1536).data())
        .isEqualTo(ByteBuffer.allocate(1536).put(filled(1024, 5)).put(filled(512, 6)).array());
    assertThat(client.in(cdb(0x09, 0, 9, 1), 512).data()).isEqualTo(filled(512, 0));
    assertThat(client.none(cdb(0x09, 0, ProtectedDisk.BLOCKS, 1)).code()).isEqualTo(0x052100);
    type2.disk.device().checkIdle();
  }

  @Test
  void scatterBlocksWhoseInformationIsMadeForThem() {
    byte[] short16 = new byte[16];
    ByteBuffer.wrap(short16).put(0, (byte) 0x9F).put(1, (byte) 0x12);
    for (int type = 1; type <= 3; type++) {
      ProtectedDisk disk = new ProtectedDisk(type, 0, 512);
      byte[] cdb = scattered(short16.clone(), 4, 8, 10);
      if (type == 2) {
        cdb = scattered(cdb(0x11, 0, 0, 0), 12, 16, 28);
        Arrays.fill(cdb, 18, 28, (byte) 0);
      }
      assertThat(disk.client.out(cdb, scatteredData()).status()).isZero();
      assertThat(disk.read(0, 7, 1).data()).isEqualTo(filled(512, 1));
      assertThat(disk.read(0, 20, 2).data()).isEqualTo(filled(1024, 2));
      disk.disk.device().checkIdle();
    }
  }
}
