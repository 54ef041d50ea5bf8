// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class Crc16T10DifTest {
  /** Long division, one bit at a time: the definition of SBC-4 4.21.4 and nothing else. */
  private static int byDefinition(byte[] bytes) {
    int remainder = 0;
    for (byte one : bytes) {
      for (int bit = 7; bit >= 0; bit--) {
        boolean divides = (remainder >> 15 & 1) != (one >> bit & 1);
        remainder = remainder << 1 & 0xFFFF;
        if (divides) {
          remainder ^= 0x8BB7;
        }
      }
    }
    return remainder;
  }

  private static int crcOf(byte[] bytes) {
    return Crc16T10Dif.of(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  private static byte[] bytes(int count, IntUnaryOperator value) {
    byte[] made = new byte[count];
    for (int index = 0; index < count; index++) {
      made[index] = (byte) value.applyAsInt(index);
    }
    return made;
  }

  @Example
  void givesWhatTheStandardPrints() {
    assertThat(crcOf(bytes(32, index -> 0))).isEqualTo(0x0000);
    assertThat(crcOf(bytes(32, index -> 0xFF))).isEqualTo(0xA293);
    assertThat(crcOf(bytes(32, index -> index))).isEqualTo(0x0224);
    assertThat(crcOf(bytes(32, index -> index < 2 ? 0xFF : 0))).isEqualTo(0x21B8);
    assertThat(crcOf(bytes(32, index -> 0xFF - index))).isEqualTo(0xA0B7);
  }

  @Example
  void givesTheCheckValueOfCatalogues() {
    assertThat(crcOf("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xD0DB);
  }

  @Property(seed = "2885074938")
  void isTheRemainderOfTheDefinition(@ForAll @Size(max = 700) byte[] data) {
    assertThat(crcOf(data)).isEqualTo(byDefinition(data));
  }

  @Property(seed = "2980804407")
  void goesOnFromAnyPlaceInAnyKindOfBuffer(
      @ForAll @Size(min = 1, max = 300) byte[] data,
      @ForAll @IntRange(max = 300) int cut,
      @ForAll @IntRange(max = 40) int offset,
      @ForAll boolean isDirect,
      @ForAll boolean isLittleEndian) {
    int capacity = offset + data.length;
    ByteBuffer buffer =
        isDirect ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
    buffer.put(offset, data);
    buffer.order(isLittleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int first = Math.min(cut, data.length);
    int begun = Crc16T10Dif.of(buffer, offset, first);
    assertThat(Crc16T10Dif.update(begun, buffer, offset + first, data.length - first))
        .isEqualTo(byDefinition(data));
  }

  @Property(seed = "2211018294")
  void seesEveryBurstOfUpToSixteenBits(
      @ForAll @Size(512) byte[] data,
      @ForAll @IntRange(max = 510) int at,
      @ForAll @IntRange(min = 1, max = 0xFFFF) int burst) {
    int before = crcOf(data);
    data[at] ^= (byte) (burst >> 8);
    data[at + 1] ^= (byte) burst;
    assertThat(crcOf(data)).isNotEqualTo(before);
  }
}
