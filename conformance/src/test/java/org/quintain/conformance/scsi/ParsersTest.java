// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The suite's own builders and parsers against bytes worked out by hand from the standards. */
class ParsersTest {
  private static Sense sense(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return Sense.parse(bytes, bytes.length);
  }

  @Test
  void readsFixedFormatSenseWithAFieldPointer() {
    Sense sense = sense("70000500000000" + "0a" + "00000000" + "2400" + "00" + "cb0002");
    assertThat(sense.is(Sense.ILLEGAL_REQUEST, 0x2400)).isTrue();
    assertThat(sense.hasFieldPointer()).isTrue();
    assertThat(sense.pointsIntoCdb()).isTrue();
    assertThat(sense.fieldPointer()).isEqualTo(2);
    assertThat(sense.bitPointer()).isEqualTo(3);
    assertThat(sense.problems()).isEmpty();
  }

  @Test
  void readsDescriptorFormatSenseWithInformation() {
    Sense sense = sense("720e1d0000000014" + "000a800000000000000001f4" + "0206000000000000");
    assertThat(sense.is(Sense.MISCOMPARE, 0x1D00)).isTrue();
    assertThat(sense.hasInformation()).isTrue();
    assertThat(sense.information()).isEqualTo(500);
    assertThat(sense.isDescriptorFormat()).isTrue();
    assertThat(sense.problems()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithMalformedSense() {
    assertThat(sense("7000050000").problems()).isNotEmpty();
    assertThat(sense("7f").problems()).isNotEmpty();
    assertThat(sense("720500000000000802").problems()).isNotEmpty();
    assertThat(sense("70000500000000" + "06" + "00000000" + "2400").problems()).hasSize(2);
  }

  @Test
  void buildsTheCdbsOfEveryForm() {
    HexFormat hex = HexFormat.of();
    assertThat(BlockForm.READ_6.cdb(0x12345, 256).bytes()).isEqualTo(hex.parseHex("080123450000"));
    assertThat(BlockForm.WRITE_10.cdb(0x01020304, 0x0506).bytes())
        .isEqualTo(hex.parseHex("2a000102030400050600"));
    assertThat(BlockForm.VERIFY_12.cdb(1, 2).bytes())
        .isEqualTo(hex.parseHex("af0000000001000000020000"));
    assertThat(BlockForm.READ_16.cdb(0x0102030405060708L, 9).bytes())
        .isEqualTo(hex.parseHex("88000102030405060708000000090000"));
    assertThat(BlockForm.WRITE_32.cdb(3, 4).bytes())
        .isEqualTo(
            hex.parseHex(
                "7f000000000000"
                    + "18"
                    + "000b"
                    + "0000"
                    + "0000000000000003"
                    + "0000000000000000"
                    + "00000004"));
  }

  @Test
  void readsTheListOfCommands() {
    byte[] bytes =
        HexFormat.of()
            .parseHex(
                "0000001c"
                    + "1200000000000006"
                    + "a300000c0003000c"
                    + "000a000000000005"
                    + "0000000a");
    OperationCodes codes = OperationCodes.parse(bytes, bytes.length);
    assertThat(codes.problems()).isEmpty();
    assertThat(codes.lists(0x12, 0)).isTrue();
    assertThat(codes.lists(0xA3, 0x0C)).isTrue();
    assertThat(codes.lists(0xA3, 0x0D)).isFalse();
    assertThat(codes.commands().get(1).recommendedSeconds()).isEqualTo(10);
  }
}
