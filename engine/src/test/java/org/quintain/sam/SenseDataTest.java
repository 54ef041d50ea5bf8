// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SenseDataTest {
  private static String encoded(SenseData sense, boolean isDescriptorFormat) {
    byte[] bytes = new byte[252];
    Arrays.fill(bytes, (byte) 0xEE);
    int length = sense.encode(bytes, isDescriptorFormat);
    return HexFormat.of().formatHex(bytes, 0, length);
  }

  @Test
  void encodesFieldPointerInFixedFormat() {
    assertThat(encoded(SenseData.invalidFieldInCdb(2, 7), false))
        .isEqualTo("700005000000000a00000000240000cf0002");
  }

  @Test
  void encodesFieldPointerInDescriptorFormat() {
    assertThat(encoded(SenseData.invalidFieldInCdb(2, 7), true))
        .isEqualTo("720524000000000802060000cf000200");
  }

  @Test
  void pointsAtParameterListWithoutBit() {
    assertThat(encoded(SenseData.invalidFieldInParameterList(0x102, -1), false))
        .isEqualTo("700005000000000a00000000260000800102");
  }

  @Test
  void encodesInformationInBothFormats() {
    SenseData sense =
        SenseData.of(AdditionalSense.UNRECOVERED_READ_ERROR).withInformation(0x01020304L);
    assertThat(encoded(sense, false)).isEqualTo("f00003010203040a00000000110000000000");
    assertThat(encoded(sense, true)).isEqualTo("720311000000000c000a80000000000001020304");
  }

  @Test
  void leavesOutInformationThatFixedFormatCannotHold() {
    SenseData sense =
        SenseData.of(AdditionalSense.UNRECOVERED_READ_ERROR).withInformation(1L << 32);
    assertThat(encoded(sense, false)).isEqualTo("700003000000000a00000000110000000000");
    assertThat(encoded(sense, true)).isEqualTo("720311000000000c000a80000000000100000000");
  }

  @Test
  void encodesDeferredErrorAndProgress() {
    SenseData deferred = SenseData.of(AdditionalSense.WRITE_ERROR).deferred();
    assertThat(encoded(deferred, false)).startsWith("7100");
    assertThat(encoded(deferred, true)).startsWith("73030c00");
    SenseData progress = SenseData.of(AdditionalSense.LOGICAL_UNIT_NOT_READY).withProgress(0x8000);
    assertThat(encoded(progress, false)).endsWith("040000808000");
  }

  @Test
  void decodesNothingFromAnUnknownResponseCode() {
    assertThat(SenseData.decode(new byte[] {0x7E, 5, 5, 5, 5}, 5)).isEqualTo(SenseData.NONE);
    assertThat(SenseData.decode(new byte[0], 0)).isEqualTo(SenseData.NONE);
  }

  @Property(seed = "3756141179")
  void decodingUndoesEncoding(
      @ForAll AdditionalSense additional,
      @ForAll boolean isDescriptorFormat,
      @ForAll boolean isDeferred,
      @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int information,
      @ForAll boolean hasInformation,
      @ForAll @IntRange(min = 0, max = 0xFFFF) int field,
      @ForAll @IntRange(min = -1, max = 7) int bit,
      @ForAll int specific) {
    SenseData sense = SenseData.of(additional).withCommandSpecificInformation(specific >>> 1);
    sense = hasInformation ? sense.withInformation(information) : sense;
    sense = isDeferred ? sense.deferred() : sense;
    sense =
        sense.withSenseKeySpecific(
            SenseData.invalidFieldInParameterList(field, bit).senseKeySpecific());
    byte[] bytes = new byte[252];
    int length = sense.encode(bytes, isDescriptorFormat);
    assertThat(SenseData.decode(bytes, length)).isEqualTo(sense);
  }

  @Property(seed = "3224053153")
  void anyBytesDecodeToSomething(@ForAll byte[] bytes) {
    assertThat(SenseData.decode(bytes, bytes.length)).isNotNull();
  }
}
