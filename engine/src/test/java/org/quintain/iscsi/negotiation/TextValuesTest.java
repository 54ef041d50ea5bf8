// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextValuesTest {
  @Property(seed = "1121779156")
  void numbersAreReadInBothRadixes(@ForAll @LongRange(min = 0) long number) {
    assertThat(TextValues.number(Long.toString(number))).isEqualTo(number);
    assertThat(TextValues.number("0x" + Long.toHexString(number))).isEqualTo(number);
    assertThat(
            TextValues.number("0X" + Long.toHexString(number).toUpperCase(java.util.Locale.ROOT)))
        .isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        " 1",
        "1 ",
        "5k",
        "01",
        "00",
        "0x",
        "0xg",
        "1,2",
        "1~2",
        "1.0",
        "99999999999999999999",
        "9223372036854775808",
        "0x8000000000000000",
        "\u0661"
      })
  void refusesWhatIsNoNumber(String text) {
    assertThat(TextValues.number(text)).isEqualTo(TextValues.NOT_A_NUMBER);
  }

  @Property(seed = "1321386997")
  void binaryValuesAreReadBack(@ForAll @Size(min = 1, max = 64) byte[] bytes) {
    assertThat(TextValues.binary(TextValues.ofBinary(bytes))).isEqualTo(bytes);
    assertThat(TextValues.binary("0b" + Base64.getEncoder().encodeToString(bytes)))
        .isEqualTo(bytes);
  }

  @Property(seed = "2811074378")
  void noTextMakesTheBinaryReaderThrow(@ForAll String text) {
    byte[] bytes = TextValues.binary("0b" + text);
    assertThat(bytes == null || bytes.length > 0).isTrue();
  }

  @Test
  void readsAnOddCountOfHexadecimalDigitsWithALeadingZero() {
    assertThat(TextValues.binary("0x123")).containsExactly(0x01, 0x23);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "12", "0xzz", "0bA", "0bA===", "0b====", "0bQQ=A", "0bQQ!="})
  void refusesWhatIsNoBinaryValue(String text) {
    assertThat(TextValues.binary(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "iqn.2026-11.org.quintain:disk0, iqn.2026-11.org.quintain:disk0",
    "IQN.2026-11.Org.Quintain:Disk0, iqn.2026-11.org.quintain:disk0",
    "eui.02004567A425678D, eui.02004567a425678d",
    "naa.52004567BA64678D, naa.52004567ba64678d",
    "naa.62004567BA64678D0123456789ABCDEF, naa.62004567ba64678d0123456789abcdef"
  })
  void normalizesNames(String name, String form) {
    assertThat(IscsiName.normalized(name)).isEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "disk0",
        "iqn.",
        "iqn.2026.org",
        "iqn.2026-11",
        "iqn.2026-11.",
        "iqn.20a6-11.org.x",
        "iqn.2026-11.org x",
        "iqn.2026-11.org.x,y",
        "eui.0200",
        "eui.02004567A425678G",
        "naa.52004567BA64678",
        "iqn.2026-11.org.x/y"
      })
  void refusesWhatIsNoName(String name) {
    assertThat(IscsiName.normalized(name)).isNull();
  }

  @Test
  void takesNamesOf223BytesAndRefuses224() {
    String prefix = "iqn.2026-11.org.quintain:";
    assertThat(IscsiName.normalized(prefix + "x".repeat(223 - prefix.length()))).isNotNull();
    assertThat(IscsiName.normalized(prefix + "x".repeat(224 - prefix.length()))).isNull();
  }
}
