// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class IdentityTest {
  private static final int GOOD = 0;

  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private final Disk disk = disk();
  private final Client client = disk.client("iqn.2026-11.org.quintain:a");
  private final Client other = disk.client("iqn.2026-11.org.quintain:b");

  private Disk disk() {
    return new Disk(Disk.config(512), new DiskBacking(new RamStore(1 << 20), null, memory));
  }

  private static byte[] maintenance(int opcode, int action, int length, int byte10) {
    return cdb(opcode, action, 0, 0, 0, 0, 0, 0, length >> 8, length & 0xFF, byte10, 0);
  }

  private static Outcome information(Client by, int type) {
    return by.in(maintenance(0xA3, 5, 1024, type << 1), 1024);
  }

  private Outcome setInformation(int type, byte[] value) {
    return client.out(maintenance(0xA4, 6, value.length, type << 1), value);
  }

  @Test
  void keepsTimeFromWhereItIsSet() {
    byte[] atPowerOn = client.in(maintenance(0xA3, 15, 255, 0), 255).data();
    assertThat(HexFormat.of().formatHex(atPowerOn)).startsWith("000a0000" + "00000000");
    byte[] list = HexFormat.of().parseHex("00000000" + "0192aabbcc00" + "0000");
    assertThat(client.out(maintenance(0xA4, 15, 12, 0), list).status()).isEqualTo(GOOD);
    byte[] after = client.in(maintenance(0xA3, 15, 255, 0), 255).data();
    assertThat(HexFormat.of().formatHex(after)).startsWith("000a0200" + "0192aabbcc");
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(other.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x062A10);
    assertThat(client.none(maintenance(0xA4, 15, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(client.out(maintenance(0xA4, 15, 11, 0), new byte[11]).code()).isEqualTo(0x051A00);
  }

  @Test
  void keepsIdentifyingInformationThroughPowerLoss() {
    assertThat(information(client, 0).data()).containsExactly(0, 0, 0, 0);
    assertThat(setInformation(0, filled(512, 0x42)).status()).isEqualTo(GOOD);
    byte[] text = "row 3\0".getBytes(StandardCharsets.US_ASCII);
    assertThat(setInformation(2, text).status()).isEqualTo(GOOD);
    assertThat(other.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x063F05);
    Client later = disk().client("iqn.2026-11.org.quintain:a");
    byte[] bytes = information(later, 0).data();
    assertThat(Arrays.copyOf(bytes, 4)).containsExactly(0, 0, 2, 0);
    assertThat(Arrays.copyOfRange(bytes, 4, bytes.length)).isEqualTo(filled(512, 0x42));
    byte[] kept = information(later, 2).data();
    assertThat(Arrays.copyOfRange(kept, 4, kept.length)).isEqualTo(text);
    assertThat(later.none(maintenance(0xA4, 6, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(information(later, 0).data()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void refusesInformationThatIsTooLongOrOfNoKind() {
    assertThat(setInformation(0, new byte[513]).sense().senseKeySpecific()).isEqualTo(0xCF0006);
    assertThat(setInformation(2, new byte[257]).code()).isEqualTo(0x052400);
    assertThat(setInformation(1, new byte[4]).sense().senseKeySpecific()).isEqualTo(0xCF000A);
    assertThat(setInformation(0x7F, new byte[4]).code()).isEqualTo(0x052400);
    assertThat(information(client, 1).sense().senseKeySpecific()).isEqualTo(0xCF000A);
    assertThat(setInformation(2, new byte[] {'a', 'b'}).code()).isEqualTo(0x052600);
    assertThat(HexFormat.of().formatHex(information(client, 0x7F).data()))
        .isEqualTo("0000000c" + "00000200" + "04000100" + "fe000000");
  }

  @Test
  void tellsThatThereIsNoSecurityProtocolButTheInformation() {
    byte[] list = cdb(0xA2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0);
    assertThat(HexFormat.of().formatHex(client.in(list, 512).data()))
        .isEqualTo("000000000000" + "0001" + "00");
    byte[] certificate = cdb(0xA2, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0);
    assertThat(client.in(certificate, 512).data()).containsExactly(0, 0, 0, 0);
    byte[] padded = cdb(0xA2, 0, 0, 0, 0x80, 0, 0, 0, 0, 2, 0, 0);
    assertThat(client.in(padded, 1024).data()).hasSize(512);
    byte[] protocol = cdb(0xA2, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0);
    assertThat(client.in(protocol, 512).sense().senseKeySpecific()).isEqualTo(0xCF0001);
    byte[] specific = cdb(0xA2, 0, 0, 9, 0, 0, 0, 0, 2, 0, 0, 0);
    assertThat(client.in(specific, 512).sense().senseKeySpecific()).isEqualTo(0xCF0002);
    byte[] out = cdb(0xB5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(client.none(out).code()).isEqualTo(0x052000);
  }
}
