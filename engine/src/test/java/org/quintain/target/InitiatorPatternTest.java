// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitiatorPatternTest {
  @ParameterizedTest
  @CsvSource({
    "abc, abc, true",
    "ABC, aBc, true",
    "abc, abcd, false",
    "abc, ab, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "*, anything, true",
    "iqn.1993-08.org.debian:*, iqn.1993-08.org.debian:01:ab, true",
    "*:b*c, x:a:b1c2c, true",
    "*:b*c, x:a:b1c2d, false",
    "!*windows*, iqn.1991-05.com.microsoft:windows7, false",
    "!*windows*, iqn.1993-08.org.debian:01, true",
    "iqn.a:!b, iqn.a:b, false",
    "iqn.a:!b, iqn.a:c, true",
    "iqn.a:!b, iqn.x:c, false",
    "!!a, !a, false",
    "!!a, a, true",
    "*!abc, xabc, true",
    "*!abc, abc, false"
  })
  void matchesAsScstDoes(String pattern, String name, boolean expected) {
    assertThat(new InitiatorPattern(pattern).matches(name)).isEqualTo(expected);
  }

  @Test
  void manyStarsTakeNoLongTime() {
    InitiatorPattern pattern = new InitiatorPattern("*a".repeat(40) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(pattern.matches("a".repeat(223))).isFalse());
  }
}
