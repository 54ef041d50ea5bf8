// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class DiagnosticTest {
  private static final int GOOD = 0;
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] DEFAULT = cdb(0x1D, 0x04, 0, 0, 0, 0);
  private static final byte[] BACKGROUND_SHORT = code(1);
  private static final byte[] ABORT = code(4);
  private static final byte[] FOREGROUND_EXTENDED = code(6);

  private final HeldStore store = new HeldStore(1 << 20, false);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("iqn.2026-11.org.quintain:a");
  private final Client other = disk.client("iqn.2026-11.org.quintain:b");

  private static byte[] code(int selfTestCode) {
    return cdb(0x1D, selfTestCode << 5, 0, 0, 0, 0);
  }

  private ExecuteCommand start(byte[] cdb) {
    ExecuteCommand command = client.start(cdb, null, 0, TaskAttribute.SIMPLE);
    disk.world().settle();
    return command;
  }

  /** The values of the newest self-test result. */
  private String newest() {
    byte[] page = client.in(cdb(0x4D, 0, 0x50, 0, 0, 0, 0, 2, 0, 0), 512).data();
    assertThat(page).hasSize(4 + 20 * 20);
    return HexFormat.of().formatHex(page, 8, 24);
  }

  @Test
  void passesTheDefaultSelfTestAndTellsIt() {
    assertThat(client.none(DEFAULT).status()).isEqualTo(GOOD);
    assertThat(newest()).isEqualTo("00000000" + "ffffffffffffffff" + "00000000");
    assertThat(client.none(FOREGROUND_EXTENDED).status()).isEqualTo(GOOD);
    assertThat(newest()).startsWith("c0");
  }

  @Test
  void tellsTheBlockThatFailedIt() {
    store.failNext(StoreResult.READ_ERROR, 0);
    assertThat(client.none(DEFAULT).code()).isEqualTo(0x043E03);
    assertThat(newest()).isEqualTo("05010000" + "0000000000000000" + "03110000");
  }

  @Test
  void goesOnBesideOtherCommandsInTheBackground() {
    store.hold(true);
    assertThat(client.none(BACKGROUND_SHORT).status()).isEqualTo(GOOD);
    assertThat(client.none(TEST_UNIT_READY).status()).isEqualTo(GOOD);
    assertThat(newest()).startsWith("2f");
    assertThat(client.none(DEFAULT).code()).isEqualTo(0x020409);
    byte[] sense = client.in(cdb(3, 0, 0, 0, 18, 0), 18).data();
    assertThat(new byte[] {sense[2], sense[12], sense[13], sense[15]})
        .containsExactly(2, 4, 9, -128);
    store.hold(false);
    store.releaseAll(disk.world().nowNs());
    disk.world().settle();
    assertThat(newest()).startsWith("20");
  }

  @Test
  void isAbortedInTheBackgroundAndLeavesRoomForAnother() {
    store.hold(true);
    client.none(BACKGROUND_SHORT);
    assertThat(client.none(ABORT).status()).isEqualTo(GOOD);
    assertThat(newest()).startsWith("21");
    Outcome nothingToAbort = client.none(ABORT);
    assertThat(nothingToAbort.code()).isEqualTo(0x052400);
    assertThat(nothingToAbort.sense().senseKeySpecific()).isEqualTo(0xCF0001);
    client.none(BACKGROUND_SHORT);
    store.hold(false);
    store.releaseAll(disk.world().nowNs());
    disk.world().settle();
    assertThat(newest()).startsWith("20");
  }

  @Test
  void holdsOthersOffInTheForeground() {
    store.hold(true);
    ExecuteCommand test = start(DEFAULT);
    assertThat(test.isDone()).isFalse();
    assertThat(other.none(TEST_UNIT_READY).code()).isEqualTo(0x020409);
    assertThat(other.in(cdb(0x12, 0, 0, 0, 36, 0), 36).status()).isEqualTo(GOOD);
    store.hold(false);
    store.releaseAll(disk.world().nowNs());
    assertThat(client.run(test).status()).isEqualTo(GOOD);
    assertThat(other.none(TEST_UNIT_READY).status()).isEqualTo(GOOD);
  }

  @Test
  void endsAtAReset() {
    store.hold(true);
    start(DEFAULT);
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    store.hold(false);
    store.releaseAll(disk.world().nowNs());
    disk.world().settle();
    client.clearUnitAttentions();
    assertThat(newest()).startsWith("02");
  }

  @Test
  void refusesCodesAndListsThatMeanNothing() {
    assertThat(client.none(code(3)).sense().senseKeySpecific()).isEqualTo(0xCF0001);
    assertThat(client.none(cdb(0x1D, 0x24, 0, 0, 0, 0)).sense().senseKeySpecific())
        .isEqualTo(0xCF0001);
    assertThat(client.out(cdb(0x1D, 0x04, 0, 0, 4, 0), new byte[4]).sense().senseKeySpecific())
        .isEqualTo(0xCF0003);
    assertThat(client.out(cdb(0x1D, 0x10, 0, 0, 4, 0), new byte[4]).status()).isEqualTo(GOOD);
    assertThat(client.none(cdb(0x1D, 0x10, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(client.out(cdb(0x1D, 0x00, 0, 0, 4, 0), new byte[4]).code()).isEqualTo(0x052400);
    assertThat(client.out(cdb(0x1D, 0x10, 0, 0, 4, 0), new byte[] {0x40, 0, 0, 0}).code())
        .isEqualTo(0x052600);
    assertThat(client.out(cdb(0x1D, 0x10, 0, 0, 3, 0), new byte[3]).code()).isEqualTo(0x051A00);
  }

  @Test
  void listsItsOneDiagnosticPage() {
    Outcome page = client.in(cdb(0x1C, 1, 0, 0, 255, 0), 255);
    assertThat(page.data()).containsExactly(0, 0, 0, 1, 0);
    assertThat(client.in(cdb(0x1C, 1, 0x40, 0, 255, 0), 255).sense().senseKeySpecific())
        .isEqualTo(0xCF0002);
  }
}
