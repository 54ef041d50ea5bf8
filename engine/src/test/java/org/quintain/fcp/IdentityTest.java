// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.target.InitiatorPattern;

/** Ports by their names: what a logical unit tells of them, and what it is told. */
final class IdentityTest {
  private final FcpPair pair = FcpPair.plain();

  private String in(int lengthBytes, int... cdb) {
    byte[] bytes = new byte[cdb.length];
    for (int index = 0; index < cdb.length; index++) {
      bytes[index] = (byte) cdb[index];
    }
    ExecuteCommand command =
        new ExecuteCommand()
            .cdb(bytes, bytes.length)
            .dataIn(ByteBuffer.allocate(lengthBytes), lengthBytes);
    assertThat(pair.port.execute(command, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(command.status()).isZero();
    return HexFormat.of().formatHex(FcpPair.dataOf(command));
  }

  @Test
  void namesItsPortsByTheirNaaDesignators() {
    // Protocol 0h, binary; PIV, target port, NAA; eight bytes.
    assertThat(in(255, 0x12, 1, 0x83, 0, 255, 0)).contains("01930008" + "5001438000000002");
    assertThat(in(255, 0x12, 1, 0x88, 0, 255, 0)).contains("01930008" + "5001438000000002");
    assertThat(in(96, 0x12, 0, 0, 0, 96, 0).substring(116)).contains("0a40");
  }

  @Test
  void knowsARegistrantByItsTransportIdForFibreChannel() {
    byte[] parameters = new byte[24];
    ByteBuffer.wrap(parameters).putLong(8, 0xABCDL);
    byte[] cdb = {0x5F, 0, 0, 0, 0, 0, 0, 0, 24, 0};
    ExecuteCommand register =
        new ExecuteCommand().cdb(cdb, cdb.length).dataOut(ByteBuffer.wrap(parameters), 24);
    assertThat(pair.port.execute(register, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(register.status()).isZero();
    // READ FULL STATUS: the key, the relative target port, and the TransportID.
    String status = in(255, 0x5E, 3, 0, 0, 0, 0, 0, 0, 255, 0);
    assertThat(status).contains("000000000000abcd");
    assertThat(status).contains("0000000000000000" + "21000024ff000001" + "0000000000000000");
  }

  @Property(seed = "1937236075")
  void aNameIsReadAsItIsWritten(@ForAll long name) {
    String text = WorldWideName.format(name);
    assertThat(text).matches("([0-9a-f]{2}:){7}[0-9a-f]{2}");
    assertThat(WorldWideName.parse(text)).isEqualTo(name);
    assertThat(WorldWideName.parse("0x" + text.replace(":", ""))).isEqualTo(name);
  }

  @Test
  void saysWhatIsNoName() {
    assertThatThrownBy(() -> WorldWideName.parse("21:00"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("21:00");
  }

  @Test
  void aNameThatLooksLikeAnInternetAddressIsMatchedAsAName() {
    InitiatorPattern pattern = new InitiatorPattern("21:00:00:24:FF:00:00:01");
    assertThat(pattern.matches(WorldWideName.format(FcpPair.INITIATOR_NAME), "")).isTrue();
    assertThat(pattern.matches(WorldWideName.format(FcpPair.TARGET_NAME), "")).isFalse();
    assertThat(new InitiatorPattern("10.0.0.0/8").matches("x", "10.1.1.1:3260")).isTrue();
  }
}
