// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.copy.CopyBench.NONE;
import static org.quintain.sbc.copy.CopyBench.join;
import static org.quintain.sbc.copy.CopyBench.lid1;
import static org.quintain.sbc.copy.CopyBench.ranges;
import static org.quintain.sbc.copy.CopyBench.segment;
import static org.quintain.sbc.copy.CopyBench.writeUsing;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.device.ProtectionConfig;
import org.quintain.sbc.protection.Crc16T10Dif;
import org.quintain.testing.Client.Outcome;

/** Copies between disks of which one, or both, have protection information. */
final class ProtectedCopyTest {
  private static final ProtectionConfig TYPE_1 = new ProtectionConfig(1, 0);

  private static byte[] both(CopyBench bench) {
    return join(bench.descriptor(0), bench.descriptor(1));
  }

  /** READ(16) or WRITE(16) with RDPROTECT or WRPROTECT of 001b. */
  private static byte[] cdb(int operationCode, long block, int blocks) {
    return ByteBuffer.allocate(16)
        .put((byte) operationCode)
        .put((byte) 0x20)
        .putLong(block)
        .putInt(blocks)
        .array();
  }

  private static byte[] block(int bytes, int value, int applicationTag, int referenceTag) {
    byte[] data = filled(bytes, value);
    ByteBuffer all = ByteBuffer.allocate(bytes + 8).put(data);
    all.putShort((short) Crc16T10Dif.of(ByteBuffer.wrap(data), 0, bytes));
    return all.putShort((short) applicationTag).putInt(referenceTag).array();
  }

  private static Outcome readGuarded(CopyBench bench, int lun, long block, int transferBytes) {
    return bench.lun(lun).in(cdb(0x88, block, 1), transferBytes);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0, 1", "1, 1", "2, 3", "3, 2", "0, 3"})
  void bringsTheDataWhateverTheTypesAre(int smallType, int largeType) {
    CopyBench bench =
        new CopyBench(new ProtectionConfig(smallType, 0), new ProtectionConfig(largeType, 0));
    byte[] data = filled(8 * 4096, 7);
    if (smallType == 2) {
      // Commands that cannot tell their tags are refused, so that a copy fills it.
      assertThat(bench.lun(1).out(CopyBench.write10(64, 8), data).status()).isZero();
      assertThat(bench.copy(0, lid1(1, both(bench), segment(1, 0, 8, 64, 0))).status()).isZero();
    } else {
      bench.fill(0, 0, 64, 3);
      data = bench.read(0, 0, 64);
    }
    if (largeType != 2) {
      assertThat(bench.copy(0, lid1(1, both(bench), segment(0, 1, 64, 0, 3))).status()).isZero();
      assertThat(bench.read(1, 3, 8)).isEqualTo(data);
    }
    bench.device.checkIdle();
  }

  @Test
  void aDestinationGetsGuardsAndReferenceTagsOfItsOwn() {
    CopyBench bench = new CopyBench(NONE, TYPE_1);
    bench.fill(0, 0, 8, 5);
    assertThat(bench.copy(0, lid1(1, both(bench), segment(0, 1, 8, 0, 3))).status()).isZero();
    byte[] data = bench.read(1, 3, 1);
    Outcome read = readGuarded(bench, 1, 3, 4104);
    assertThat(read.status()).isZero();
    ByteBuffer information = ByteBuffer.wrap(read.data(), 4096, 8);
    assertThat(information.getShort() & 0xFFFF)
        .isEqualTo(Crc16T10Dif.of(ByteBuffer.wrap(data), 0, 4096));
    assertThat(information.getShort()).isEqualTo((short) 0xFFFF);
    assertThat(information.getInt()).isEqualTo(3);
  }

  @Test
  void applicationTagsComeAlongAndReferenceTagsFollowTheirPlace() {
    CopyBench bench = new CopyBench(TYPE_1, NONE);
    byte[] written = join(block(512, 1, 0x1234, 10), block(512, 2, 0x5678, 11));
    assertThat(bench.lun(0).out(cdb(0x8A, 10, 2), written).status()).isZero();
    assertThat(bench.copy(0, lid1(1, both(bench), segment(0, 0, 2, 10, 100))).status()).isZero();
    Outcome read = bench.lun(0).in(cdb(0x88, 100, 2), 1040);
    assertThat(read.data()).isEqualTo(join(block(512, 1, 0x1234, 100), block(512, 2, 0x5678, 101)));
  }

  @Test
  void withTypeThreeTheReferenceTagBelongsToTheApplicationClientToo() {
    CopyBench bench = new CopyBench(new ProtectionConfig(3, 0), new ProtectionConfig(3, 3));
    byte[] written = new byte[0];
    for (int index = 0; index < 8; index++) {
      written = join(written, block(512, index, 0x1000 + index, 0xABCD0000 + 5 * index));
    }
    assertThat(bench.lun(0).out(cdb(0x8A, 10, 8), written).status()).isZero();
    assertThat(bench.copy(0, lid1(1, both(bench), segment(0, 1, 8, 10, 2))).status()).isZero();
    Outcome read = readGuarded(bench, 1, 2, 8 * 520);
    assertThat(read.data()).as("eight intervals of 512 bytes").isEqualTo(written);
  }

  @Test
  void aSourceThatIsNotAsItsInformationSaysIsNotCopied() {
    CopyBench bench = new CopyBench(TYPE_1, TYPE_1);
    bench.fill(0, 0, 8, 5);
    byte[] wrong = block(512, 1, 0, 4);
    wrong[100] ^= 1;
    // WRPROTECT 011b: nothing is checked.
    byte[] unchecked = cdb(0x8A, 4, 1);
    unchecked[1] = 0x60;
    assertThat(bench.lun(0).out(unchecked, wrong).status()).isZero();
    Outcome outcome = bench.copy(0, lid1(1, both(bench), segment(0, 1, 8, 0, 3)));
    assertThat(outcome.code()).isEqualTo(0x0A0D01);
    assertThat(bench.read(1, 3, 1)).containsOnly(0);
    bench.device.checkIdle();
  }

  @Test
  void blocksThatWereNeverWrittenAreCopiedUnchecked() {
    CopyBench bench = new CopyBench(TYPE_1, TYPE_1);
    assertThat(bench.copy(0, lid1(1, both(bench), segment(0, 1, 8, 0, 3))).status()).isZero();
    assertThat(bench.read(1, 3, 1)).containsOnly(0);
  }

  @Test
  void tokensCarryDataAndEndWithTheFirstWrite() {
    CopyBench bench = new CopyBench(TYPE_1, TYPE_1);
    bench.fill(0, 0, 8, 5);
    byte[] token = bench.makeToken(0, 1, 0, 8);
    assertThat(bench.token(1, 0x11, 2, writeUsing(0, 0, token, ranges(3, 1))).status()).isZero();
    assertThat(bench.read(1, 3, 1)).isEqualTo(bench.read(0, 0, 8));
    bench.fill(0, 7, 1, 9);
    assertThat(bench.token(1, 0x11, 2, writeUsing(0, 0, token, ranges(3, 1))).code())
        .as("revoked")
        .isEqualTo(0x052306);
  }

  @Test
  void theZeroTokenLeavesInformationThatSaysNothing() {
    CopyBench bench = new CopyBench(TYPE_1, TYPE_1);
    bench.fill(1, 3, 1, 5);
    byte[] token = new byte[512];
    ByteBuffer.wrap(token).putInt(0xFFFF0001).putShort(6, (short) 504);
    assertThat(bench.token(1, 0x11, 2, writeUsing(0, 0, token, ranges(3, 1))).status()).isZero();
    byte[] read = readGuarded(bench, 1, 3, 4104).data();
    assertThat(Arrays.copyOf(read, 4096)).containsOnly(0);
    assertThat(Arrays.copyOfRange(read, 4096, 4104)).containsOnly(0xFF);
  }
}
