// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class InquiryTest {
  private final LogicalUnitConfig config =
      LogicalUnitConfig.named("disk0")
          .unitSerialNumber("SN1")
          .naaIdentifier("3000000000000001")
          .t10DeviceIdentifier("SN1-disk0")
          .physicalBlockExponent(3)
          .build();
  private final Disk disk = new Disk(config, new RamStore(1 << 20));
  private final Client client = disk.newClient("iqn.2026-11.org.quintain:a");

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String ascii(String text) {
    return hex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private byte[] page(int code) {
    Outcome outcome = client.in(cdb(0x12, 1, code, 0x10, 0, 0), 4096);
    assertThat(outcome.status()).isZero();
    return outcome.data();
  }

  @Test
  void givesStandardData() {
    Outcome outcome = client.in(cdb(0x12, 0, 0, 0, 255, 0), 255);
    assertThat(hex(outcome.data()))
        .isEqualTo(
            "000006325b180002"
                + ascii("QUINTAINDISK            0001")
                + "00".repeat(22)
                + "00a0"
                + "0960"
                + "0460"
                + "05c0"
                + "04c0"
                + "0600"
                + "00".repeat(26));
    assertThat(outcome.residual()).isEqualTo(96 - 255);
  }

  @Test
  void givesPrefixForEveryAllocationLength() {
    byte[] whole = client.in(cdb(0x12, 0, 0, 0xFF, 0xFF, 0), 0xFFFF).data();
    assertThat(whole).hasSize(96);
    for (int length = 0; length <= 255; length++) {
      Outcome outcome = client.in(cdb(0x12, 0, 0, 0, length, 0), 255);
      assertThat(outcome.status()).isZero();
      assertThat(outcome.data()).isEqualTo(Arrays.copyOf(whole, Math.min(length, 96)));
    }
  }

  @Test
  void listsItsVitalProductDataPages() {
    assertThat(hex(page(0x00))).isEqualTo("0000000d00808385868788" + "8a8fb0b1b2b7");
  }

  @Test
  void answersEveryListedPageAndNoOther() {
    byte[] listed = page(0x00);
    for (int code = 0; code < 256; code++) {
      Outcome outcome = client.in(cdb(0x12, 1, code, 0x10, 0, 0), 4096);
      boolean isListed =
          new String(listed, 4, listed.length - 4, StandardCharsets.ISO_8859_1).indexOf(code) >= 0;
      if (isListed) {
        assertThat(outcome.data()[1] & 0xFF).isEqualTo(code);
        int length = (outcome.data()[2] & 0xFF) << 8 | (outcome.data()[3] & 0xFF);
        assertThat(outcome.data()).hasSize(4 + length);
      } else {
        assertThat(outcome.code()).isEqualTo(0x052400);
        assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCF0002);
        assertThat(outcome.residual()).isEqualTo(-4096);
      }
    }
  }

  @Test
  void givesUnitSerialNumber() {
    assertThat(hex(page(0x80))).isEqualTo("00800003" + ascii("SN1"));
  }

  @Test
  void identifiesLogicalUnitPortAndDevice() {
    String port = Disk.TARGET + ",t,0x0001";
    String portPadded = ascii(port) + "00".repeat(4 - port.length() % 4);
    String device = Disk.TARGET;
    String devicePadded = ascii(device) + "00".repeat(4 - device.length() % 4);
    String designators =
        "01030008"
            + "3000000000000001"
            + "02010011"
            + ascii("QUINTAINSN1-disk0")
            + "51940004"
            + "00000001"
            + "51950004"
            + "00000001"
            + "539800"
            + String.format("%02x", portPadded.length() / 2)
            + portPadded
            + "53a800"
            + String.format("%02x", devicePadded.length() / 2)
            + devicePadded;
    assertThat(hex(page(0x83)))
        .isEqualTo("0083" + String.format("%04x", designators.length() / 2) + designators);
  }

  @Test
  void tellsItsPortsAsTheyIdentifyThemselves() {
    String port = Disk.TARGET + ",t,0x0001";
    int padded = port.length() + 4 - port.length() % 4;
    String descriptor = "539800" + String.format("%02x", padded) + ascii(port);
    assertThat(hex(page(0x88)))
        .startsWith(
            "0088"
                + String.format("%04x", 12 + 4 + padded)
                + "00000001"
                + "00000000"
                + "0000"
                + String.format("%04x", 4 + padded)
                + descriptor);
  }

  @Test
  void tellsWhatItCanDo() {
    assertThat(hex(page(0x85))).isEqualTo("00850000");
    assertThat(hex(page(0x86)))
        .matches("0086003c" + "001f.." + "0108" + "00" + "0001" + "(00){52}");
    assertThat(hex(page(0x87))).isEqualTo("00870004" + "3fff0000");
  }

  @Test
  void tellsBlockLimits() {
    // 32 MiB, the largest block of the pool, 4 MiB to fetch ahead, and 1 MiB as the best length; 8
    // blocks make a physical
    // one. The store has 2048 blocks, all of which an atomic write may have.
    assertThat(hex(page(0xB0)))
        .isEqualTo(
            "00b0003c"
                + "00ff0008"
                + "00010000"
                + "00000800"
                + "00002000"
                + "00".repeat(24)
                + "00000800"
                + "00000001"
                + "00000001"
                + "00000800"
                + "00000800");
  }

  @Test
  void tellsBlockDeviceCharacteristicsAndProvisioning() {
    assertThat(hex(page(0xB1))).isEqualTo("00b1003c" + "0001" + "000003" + "00".repeat(55));
    assertThat(hex(page(0xB2))).isEqualTo("00b20004" + "00000000");
  }

  @Test
  void refusesPageCodeWithoutEvpd() {
    Outcome outcome = client.in(cdb(0x12, 0, 0x80, 0, 255, 0), 255);
    assertThat(outcome.code()).isEqualTo(0x052400);
    assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCF0002);
  }

  @Test
  void refusesObsoleteCmddt() {
    Outcome outcome = client.in(cdb(0x12, 2, 0, 0, 255, 0), 255);
    assertThat(outcome.code()).isEqualTo(0x052400);
    assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xC90001);
  }

  @Test
  void leavesUnitAttentionPending() {
    client.in(cdb(0x12, 0, 0, 0, 96, 0), 96);
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x062900);
  }

  @Test
  void saysThatNothingCanBeAtAnUnmappedLun() {
    Client elsewhere = client.lun(5L << 48);
    assertThat(elsewhere.in(cdb(0x12, 0, 0, 0, 96, 0), 96).data()[0]).isEqualTo((byte) 0x7F);
    assertThat(hex(elsewhere.in(cdb(0x12, 1, 0, 0, 96, 0), 96).data())).isEqualTo("7f00000100");
    assertThat(elsewhere.in(cdb(0x12, 1, 0x83, 0, 96, 0), 96).code()).isEqualTo(0x052400);
  }
}
