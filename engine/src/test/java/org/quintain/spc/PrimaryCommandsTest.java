// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.sam.Lun;
import org.quintain.store.RamStore;
import org.quintain.target.LunMap;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

/** TEST UNIT READY, REQUEST SENSE, REPORT LUNS and the refusals that all commands share. */
final class PrimaryCommandsTest {
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);

  private final Disk disk = Disk.inMemory(512, 64);
  private final Client client = disk.newClient("iqn.2026-11.org.quintain:a");

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] reportLuns(int select, int allocationLength) {
    return cdb(
        0xA0, 0, select, 0, 0, 0, 0, 0, allocationLength >> 8, allocationLength & 0xFF, 0, 0);
  }

  @Test
  void requestSenseTellsUnitAttentionOnceAndThenNothing() {
    assertThat(hex(client.in(cdb(3, 0, 0, 0, 252, 0), 252).data()))
        .isEqualTo("700006000000000a00000000290000000000");
    assertThat(hex(client.in(cdb(3, 0, 0, 0, 252, 0), 252).data()))
        .isEqualTo("700000000000000a00000000000000000000");
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void requestSenseChoosesItsFormatByDesc() {
    assertThat(hex(client.in(cdb(3, 1, 0, 0, 252, 0), 252).data())).isEqualTo("7206290000000000");
  }

  @Test
  void requestSenseIsCutAtItsAllocationLength() {
    client.clearUnitAttentions();
    for (int length : new int[] {0, 4, 18, 252}) {
      assertThat(client.in(cdb(3, 0, 0, 0, length, 0), 252).data()).hasSize(Math.min(length, 18));
    }
  }

  @Test
  void requestSenseSaysThatAnUnmappedLunIsNotSupported() {
    Outcome outcome = client.lun(3L << 48).in(cdb(3, 0, 0, 0, 252, 0), 252);
    assertThat(outcome.status()).isZero();
    assertThat(hex(outcome.data())).isEqualTo("700005000000000a00000000250000000000");
  }

  @Test
  void refusesEverythingElseAtAnUnmappedLunAndKeepsUnitAttentions() {
    assertThat(client.lun(3L << 48).none(TEST_UNIT_READY).code()).isEqualTo(0x052500);
    Outcome read = client.in(cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0), 512);
    assertThat(read.code()).isEqualTo(0x052500);
    assertThat(read.residual()).isEqualTo(-512);
    assertThat(client.lun(0).none(TEST_UNIT_READY).code()).isEqualTo(0x062900);
  }

  @Test
  void refusesLunsThatNameNoSingleLevelUnit() {
    for (long lun : new long[] {0x0100_0000_0000_0000L, 1L, 0xD201_0000_0000_0000L}) {
      assertThat(client.lun(lun).none(TEST_UNIT_READY).code()).isEqualTo(0x052500);
    }
  }

  @Test
  void takesFlatSpaceAddressingForTheSameUnit() {
    client.clearUnitAttentions();
    assertThat(client.lun(0x4000L << 48).none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void reportsLunsByEverySelectReport() {
    String lun0 = "0000000000000000";
    String wellKnown = "c101000000000000";
    assertThat(hex(client.in(reportLuns(0, 64), 64).data())).isEqualTo("0000000800000000" + lun0);
    assertThat(hex(client.in(reportLuns(1, 64), 64).data()))
        .isEqualTo("0000000800000000" + wellKnown);
    assertThat(hex(client.in(reportLuns(2, 64), 64).data()))
        .isEqualTo("0000001000000000" + lun0 + wellKnown);
    assertThat(hex(client.in(reportLuns(0x10, 64), 64).data())).isEqualTo("0000000000000000");
    assertThat(hex(client.in(reportLuns(0x11, 64), 64).data()))
        .isEqualTo("0000000800000000" + lun0);
    assertThat(hex(client.in(reportLuns(0x12, 64), 64).data())).isEqualTo("0000000000000000");
    Outcome reserved = client.in(reportLuns(3, 64), 64);
    assertThat(reserved.code()).isEqualTo(0x052400);
    assertThat(reserved.sense().senseKeySpecific()).isEqualTo(0xCF0002);
  }

  @Test
  void reportsLunsFromEveryLunAlikeAndLeavesUnitAttentions() {
    byte[] fromDisk = client.in(reportLuns(2, 64), 64).data();
    assertThat(client.lun(7L << 48).in(reportLuns(2, 64), 64).data()).isEqualTo(fromDisk);
    assertThat(client.lun(Lun.REPORT_LUNS_WELL_KNOWN).in(reportLuns(2, 64), 64).data())
        .isEqualTo(fromDisk);
    assertThat(client.lun(0).none(TEST_UNIT_READY).code()).isEqualTo(0x062900);
  }

  @Test
  void reportsLunsEvenWhereNothingIsMapped() {
    TargetPort empty = disk.device().addPort(new TargetPortConfig("iqn.x:empty", 2, LunMap.EMPTY));
    Client other = new Client(disk.world(), empty, "iqn.2026-11.org.quintain:b");
    assertThat(hex(other.in(reportLuns(0, 64), 64).data())).isEqualTo("0000000000000000");
    assertThat(other.in(cdb(0x12, 0, 0, 0, 96, 0), 96).data()[0]).isEqualTo((byte) 0x7F);
  }

  @Test
  void reportsManyLunsAscendingWithFlatAddressingAbove255() {
    LunMap.Builder map = LunMap.builder();
    for (int index = 300; index >= 0; index -= 50) {
      map.map(index, disk.unit());
    }
    TargetPort port = disk.device().addPort(new TargetPortConfig("iqn.x:many", 2, map.build()));
    Client other = new Client(disk.world(), port, "iqn.2026-11.org.quintain:b");
    assertThat(hex(other.in(reportLuns(0, 16384), 16384).data()))
        .isEqualTo(
            "0000003800000000"
                + "0000000000000000"
                + "0032000000000000"
                + "0064000000000000"
                + "0096000000000000"
                + "00c8000000000000"
                + "00fa000000000000"
                + "412c000000000000");
  }

  @Test
  void wellKnownLogicalUnitKnowsItsFewCommands() {
    client.lun(Lun.REPORT_LUNS_WELL_KNOWN);
    assertThat(client.in(cdb(0x12, 0, 0, 0, 96, 0), 96).data()[0]).isEqualTo((byte) 0x1E);
    client.clearUnitAttentions();
    assertThat(client.in(cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0), 512).code()).isEqualTo(0x052000);
  }

  @Test
  void refusesUnknownOperationCodesAndServiceActions() {
    client.clearUnitAttentions();
    assertThat(client.none(cdb(0xFF, 0, 0, 0, 0, 0)).code()).isEqualTo(0x052000);
    Outcome action = client.none(cdb(0x9E, 0x1F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(action.code()).isEqualTo(0x052400);
    assertThat(action.sense().senseKeySpecific()).isEqualTo(0xCC0001);
  }

  @Test
  void takesNacaWhereThereIsAcaAndRefusesLink() {
    client.clearUnitAttentions();
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 4)).status()).isZero();
    client.lun(0xC101L << 48).clearUnitAttentions();
    Outcome wellKnown = client.none(cdb(0, 0, 0, 0, 0, 4));
    assertThat(wellKnown.sense().senseKeySpecific()).isEqualTo(0xCA0005);
    client.lun(0);
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 1)).sense().senseKeySpecific()).isEqualTo(0xC80005);
  }

  @Test
  void refusesCdbThatIsShorterThanItsCommand() {
    client.clearUnitAttentions();
    assertThat(client.in(cdb(0x28, 0, 0, 0, 0, 0), 512).code()).isEqualTo(0x052400);
  }

  @Test
  void givesAutosenseInDescriptorFormatWhereConfigured() {
    Disk other =
        new Disk(
            LogicalUnitConfig.named("d").descriptorSense(true).build(), new RamStore(512 * 64));
    Client descriptor = other.newClient("iqn.2026-11.org.quintain:a");
    Outcome outcome = descriptor.none(TEST_UNIT_READY);
    assertThat(outcome.command().sense()[0]).isEqualTo((byte) 0x72);
    assertThat(outcome.code()).isEqualTo(0x062900);
  }
}
