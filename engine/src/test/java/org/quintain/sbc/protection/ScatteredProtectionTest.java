// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.testing.Client.Outcome;

/** WRITE SCATTERED of blocks that come with protection information. */
final class ScatteredProtectionTest {
  private static final int GUARD_FAILED = 0x0B1001;
  private static final int APPLICATION_TAG_FAILED = 0x0B1002;
  private static final int REFERENCE_TAG_FAILED = 0x0B1003;

  private static byte[] cdb(boolean isLong, int protect, int descriptors, int blocks) {
    ByteBuffer cdb = ByteBuffer.allocate(isLong ? 32 : 16);
    if (isLong) {
      cdb.put(0, (byte) 0x7F).put(7, (byte) 0x18).putShort(8, (short) 0x11);
      cdb.put(10, (byte) (protect << 5)).putShort(12, (short) 1);
      cdb.putShort(16, (short) descriptors).putInt(28, blocks);
    } else {
      cdb.put(0, (byte) 0x9F).put(1, (byte) 0x12).put(2, (byte) (protect << 5));
      cdb.putShort(4, (short) 1).putShort(8, (short) descriptors).putInt(10, blocks);
    }
    return cdb.array();
  }

  /** A descriptor and the blocks of its range. */
  private record Range(long first, byte[] data, int reference, int tag, int mask) {}

  private static Outcome write(ProtectedDisk disk, boolean isLong, int protect, Range... ranges) {
    int unit = protect == 0 ? disk.blockBytes : disk.format.transferBytesPerBlock();
    int bytes = unit + Arrays.stream(ranges).mapToInt(range -> range.data().length).sum();
    ByteBuffer all = ByteBuffer.allocate(bytes);
    int at = unit;
    for (int index = 0; index < ranges.length; index++) {
      Range range = ranges[index];
      int descriptor = 32 + 32 * index;
      all.putLong(descriptor, range.first()).putInt(descriptor + 8, range.data().length / unit);
      all.putInt(descriptor + 12, range.reference());
      all.putShort(descriptor + 16, (short) range.tag());
      all.putShort(descriptor + 18, (short) range.mask());
      all.put(at, range.data());
      at += range.data().length;
    }
    return disk.client.out(cdb(isLong, protect, ranges.length, bytes / unit), all.array());
  }

  private static byte[] raw(ProtectedDisk disk, long first, int blocks, int reference) {
    int bytes = blocks * disk.format.transferBytesPerBlock();
    return disk.format.type() == ProtectionType.TYPE_2
        ? disk.client
            .in(ProtectedDisk.cdb32(0x09, 0x60, first, reference, 0, 0, blocks), bytes)
            .data()
        : disk.read(3, first, blocks).data();
  }

  @ParameterizedTest
  @CsvSource({"1,0,512", "1,0,4096", "2,0,512", "2,3,4096", "3,0,512", "3,1,4096"})
  void eachRangeComesToItsBlocksWithItsInformation(int type, int exponent, int blockBytes) {
    ProtectedDisk disk = new ProtectedDisk(type, exponent, blockBytes);
    boolean isLong = type == 2;
    int otherReference = isLong ? 77_000 : 40;
    byte[] one = disk.guarded(2, 3, 0x1234, 9);
    byte[] other = disk.guarded(3, 60, 0x4321, otherReference);
    Outcome outcome =
        write(
            disk,
            isLong,
            1,
            new Range(9, one, 9, 0x1234, 0xFFFF),
            new Range(40, other, otherReference, 0x4321, 0xFFFF));
    assertThat(outcome.status()).isZero();
    assertThat(raw(disk, 9, 2, 9)).isEqualTo(one);
    assertThat(raw(disk, 40, 3, otherReference)).isEqualTo(other);
    disk.disk.device().checkIdle();
  }

  @ParameterizedTest
  @CsvSource({"1,512", "2,4096"})
  void nothingIsWrittenWhereTheInformationOfAnyRangeIsWrong(int type, int blockBytes) {
    ProtectedDisk disk = new ProtectedDisk(type, 0, blockBytes);
    boolean isLong = type == 2;
    byte[] before = raw(disk, 9, 1, 9);
    byte[] good = disk.guarded(1, 3, 0x1234, 9);
    byte[] bent = disk.guarded(1, 60, 0x1234, 40);
    bent[0] ^= 1;
    Range first = new Range(9, good, 9, 0x1234, 0xFFFF);
    assertThat(write(disk, isLong, 1, first, new Range(40, bent, 40, 0, 0)).code())
        .isEqualTo(GUARD_FAILED);
    byte[] misplaced = disk.guarded(1, 60, 0x1234, 41);
    assertThat(write(disk, isLong, 1, first, new Range(40, misplaced, 40, 0, 0)).code())
        .isEqualTo(REFERENCE_TAG_FAILED);
    assertThat(raw(disk, 9, 1, 9)).isEqualTo(before);
    if (isLong) {
      byte[] tagged = disk.guarded(1, 60, 0x1235, 40);
      assertThat(write(disk, true, 1, new Range(40, tagged, 40, 0x1234, 0x00FF)).code())
          .isEqualTo(APPLICATION_TAG_FAILED);
      assertThat(write(disk, true, 1, new Range(40, tagged, 40, 0x1234, 0xFF00)).status()).isZero();
    }
    disk.disk.device().checkIdle();
  }

  @Test
  void guardsAreMadeWhereNoInformationComes() {
    ProtectedDisk disk = new ProtectedDisk(2, 0, 512);
    byte[] data = filled(1024, 5);
    assertThat(write(disk, true, 0, new Range(9, data, 500, 0x1234, 0xFFFF)).status()).isZero();
    ByteBuffer read = ByteBuffer.wrap(raw(disk, 9, 2, 500));
    int guard = Crc16T10Dif.of(ByteBuffer.wrap(data), 0, 512);
    assertThat(read.getShort(512)).isEqualTo((short) guard);
    assertThat(Arrays.copyOf(read.array(), 512)).isEqualTo(Arrays.copyOf(data, 512));
  }

  @Test
  void aMediumWithoutProtectionInformationRefusesIt() {
    ProtectedDisk disk = new ProtectedDisk(0, 0, 512);
    Outcome outcome = disk.client.none(cdb(false, 1, 0, 0));
    assertThat(outcome.code()).isEqualTo(0x052400);
    assertThat(outcome.sense().senseKeySpecific() & 0xFFFF).isEqualTo(2);
  }
}
