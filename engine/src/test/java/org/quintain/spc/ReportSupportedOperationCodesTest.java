// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.quintain.device.CommandDefinition;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class ReportSupportedOperationCodesTest {
  private final Disk disk = Disk.inMemory(512, 64);
  private final Client client = disk.client("iqn.2026-11.org.quintain:a");

  private static byte[] report(int options, int operationCode, int serviceAction, int length) {
    return cdb(
        0xA3,
        0x0C,
        options,
        operationCode,
        serviceAction >> 8,
        serviceAction & 0xFF,
        length >>> 24,
        length >>> 16,
        length >>> 8,
        length,
        0,
        0);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private Outcome one(int options, int operationCode, int serviceAction) {
    return client.in(report(options, operationCode, serviceAction, 512), 512);
  }

  @Test
  void listsEveryCommandOnceInOrder() {
    byte[] data = client.in(report(0, 0, 0, 4096), 4096).data();
    int count = disk.unit().deviceServer().commands().rows().size();
    assertThat(data).hasSize(4 + count * 8);
    assertThat(hex(data)).startsWith(String.format("%08x", count * 8) + "0000000000000006");
    assertThat(hex(data)).contains("9e0000100001" + "0010").contains("a300000c0001000c");
    int before = -1;
    for (int at = 4; at < data.length; at += 8) {
      int key = (data[at] & 0xFF) << 16 | (data[at + 2] & 0xFF) << 8 | (data[at + 3] & 0xFF);
      assertThat(key).isGreaterThan(before);
      before = key;
    }
  }

  @Test
  void addsTimeoutsWithRctd() {
    byte[] data = client.in(report(0x80, 0, 0, 8192), 8192).data();
    int count = disk.unit().deviceServer().commands().rows().size();
    assertThat(data).hasSize(4 + count * 20);
    assertThat(hex(data).substring(8, 48))
        .isEqualTo("0000000000020006" + "000a0000" + "00000005" + "0000001e");
    assertThat(hex(one(0x81, 0, 0).data()))
        .isEqualTo("00830006" + "000000000004" + "000a0000" + "00000005" + "0000001e");
  }

  @Test
  void reportsOneCommandWithItsUsage() {
    assertThat(hex(one(1, 0x28, 0).data())).isEqualTo("0003000a" + "2818ffffffff3fffff04");
    assertThat(hex(one(2, 0x9E, 0x10).data()))
        .isEqualTo("00030010" + "9e100000000000000000ffffffff0004");
    assertThat(hex(one(3, 0x9E, 0x10).data())).startsWith("00030010");
    assertThat(hex(one(3, 0x28, 0).data())).startsWith("0003000a");
  }

  @Test
  void saysWhichCommandsAreNotSupported() {
    assertThat(hex(one(1, 0xC0, 0).data())).isEqualTo("00010000");
    assertThat(hex(one(0x81, 0xC0, 0).data())).isEqualTo("00010000");
    assertThat(hex(one(2, 0x9E, 0x1E).data())).isEqualTo("00010000");
    assertThat(hex(one(2, 0x9E, 0x1234).data())).isEqualTo("00010000");
    assertThat(hex(one(2, 0xC0, 1).data())).isEqualTo("00010000");
    assertThat(hex(one(3, 0x28, 1).data())).isEqualTo("00010000");
  }

  @Test
  void refusesOptionsThatDoNotFitTheOperationCode() {
    assertThat(one(1, 0x9E, 0).sense().senseKeySpecific()).isEqualTo(0xCF0003);
    assertThat(one(2, 0x28, 0).sense().senseKeySpecific()).isEqualTo(0xCF0003);
    for (int options = 4; options < 8; options++) {
      Outcome reserved = one(options, 0x28, 0);
      assertThat(reserved.code()).isEqualTo(0x052400);
      assertThat(reserved.sense().senseKeySpecific()).isEqualTo(0xCA0002);
    }
  }

  @Test
  void isCutAtItsAllocationLengthWithoutChangingLengths() {
    byte[] whole = client.in(report(0, 0, 0, -1), 4096).data();
    for (int length : new int[] {0, 1, 4, 5, whole.length - 1, whole.length}) {
      assertThat(client.in(report(0, 0, 0, length), 4096).data())
          .isEqualTo(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void refusesEveryBitThatTheUsageDataHasAsZero() {
    for (CommandDefinition row : disk.unit().deviceServer().commands().rows()) {
      for (int at = 1; at < row.cdbBytes(); at++) {
        for (int bit = 0; bit < 8; bit++) {
          if ((row.allowedBits(at) >> bit & 1) != 0) {
            continue;
          }
          byte[] cdb = new byte[row.cdbBytes()];
          cdb[0] = (byte) row.operationCode();
          if (row.isVariableLength()) {
            cdb[7] = (byte) (row.cdbBytes() - 8);
            cdb[8] = (byte) (row.serviceAction() >> 8);
            cdb[9] = (byte) row.serviceAction();
          } else {
            cdb[1] = (byte) Math.max(0, row.serviceAction());
          }
          cdb[at] |= (byte) (1 << bit);
          Outcome outcome = client.none(cdb);
          assertThat(outcome.code()).as(row.name()).isEqualTo(0x052400);
          assertThat(outcome.sense().senseKeySpecific())
              .as("%s byte %s bit %s", row.name(), at, bit)
              .isEqualTo(0xC80000 | bit << 16 | at);
        }
      }
    }
  }

  @Property(seed = "3962277569", tries = 200)
  void everyListedCommandIsKnownToItsOwnReport(
      @ForAll @IntRange(min = 0, max = 255) int operationCode,
      @ForAll @IntRange(min = 0, max = 31) int serviceAction) {
    boolean isKnown =
        disk.unit().deviceServer().commands().find(operationCode, serviceAction) != null;
    boolean hasActions = disk.unit().deviceServer().commands().hasServiceActions(operationCode);
    Outcome outcome = one(3, operationCode, hasActions ? serviceAction : 0);
    assertThat(outcome.data()[1] & 7).isEqualTo(isKnown ? 3 : 1);
  }

  @Test
  void reportsTaskManagementFunctions() {
    byte[] basic = cdb(0xA3, 0x0D, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0);
    assertThat(hex(client.in(basic, 64).data())).isEqualTo("fc070000");
    byte[] extended = cdb(0xA3, 0x0D, 0x80, 0, 0, 0, 0, 0, 0, 64, 0, 0);
    assertThat(hex(client.in(extended, 64).data())).isEqualTo("fc07000c" + "00".repeat(12));
  }
}
