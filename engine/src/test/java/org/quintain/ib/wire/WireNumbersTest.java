// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Numbers that go round, times in codes, fields within words. */
final class WireNumbersTest {
  @Property(seed = "997229646", tries = 200)
  void distanceTakesBackWhatPlusDid(
      @ForAll @IntRange(max = 0xFFFFFF) int from,
      @ForAll @IntRange(min = -0x800000, max = 0x7FFFFF) int steps) {
    int to = PacketSequence.plus(from, steps);
    assertThat(to).isBetween(0, PacketSequence.MASK);
    assertThat(PacketSequence.distance(from, to)).isEqualTo(steps);
    assertThat(PacketSequence.isBefore(from, to)).isEqualTo(steps > 0);
  }

  @Property(seed = "4198775135", tries = 300)
  void aFieldHoldsItsValueAndLeavesItsNeighbours(
      @ForAll @IntRange(max = 7) int firstBit,
      @ForAll @IntRange(min = 1, max = 25) int widthBits,
      @ForAll long value,
      @ForAll long around) {
    ByteBuffer bytes = ByteBuffer.allocate(8).putLong(0, around);
    MadField field = MadField.bits(2, firstBit, widthBits);
    field.put(bytes, 1, value);
    long mask = (1L << widthBits) - 1;
    int shift = 64 - 24 - firstBit - widthBits;
    assertThat(field.get(bytes, 1)).isEqualTo(value & mask);
    assertThat(bytes.getLong(0) & ~(mask << shift)).isEqualTo(around & ~(mask << shift));
  }

  @Test
  void readsWholeWords() {
    ByteBuffer bytes = ByteBuffer.allocate(16).putLong(4, 0x8123_4567_89AB_CDEFL);
    assertThat(MadField.longAt(4).get(bytes, 0)).isEqualTo(0x8123_4567_89AB_CDEFL);
    assertThat(MadField.intAt(4).get(bytes, 0)).isEqualTo(0x8123_4567L);
    assertThat(MadField.intAt(4).getInt(bytes, 0)).isEqualTo(0x8123_4567);
    assertThat(MadField.shortAt(5).getInt(bytes, 0)).isEqualTo(0x2345);
    assertThat(MadField.byteAt(4).shifted(1).getInt(bytes, 0)).isEqualTo(0x23);
  }

  @Test
  void knowsTheTimesOfCodes() {
    assertThat(ExponentialTime.ns(0)).isEqualTo(4_096);
    assertThat(ExponentialTime.ns(20)).isEqualTo(4_294_967_296L);
    assertThat(ExponentialTime.codeOf(4_294_967_296L)).isEqualTo(20);
    assertThat(ExponentialTime.codeOf(4_294_967_297L)).isEqualTo(21);
    assertThat(ExponentialTime.codeOf(Long.MAX_VALUE)).isEqualTo(31);
    assertThat(RnrTimer.waitNs(1)).isEqualTo(10_000);
    assertThat(RnrTimer.waitNs(0)).isEqualTo(655_360_000);
    assertThat(RnrTimer.codeOf(640_000)).isEqualTo(12);
    assertThat(RnrTimer.codeOf(640_001)).isEqualTo(13);
    assertThat(RnrTimer.codeOf(600_000_000)).isZero();
    for (int code = 2; code < RnrTimer.CODES; code++) {
      assertThat(RnrTimer.waitNs(code)).isGreaterThan(RnrTimer.waitNs(code - 1));
      assertThat(RnrTimer.codeOf(RnrTimer.waitNs(code))).isEqualTo(code);
    }
  }

  @Test
  void knowsThePathMtus() {
    for (PathMtu mtu : PathMtu.values()) {
      assertThat(PathMtu.ofCode(mtu.code())).isEqualTo(mtu);
      assertThat(PathMtu.within(mtu.payloadBytes())).isEqualTo(mtu);
      assertThat(PathMtu.within(mtu.payloadBytes() * 2 - 1)).isEqualTo(mtu);
    }
    assertThat(PathMtu.within(9000)).isEqualTo(PathMtu.MTU_4096);
    assertThat(PathMtu.ofCode(0)).isNull();
    assertThat(PathMtu.ofCode(6)).isNull();
  }

  @Test
  void everyMessageEndsWithItsPrivateData() {
    for (CmMessage message : CmMessage.values()) {
      assertThat(CmMessage.ofAttribute(message.attributeId())).isEqualTo(message);
      assertThat(message.privateDataAt() + message.privateDataBytes()).isEqualTo(232);
    }
  }
}
