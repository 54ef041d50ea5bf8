// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Laws of RFC 1982 arithmetic over 32 bits. */
final class SerialNumberTest {
  @Property(seed = "2708202332")
  void aNumberComesBeforeWhatIsReachedFromItInLessThanHalfTheCircle(
      @ForAll int number, @ForAll @IntRange(min = 1) int steps) {
    int later = SerialNumber.plus(number, steps);
    assertThat(SerialNumber.isBefore(number, later)).isTrue();
    assertThat(SerialNumber.isAfter(later, number)).isTrue();
    assertThat(SerialNumber.isBefore(later, number)).isFalse();
    assertThat(SerialNumber.later(number, later)).isEqualTo(later);
    assertThat(SerialNumber.later(later, number)).isEqualTo(later);
    assertThat(SerialNumber.distance(number, later)).isEqualTo(steps);
  }

  @Property(seed = "2178839830")
  void numbersHalfTheCircleApartAreInNoOrder(@ForAll int number) {
    int opposite = number + Integer.MIN_VALUE;
    assertThat(SerialNumber.isBefore(number, opposite)).isFalse();
    assertThat(SerialNumber.isAfter(number, opposite)).isFalse();
  }

  @Property(seed = "1928609184")
  void noNumberComesBeforeItself(@ForAll int number) {
    assertThat(SerialNumber.isBefore(number, number)).isFalse();
    assertThat(SerialNumber.isAfter(number, number)).isFalse();
  }

  @Property(seed = "3594589673")
  void aWindowHoldsExactlyTheNumbersFromItsFirstToItsLast(
      @ForAll int first,
      @ForAll @IntRange(min = 0, max = 1 << 30) int size,
      @ForAll @IntRange(min = 0, max = 1 << 30) int beyond) {
    int last = first + size;
    assertThat(SerialNumber.isWithin(first + Math.min(size, beyond), first, last)).isTrue();
    assertThat(SerialNumber.isWithin(last + 1 + beyond, first, last)).isFalse();
    assertThat(SerialNumber.isWithin(first - 1 - beyond, first, last)).isFalse();
  }

  @Property(seed = "1140195400")
  void aClosedWindowHoldsNothing(@ForAll int first, @ForAll int number) {
    assertThat(SerialNumber.isWithin(number, first, first - 1)).isFalse();
  }
}
