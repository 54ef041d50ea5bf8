// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** FORMAT UNIT: its parameter list, patterns, what is allowed meanwhile, and interruptions. */
final class FormatUnitTest {
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] FORMAT = cdb(0x04, 0, 0, 0, 0, 0);
  private static final byte[] FORMAT_WITH_DATA = cdb(0x04, 0x10, 0, 0, 0, 0);
  private static final byte[] FORMAT_LONG = cdb(0x04, 0x33, 0, 0, 0, 0);

  private final HeldStore store = new HeldStore(8192L * 512, true);
  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private Disk disk = powerOn();
  private Client client = disk.client("a");

  private Disk powerOn() {
    return new Disk(Disk.config(512), new DiskBacking(store, null, memory));
  }

  private byte[] block(int address) {
    return client.in(cdb(0x28, 0, 0, 0, address >> 8, address & 0xFF, 0, 0, 1, 0), 512).data();
  }

  private void write(int address, int value) {
    client.out(cdb(0x2A, 0, 0, 0, address >> 8, address & 0xFF, 0, 0, 1, 0), filled(512, value));
  }

  /** The sense of a list that is refused: ASC and ASCQ, or the field pointer of 26/00. */
  private int refused(byte[] cdb, int... list) {
    Outcome outcome = client.out(cdb, Client.cdb(list));
    assertThat(outcome.sense().key().code()).isEqualTo(5);
    return outcome.code() == 0x052600 ? outcome.sense().senseKeySpecific() : outcome.code();
  }

  @Test
  void zeroesTheMediumWithoutAParameterList() {
    write(3, 9);
    assertThat(client.none(FORMAT).status()).isZero();
    assertThat(block(3)).containsOnly(0);
    assertThat(store.flushes()).isPositive();
    disk.device().checkIdle();
  }

  @Test
  void takesTheShortHeaderAndTheLongOne() {
    assertThat(client.out(FORMAT_WITH_DATA, cdb(0, 0, 0, 0)).status()).isZero();
    assertThat(client.out(FORMAT_LONG, cdb(0, 0, 0, 0, 0, 0, 0, 0)).status()).isZero();
    // DPRY, DCRT and STPF with FOV.
    assertThat(client.out(FORMAT_WITH_DATA, cdb(0, 0xF0, 0, 0)).status()).isZero();
    Outcome tooMuch = client.out(FORMAT_WITH_DATA, new byte[16]);
    assertThat(tooMuch.status()).isZero();
    assertThat(tooMuch.residual()).isEqualTo(-12);
  }

  @Test
  void writesAnInitializationPattern() {
    assertThat(client.out(FORMAT_WITH_DATA, cdb(0, 0x88, 0, 0, 0, 1, 0, 3, 7, 8, 9)).status())
        .isZero();
    assertThat(block(0)).startsWith(7, 8, 9, 7).endsWith(7, 8);
    assertThat(block(8191)).startsWith(7, 8, 9);
    assertThat(client.out(FORMAT_WITH_DATA, cdb(0, 0x88, 0, 0, 0, 0, 0, 0)).status()).isZero();
    assertThat(block(8191)).containsOnly(0);
  }

  @Test
  void refusesListsByTheFieldThatIsWrong() {
    assertThat(refused(FORMAT_WITH_DATA, 0x10, 0, 0, 0)).isEqualTo(0x8F0000);
    assertThat(refused(FORMAT_WITH_DATA, 0x02, 0, 0, 0)).isEqualTo(0x8A0000);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0x08, 0, 0)).isEqualTo(0x8B0001);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0x01, 0, 0)).isEqualTo(0x880001);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0, 0, 3)).isEqualTo(0x8F0002);
    assertThat(refused(FORMAT_LONG, 0, 0, 0, 0x10, 0, 0, 0, 0)).isEqualTo(0x8F0003);
    assertThat(refused(FORMAT_LONG, 0, 0, 0, 0x01, 0, 0, 0, 0)).isEqualTo(0x8B0003);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0x88, 0, 0, 0x20, 0, 0, 0)).isEqualTo(0x8D0004);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0x88, 0, 0, 0, 2, 0, 0)).isEqualTo(0x8F0005);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0x88, 0, 0, 0, 1, 0, 0)).isEqualTo(0x8F0006);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0x88, 0, 0, 0, 1, 2, 1)).isEqualTo(0x8F0006);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0, 0, 4, 0, 0, 0x20, 0)).isEqualTo(0x8F0004);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0)).isEqualTo(0x051A00);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0, 0, 4)).isEqualTo(0x051A00);
    assertThat(refused(FORMAT_WITH_DATA, 0, 0x88, 0, 0, 0, 1, 0, 4, 1)).isEqualTo(0x051A00);
    disk.device().checkIdle();
  }

  @Test
  void refusesFieldsOfTheCdbThatItDoesNotKnow() {
    assertThat(client.none(cdb(0x04, 0x40, 0, 0, 0, 0)).code()).isEqualTo(0x052400);
    assertThat(client.none(cdb(0x04, 0x03, 0, 0, 0, 0)).code()).isEqualTo(0x052400);
    assertThat(client.out(cdb(0x04, 0x15, 0, 0, 0, 0), new byte[4]).code()).isEqualTo(0x052400);
    assertThat(client.none(cdb(0x04, 0, 0, 0, 2, 0)).code()).isEqualTo(0x052400);
    assertThat(client.none(cdb(0x04, 0, 0, 0, 1, 0)).status()).isZero();
  }

  @Test
  void refusesAFastFormatWithAPattern() {
    byte[] fast = cdb(0x04, 0x10, 0, 0, 1, 0);
    assertThat(refused(fast, 0, 0x88, 0, 0, 0, 1, 0, 1, 1)).isEqualTo(0x8B0001);
  }

  @Test
  void letsOnlyThreeCommandsThroughAndTellsItsProgress() {
    store.hold(true);
    byte[] withPattern = cdb(0, 0x8A, 0, 0, 0, 1, 0, 1, 5);
    assertThat(client.out(FORMAT_WITH_DATA, withPattern).status()).isZero();
    Outcome refused = client.none(TEST_UNIT_READY);
    assertThat(refused.code()).isEqualTo(0x020404);
    assertThat(refused.sense().senseKeySpecific() >> 16).isEqualTo(0x80);
    assertThat(client.none(FORMAT).code()).isEqualTo(0x020404);
    assertThat(client.in(cdb(0x12, 0, 0, 0, 96, 0), 96).status()).isZero();
    assertThat(client.in(cdb(0xA0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0), 64).status()).isZero();
    byte[] sense = client.in(cdb(3, 0, 0, 0, 18, 0), 18).data();
    assertThat(sense[2]).isEqualTo((byte) 2);
    assertThat(sense[15]).isEqualTo((byte) 0x80);
    store.releaseAll(0);
    disk.world().settle();
    assertThat(block(100)).containsOnly(5);
    disk.device().checkIdle();
  }

  @Test
  void isStoppedByALogicalUnitResetAndLeavesTheMediumFormatCorrupt() {
    store.hold(true);
    assertThat(client.out(FORMAT_WITH_DATA, cdb(0, 0x8A, 0, 0, 0, 1, 0, 1, 5)).status()).isZero();
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    store.releaseAll(0);
    disk.world().settle();
    client.none(TEST_UNIT_READY);
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x033100);
    assertThat(client.in(cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0), 512).code()).isEqualTo(0x033100);
    assertThat(client.in(cdb(0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0), 8).status()).isZero();
    assertThat(client.none(FORMAT).status()).isZero();
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void isStoppedByTheAbortOfItsCommand() {
    store.hold(true);
    ExecuteCommand format = client.start(FORMAT, null, 0, TaskAttribute.SIMPLE);
    disk.world().awaitUntil(() -> store.heldCount() == 1, 1_000_000L);
    var abort = client.startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    disk.world().settle();
    store.releaseAll(0);
    disk.world().settle();
    assertThat(abort.isDone()).isTrue();
    assertThat(format.isDone()).isTrue();
    assertThat(client.none(FORMAT).status()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void leavesTheMediumFormatCorruptAfterALossOfPower() {
    store.hold(true);
    assertThat(client.out(FORMAT_WITH_DATA, cdb(0, 0x02, 0, 0)).status()).isZero();
    store.releaseAll(0);
    disk = powerOn();
    client = disk.newClient("a");
    client.none(TEST_UNIT_READY);
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x033100);
    assertThat(
            client.out(cdb(0x48, 1, 0, 0, 0, 0, 0, 0, 5, 0), new byte[] {1, 0, 0, 1, 0}).status())
        .isZero();
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
    disk = powerOn();
    client = disk.client("a");
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void tellsOfAFailureOfTheStore() {
    store.failNext(StoreResult.WRITE_ERROR, 0);
    assertThat(client.none(FORMAT).code()).isEqualTo(0x033101);
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x033101);
    assertThat(client.none(FORMAT).status()).isZero();
  }

  @Test
  void takesItsRecordBackWhenItCannotBeKept() {
    var failing =
        new DiskBacking(
            store,
            null,
            new org.quintain.store.NonvolatileMemory() {
              @Override
              public byte @org.jspecify.annotations.Nullable [] load(String name) {
                return null;
              }

              @Override
              public void save(
                  long nowNs,
                  org.quintain.reactor.Reactor reactor,
                  String name,
                  byte[] value,
                  SaveCompletion completion) {
                completion.onSaved(nowNs, false);
              }
            });
    Disk forgetful = new Disk(Disk.config(512), failing);
    Client other = forgetful.client("a");
    assertThat(other.none(FORMAT).code()).isEqualTo(0x044400);
    assertThat(other.none(TEST_UNIT_READY).status()).isZero();
    forgetful.device().checkIdle();
  }
}
