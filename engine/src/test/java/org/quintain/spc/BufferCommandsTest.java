// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class BufferCommandsTest {
  private static final int GOOD = 0;
  private static final int CAPACITY = 64 << 10;

  private final Disk disk = Disk.inMemory(512, 2048);
  private final Client client = disk.client("iqn.2026-11.org.quintain:a");
  private final Client other = disk.client("iqn.2026-11.org.quintain:b");

  private static byte[] cdb10(int opcode, int mode, int identifier, int offset, int length) {
    return cdb(
        opcode,
        mode,
        identifier,
        offset >> 16,
        offset >> 8 & 0xFF,
        offset & 0xFF,
        length >> 16,
        length >> 8 & 0xFF,
        length & 0xFF,
        0);
  }

  private Outcome read(Client by, int mode, int identifier, int offset, int length) {
    return by.in(cdb10(0x3C, mode, identifier, offset, length), 1 << 17);
  }

  private Outcome write(Client by, int mode, int offset, byte[] data) {
    return by.out(cdb10(0x3B, mode, 0, offset, data.length), data);
  }

  @Test
  void describesItsBuffers() {
    assertThat(read(client, 3, 0, 0, 4).data()).containsExactly(0, 1, 0, 0);
    assertThat(read(client, 3, 7, 0, 4).data()).containsExactly(0, 0, 0, 0);
    assertThat(read(client, 0x0B, 0, 0, 4).data()).containsExactly(1, 0, 0x10, 0);
  }

  @Test
  void keepsWhatIsWrittenIntoTheDataBuffer() {
    assertThat(read(client, 2, 0, 0, 8).data()).isEqualTo(new byte[8]);
    assertThat(write(client, 2, 100, filled(300, 0x5A)).status()).isEqualTo(GOOD);
    assertThat(read(other, 2, 0, 100, 300).data()).isEqualTo(filled(300, 0x5A));
    assertThat(read(other, 2, 0, 99, 2).data()).containsExactly(0, 0x5A);
    assertThat(read(client, 2, 0, 0, 1 << 17).data()).hasSize(CAPACITY);
    assertThat(read(client, 2, 0, CAPACITY, 10).data()).isEmpty();
    byte[] sixteen = cdb(0x9B, 2, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 2, 0, 0);
    assertThat(client.in(sixteen, 10).data()).containsExactly(0x5A, 0x5A);
  }

  @Test
  void refusesWhatIsBeyondTheDataBuffer() {
    assertThat(read(client, 2, 0, CAPACITY + 1, 4).sense().senseKeySpecific()).isEqualTo(0xCF0003);
    assertThat(read(client, 2, 1, 0, 4).sense().senseKeySpecific()).isEqualTo(0xCF0002);
    assertThat(write(client, 2, CAPACITY - 3, new byte[4]).sense().senseKeySpecific())
        .isEqualTo(0xCF0006);
    assertThat(write(client, 2, CAPACITY + 1, new byte[0]).code()).isEqualTo(0x052400);
    byte[] far = cdb(0x9B, 2, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0);
    assertThat(client.in(far, 10).sense().senseKeySpecific()).isEqualTo(0xCF0002);
  }

  @Test
  void echoesToEachNexusWhatItWrote() {
    assertThat(read(client, 0x0A, 0, 0, 4).code()).isEqualTo(0x052C00);
    assertThat(write(client, 0x0A, 0, filled(4096, 1)).status()).isEqualTo(GOOD);
    assertThat(write(other, 0x0A, 0, filled(10, 2)).status()).isEqualTo(GOOD);
    assertThat(read(client, 0x0A, 0, 0, 8192).data()).isEqualTo(filled(4096, 1));
    assertThat(read(other, 0x0A, 0, 0, 4).data()).isEqualTo(filled(4, 2));
    assertThat(write(client, 0x0A, 0, new byte[4097]).sense().senseKeySpecific())
        .isEqualTo(0xCF0006);
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    client.clearUnitAttentions();
    assertThat(read(client, 0x0A, 0, 0, 4).code()).isEqualTo(0x052C00);
  }

  @Test
  void refusesEveryOtherMode() {
    for (int mode = 0; mode < 32; mode++) {
      if (Arrays.binarySearch(new int[] {2, 3, 10, 11}, mode) < 0) {
        assertThat(read(client, mode, 0, 0, 4).sense().senseKeySpecific()).isEqualTo(0xCC0001);
      }
      if (mode != 2 && mode != 10) {
        assertThat(write(client, mode, 0, new byte[4]).sense().senseKeySpecific())
            .isEqualTo(0xCC0001);
      }
    }
  }
}
