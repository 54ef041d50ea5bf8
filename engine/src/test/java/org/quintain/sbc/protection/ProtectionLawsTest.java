// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class ProtectionLawsTest {
  /**
   * The standard's tables once more, row by row and in words: what is checked of an interval that
   * is read with RDPROTECT, on a device server that checks all it can.
   */
  private static String readTable(int value) {
    return switch (value) {
      case 0, 1, 5 -> "guard application reference";
      case 2 -> "application reference";
      case 3 -> "";
      case 4 -> "guard";
      default -> "refused";
    };
  }

  private static String words(int checks) {
    String guard = (checks & ProtectionChecks.GUARD) != 0 ? "guard " : "";
    String application = (checks & ProtectionChecks.APPLICATION_TAG) != 0 ? "application " : "";
    String reference = (checks & ProtectionChecks.REFERENCE_TAG) != 0 ? "reference " : "";
    return (guard + application + reference).trim();
  }

  @Example
  void everyRowOfTheReadTableIsAsPrinted() {
    for (int value = 0; value < 8; value++) {
      if (readTable(value).equals("refused")) {
        assertThat(ProtectionChecks.isDefined(value)).isFalse();
      } else {
        assertThat(words(ProtectionChecks.ofRead(value))).isEqualTo(readTable(value));
        assertThat(words(ProtectionChecks.ofReceived(value)))
            .isEqualTo(value == 0 ? "" : readTable(value));
        assertThat(words(ProtectionChecks.ofVerified(value)))
            .isEqualTo(value == 0 ? readTable(0) : "");
        assertThat(ProtectionChecks.isTransferred(value)).isEqualTo(value > 0);
      }
    }
  }

  @Example
  void everyRowOfTheTableOfComparisonsIsAsPrinted() {
    for (ProtectionType type : ProtectionType.values()) {
      boolean isThree = type == ProtectionType.TYPE_3;
      for (int value = 1; value < 6; value++) {
        String guard = value == 2 ? "" : "guard ";
        assertThat(words(ProtectionChecks.ofCompared(value, type, true)))
            .isEqualTo((guard + "application" + (isThree ? "" : " reference")).trim());
        assertThat(words(ProtectionChecks.ofCompared(value, type, false)))
            .isEqualTo((guard + "reference").trim());
      }
      assertThat(ProtectionChecks.ofCompared(0, type, true)).isEqualTo(ProtectionChecks.NONE);
    }
  }

  /** The oracle: each interval by itself, out of arrays, in the order that is promised. */
  private static String expected(
      ProtectionFormat format,
      byte[][] data,
      long[] information,
      int checks,
      boolean isFromMedium,
      int firstReferenceTag,
      boolean knowsReferenceTag,
      int applicationTag,
      int mask) {
    for (int index = 0; index < data.length; index++) {
      int guard = (int) (information[index] >>> 48);
      int application = (int) (information[index] >>> 32) & 0xFFFF;
      int reference = (int) information[index];
      boolean isThree = format.type() == ProtectionType.TYPE_3;
      if (isFromMedium && application == 0xFFFF && (!isThree || reference == -1)) {
        continue;
      }
      int crc = Crc16T10Dif.of(ByteBuffer.wrap(data[index]), 0, data[index].length);
      if (words(checks).contains("guard") && crc != guard) {
        return index + " guard";
      }
      if (words(checks).contains("application") && ((application ^ applicationTag) & mask) != 0) {
        return index + " application";
      }
      if (words(checks).contains("reference")
          && knowsReferenceTag
          && reference != firstReferenceTag + index) {
        return index + " reference";
      }
    }
    return "good";
  }

  private static void plant(Random random, int faults, byte[][] data, long[] information) {
    for (int fault = 0; fault < faults; fault++) {
      int at = random.nextInt(data.length);
      switch (random.nextInt(3)) {
        case 0 -> data[at][random.nextInt(data[at].length)] ^= 0x10;
        case 1 -> information[at] ^= 1L << random.nextInt(64);
        default -> information[at] |= random.nextBoolean() ? 0xFFFF_0000_0000L : -1L;
      }
    }
  }

  @Property(seed = "2377451137")
  void aRunOfIntervalsIsCheckedAsEachByItselfWouldBe(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int typeNumber,
      @ForAll @IntRange(max = 3) int exponent,
      @ForAll @IntRange(max = 7) int checks,
      @ForAll boolean isFromMedium,
      @ForAll boolean isInterleaved,
      @ForAll @IntRange(max = 3) int faults) {
    Random random = new Random(seed);
    ProtectionType type = ProtectionType.of(typeNumber);
    int blockBytes = 64;
    ProtectionFormat format =
        new ProtectionFormat(type, type == ProtectionType.TYPE_1 ? 0 : exponent, blockBytes);
    long lba = random.nextLong() >>> 4;
    int blocks = 1 + random.nextInt(3);
    int count = blocks * format.intervalsPerBlock();
    ExpectedTags tags = new ExpectedTags().begin(format, lba);
    int firstReferenceTag = (int) lba;
    if (type == ProtectionType.TYPE_2) {
      firstReferenceTag = random.nextInt();
      tags.referenceTag(firstReferenceTag);
    }
    int mask = random.nextBoolean() ? 0 : random.nextInt(0x10000);
    int applicationTag = random.nextInt(0x10000);
    if (mask != 0) {
      tags.applicationTag(applicationTag, mask);
    }
    byte[][] data = new byte[count][format.intervalBytes()];
    long[] information = new long[count];
    for (int index = 0; index < count; index++) {
      random.nextBytes(data[index]);
      int guard = Crc16T10Dif.of(ByteBuffer.wrap(data[index]), 0, data[index].length);
      information[index] =
          ProtectionInformation.of(guard, applicationTag, firstReferenceTag + index);
    }
    plant(random, faults, data, information);
    ByteBuffer bytes = ByteBuffer.allocate(count * (format.intervalBytes() + 8));
    ByteBuffer apart = ByteBuffer.allocate(count * 8);
    IntervalLayout layout =
        isInterleaved
            ? new IntervalLayout().interleaved(format, bytes, 0)
            : new IntervalLayout().apart(format, bytes, 0, apart, 0);
    int stride = format.intervalBytes() + (isInterleaved ? 8 : 0);
    for (int index = 0; index < count; index++) {
      bytes.put(index * stride, data[index]);
      layout.information(index, information[index]);
    }
    long answer = IntervalCheck.check(layout, tags, 0, count, checks, isFromMedium);
    String told =
        answer == IntervalCheck.GOOD
            ? "good"
            : IntervalCheck.interval(answer) + " " + words(IntervalCheck.failed(answer));
    assertThat(told)
        .isEqualTo(
            expected(
                format,
                data,
                information,
                checks,
                isFromMedium,
                firstReferenceTag,
                type != ProtectionType.TYPE_3,
                applicationTag,
                mask));
  }

  @Property(seed = "415469451")
  void intervalsThatAreSpreadAndGatheredAgainAreAsBefore(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int blocks) {
    Random random = new Random(seed);
    ProtectionFormat format = new ProtectionFormat(ProtectionType.TYPE_3, 1, 32);
    int count = blocks * 2;
    byte[] all = new byte[count * (16 + 8 + 8)];
    random.nextBytes(all);
    ByteBuffer bytes = ByteBuffer.wrap(all.clone());
    int tagsAt = count * 24;
    IntervalLayout stored = new IntervalLayout().apart(format, bytes, 0, bytes, tagsAt);
    IntervalLayout transferred = new IntervalLayout().interleaved(format, bytes, 0);
    transferred.moveFrom(stored, count, true);
    for (int index = 0; index < count; index++) {
      for (int at = 0; at < 16; at++) {
        assertThat(bytes.get(index * 24 + at)).isEqualTo(all[index * 16 + at]);
      }
      assertThat(transferred.information(index))
          .isEqualTo(ByteBuffer.wrap(all).getLong(tagsAt + index * 8));
    }
    stored.moveFrom(transferred, count, false);
    assertThat(bytes.array()).startsWith(Arrays.copyOf(all, count * 16));
    assertThat(Arrays.copyOfRange(bytes.array(), tagsAt, all.length))
        .isEqualTo(Arrays.copyOfRange(all, tagsAt, all.length));
  }

  @Property(seed = "3139187172")
  void whatIsGeneratedPassesEveryCheck(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int typeNumber) {
    Random random = new Random(seed);
    ProtectionFormat format = new ProtectionFormat(ProtectionType.of(typeNumber), 0, 512);
    byte[] data = new byte[3 * 520];
    random.nextBytes(data);
    IntervalLayout layout = new IntervalLayout().interleaved(format, ByteBuffer.wrap(data), 0);
    ExpectedTags tags = new ExpectedTags().begin(format, random.nextInt());
    IntervalCheck.generate(layout, tags, 0, 3);
    assertThat(IntervalCheck.check(layout, tags, 0, 3, ProtectionChecks.ALL, false))
        .isEqualTo(IntervalCheck.GOOD);
  }

  @Example
  void whatWriteSameRepeatsGoesUpUnlessItSaysNothing() {
    ProtectionFormat two = new ProtectionFormat(ProtectionType.TYPE_2, 0, 512);
    ProtectionFormat three = new ProtectionFormat(ProtectionType.TYPE_3, 0, 512);
    long received = ProtectionInformation.of(0x1234, 0x5678, 0xFFFF_FFFE);
    assertThat(IntervalCheck.repeated(received, two, 3))
        .isEqualTo(ProtectionInformation.of(0x1234, 0x5678, 1));
    assertThat(IntervalCheck.repeated(received, three, 3)).isEqualTo(received);
    assertThat(IntervalCheck.repeated(-1L, two, 3)).isEqualTo(-1L);
  }
}
