// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.srp.wire.SrpPortIdentifier;

/** How URLs of SRP are spelled. */
final class SrpUrlTest {
  private static final String NAME = "0200000000000a0b:0200000000000a0c";
  private static final SrpPortIdentifier IDENTIFIER =
      new SrpPortIdentifier(0x0200_0000_0000_0A0BL, 0x0200_0000_0000_0A0CL);

  @Test
  void readsTheShortestForm() {
    SrpUrl url = SrpUrl.parse("srp://array.example/" + NAME + "/0");

    assertThat(url.target()).isEqualTo(new SrpUrl.Place("array.example", 5_555, IDENTIFIER));
    assertThat(url.lunIndex()).isZero();
    assertThat(url.from()).isEmpty();
    assertThat(url.initiator()).isNull();
    assertThat(url.also()).isNull();
  }

  @Test
  void readsAllThereCanBe() {
    SrpUrl url =
        SrpUrl.parse(
            "srp://[fe80::1]:65535/0x0200000000000A0B:0x0200000000000A0C/16383?from=127.0.0.9"
                + "&initiator=0000000000000007:0200000000000a0b&also=10.0.0.2:1/"
                + NAME);

    assertThat(url.target()).isEqualTo(new SrpUrl.Place("fe80::1", 65_535, IDENTIFIER));
    assertThat(url.lunIndex()).isEqualTo(16_383);
    assertThat(url.from()).isEqualTo("127.0.0.9");
    assertThat(url.initiator()).isEqualTo(new SrpPortIdentifier(7, IDENTIFIER.extension()));
    assertThat(url.also()).isEqualTo(new SrpUrl.Place("10.0.0.2", 1, IDENTIFIER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "srp://|\"srp://\" is not of the form srp://host[:port]/id_ext:ioc_guid/lun",
        "srp://a/NAME|\"srp://a/NAME\" is not of the form srp://host[:port]/id_ext:ioc_guid/lun",
        "srp://a/0200000000000a0b/0|\"srp://a/0200000000000a0b/0\" is not of the form srp://",
        "srp://a:b/NAME/0|\"srp://a:b/NAME/0\" is not of the form srp://",
        "srp://a/NAME/x|\"srp://a/NAME/x\" is not of the form srp://",
        "srp://a/NAME/16384|The LUN in \"srp://a/NAME/16384\" is above 16383.",
        "srp://a:0/NAME/0|The port 0 in \"srp://a:0/NAME/0\" is not 1 to 65535.",
        "srp://a:65536/NAME/0|The port 65536 in \"srp://a:65536/NAME/0\" is not 1 to 65535.",
        "srp://a/NAME/0?from=lo|\"lo\" in \"srp://a/NAME/0?from=lo\" is no address in digits.",
        "srp://a/NAME/0?initiator=7|\"7\" in \"srp://a/NAME/0?initiator=7\" is no initiator port"
            + " identifier, which has 16 hexadecimal digits, a colon and 16 more.",
        "srp://a/NAME/0?also=b|\"b\" in \"srp://a/NAME/0?also=b\" is not of the form"
            + " host[:port]/id_ext:ioc_guid.",
        "srp://a/NAME/0?lun=1|\"lun=1\" in \"srp://a/NAME/0?lun=1\" is none of from=ADDRESS,"
            + " initiator=ID_EXT:GUID and also=host[:port]/id_ext:ioc_guid."
      })
  void saysInOneSentenceWhatIsWrong(String url, String sentence) {
    assertThatThrownBy(() -> SrpUrl.parse(url.replace("NAME", NAME)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence.replace("NAME", NAME))
        .hasMessageEndingWith(".");
  }
}
