// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.copy.CopyBench.join;
import static org.quintain.sbc.copy.CopyBench.lid1;
import static org.quintain.sbc.copy.CopyBench.lid4;
import static org.quintain.sbc.copy.CopyBench.segment;
import static org.quintain.testing.Client.cdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.quintain.testing.Client.Outcome;

/** EXTENDED COPY of both kinds, and what tells about it. */
final class ExtendedCopyTest {
  private final CopyBench bench = new CopyBench();

  private byte[] both() {
    return join(bench.descriptor(0), bench.descriptor(1));
  }

  @Test
  void copiesBetweenDisksOfDifferentBlockLengths() {
    bench.fill(0, 100, 64, 7);
    assertThat(bench.copy(0, lid1(1, both(), segment(0, 1, 64, 100, 3))).status()).isZero();
    assertThat(bench.read(1, 3, 8)).isEqualTo(bench.read(0, 100, 64));
    assertThat(bench.receive(0, 1).data()).isEqualTo(cdb(0, 0, 0, 8, 1, 0, 1, 0, 0, 0, 0x80, 0));
  }

  @Test
  void aSegmentThatIsNoWholeNumberOfDestinationBlocksIsInexact() {
    Outcome outcome = bench.copy(0, lid1(1, both(), segment(0, 1, 7, 0, 0)));
    assertThat(outcome.code()).isEqualTo(0x0A260A);
  }

  @Property(seed = "3435962824", tries = 60)
  void anOverlappingCopyGivesWhatABufferWouldGive(
      @ForAll @IntRange(max = 300) int from,
      @ForAll @IntRange(max = 300) int to,
      @ForAll @IntRange(max = 255) int blocks) {
    CopyBench own = new CopyBench();
    own.fill(0, 0, 200, 1);
    own.fill(0, 200, 200, 99_999);
    own.fill(0, 400, 200, 777_777);
    byte[] before = blocks == 0 ? new byte[0] : own.read(0, from, blocks);
    byte[] list = lid1(0, own.descriptor(0), segment(0, 0, blocks, from, to));
    assertThat(own.copy(0, list).status()).isZero();
    assertThat(blocks == 0 ? new byte[0] : own.read(0, to, blocks)).isEqualTo(before);
  }

  @Test
  void manySegmentsAreCopiedInOrder() {
    bench.fill(0, 0, 8, 5);
    byte[] segments = join(segment(0, 0, 8, 0, 8), segment(0, 0, 16, 0, 16));
    assertThat(bench.copy(1, lid4(9, false, both(), segments)).status()).isZero();
    assertThat(bench.read(0, 24, 8)).isEqualTo(bench.read(0, 0, 8));
    byte[] status = bench.receive(5, 9).data();
    assertThat(Arrays.copyOf(status, 32))
        .isEqualTo(
            cdb(
                0, 0, 0, 28, 1, 1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFE, 0, 0, 0, 0xF1, 0, 0, 0, 0, 0, 0, 0,
                24, 0, 2, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void immedEndsTheCommandAtOnceAndTheCopyLater() {
    bench.fill(0, 0, 8, 5);
    byte[] list = lid4(9, true, both(), segment(0, 1, 8, 0, 0));
    assertThat(bench.copy(1, list).status()).isZero();
    bench.world.settle();
    assertThat(bench.receive(5, 9).data()[5]).isEqualTo((byte) 1);
    assertThat(bench.read(1, 0, 1)).isEqualTo(bench.read(0, 0, 8));
    bench.device.checkIdle();
  }

  @Test
  void passesOverTheTypeOfALogicalUnitIdentifierThatADescriptorDoesNotHave() {
    bench.fill(0, 0, 8, 5);
    byte[] strange = both();
    strange[1] = (byte) 0xC0;
    assertThat(bench.copy(0, lid1(1, strange, segment(0, 1, 8, 0, 0))).status()).isZero();
    assertThat(bench.read(1, 0, 1)).isEqualTo(bench.read(0, 0, 8));
  }

  @Test
  void anEmptyListIsNoError() {
    assertThat(bench.copy(0, new byte[0]).status()).isZero();
    assertThat(bench.copy(0, lid1(0, new byte[0], new byte[0])).status()).isZero();
  }

  @Test
  void refusesWhatItDoesNotKnowAndCopiesNothing() {
    byte[] good = segment(0, 1, 8, 0, 0);
    byte[] strange = good.clone();
    strange[0] = 0x0D;
    byte[] badLength = good.clone();
    badLength[3] = 23;
    byte[] badType = both();
    badType[0] = (byte) 0xE0;
    byte[] nowhere = both();
    nowhere[8] ^= 1;
    assertThat(bench.copy(0, lid1(0, both(), join(good, strange))).code()).isEqualTo(0x052609);
    assertThat(bench.copy(0, lid1(0, both(), badLength)).code()).isEqualTo(0x052600);
    assertThat(bench.copy(0, lid1(0, badType, good)).code()).isEqualTo(0x052607);
    assertThat(bench.copy(0, lid1(0, nowhere, good)).code()).isEqualTo(0x0A0D02);
    assertThat(bench.copy(0, lid1(0, both(), segment(0, 2, 8, 0, 0))).code()).isEqualTo(0x0A0D02);
    assertThat(bench.copy(0, lid1(0, both(), segment(0, 1, 8, 4095, 0))).code())
        .isEqualTo(0x0A0000);
    assertThat(bench.copy(0, Arrays.copyOf(lid1(0, both(), good), 15)).code()).isEqualTo(0x051A00);
    byte[] inline = lid1(0, both(), good);
    inline[15] = 1;
    assertThat(bench.copy(0, inline).code()).isEqualTo(0x05260B);
    byte[] usage = lid1(3, both(), good);
    usage[1] = 0x18;
    assertThat(bench.copy(0, usage).code()).isEqualTo(0x052600);
    byte[] tooMany = new byte[17 * 32];
    assertThat(bench.copy(0, lid1(0, tooMany, good)).code()).isEqualTo(0x052606);
    assertThat(bench.read(1, 0, 1)).containsOnly(0);
  }

  @Test
  void aFailureTellsItsSegment() {
    byte[] segments = join(segment(0, 1, 8, 0, 0), segment(0, 1, 8, 0, CopyBench.BLOCKS));
    Outcome outcome = bench.copy(0, lid1(0, both(), segments));
    assertThat(outcome.code()).isEqualTo(0x0A0000);
    assertThat(outcome.sense().commandSpecificInformation()).isEqualTo(1);
  }

  @Test
  void aDiskThatTheNexusDoesNotSeeIsNotReached() {
    byte[] list = lid1(0, both(), segment(0, 1, 8, 0, 0));
    bench.port.replaceLunMap(0, org.quintain.target.LunMap.builder().map(0, bench.small).build());
    bench.lun(0).clearUnitAttentions();
    assertThat(bench.copy(0, list).code()).isEqualTo(0x0A0D02);
  }

  @Test
  void aReservedDestinationIsNotWritten() {
    byte[] list = lid1(0, both(), segment(0, 1, 8, 0, 0));
    assertThat(bench.newClient("b").lun(1L << 48).none(cdb(0x16, 0, 0, 0, 0, 0)).status()).isZero();
    assertThat(bench.copy(0, list).code()).isEqualTo(0x0A0D01);
  }

  @Test
  void operatingParametersAndPageTellTheSame() {
    byte[] parameters = bench.receive(3, 0).data();
    assertThat(ByteBuffer.wrap(parameters).getInt(0)).isEqualTo(parameters.length - 4);
    assertThat(Arrays.copyOfRange(parameters, 43, 47)).isEqualTo(cdb(3, 0x02, 0x07, 0xE4));
    byte[] page = bench.lun(0).in(cdb(0x12, 1, 0x8F, 8, 0, 0), 2048).data();
    assertThat(ByteBuffer.wrap(page).getShort(2)).isEqualTo((short) (page.length - 4));
    int kinds = 0;
    for (int at = 4; at < page.length; at += 4 + ByteBuffer.wrap(page).getShort(at + 2)) {
      assertThat((at - 4) % 4).as("descriptors are whole words").isZero();
      kinds++;
      if (ByteBuffer.wrap(page).getShort(at) == 4) {
        assertThat(Arrays.copyOfRange(page, at + 8, at + 16))
            .isEqualTo(Arrays.copyOfRange(parameters, 8, 16));
      }
    }
    assertThat(kinds).isEqualTo(8);
  }

  @Test
  void whatIsNotThereCannotBeReportedOrAborted() {
    assertThat(bench.receive(0, 77).code()).isEqualTo(0x052400);
    assertThat(bench.receive(5, 77).code()).isEqualTo(0x052400);
    assertThat(bench.receive(7, 77).code()).isEqualTo(0x052400);
    Outcome abort = bench.lun(0).none(cdb(0x83, 0x1C, 0, 0, 0, 77, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(abort.code()).isEqualTo(0x052400);
  }
}
