// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.reactor.Reactor;
import org.quintain.sam.InvariantViolation;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** SANITIZE: its methods, what is allowed meanwhile, failures, and losses of power. */
final class SanitizeTest {
  private static final int BLOCKS = 8192;
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] REQUEST_SENSE = cdb(0x03, 0, 0, 0, 18, 0);
  private static final byte[] EXIT_FAILURE_MODE = cdb(0x48, 0x1F, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final byte[] BLOCK_ERASE = cdb(0x48, 0x02, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final int IMMED = 0x80;
  private static final int AUSE = 0x20;

  private final HeldStore store = new HeldStore((long) BLOCKS * 512, true);
  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private Disk disk = powerOn();
  private Client client = disk.client("a");

  private Disk powerOn() {
    return powerOn(0);
  }

  private Disk powerOn(long bytesPerSecond) {
    LogicalUnitConfig config =
        LogicalUnitConfig.named("disk0")
            .provisioning(ProvisioningConfig.THIN)
            .backgroundBytesPerSecond(bytesPerSecond)
            .build();
    return new Disk(config, new DiskBacking(store, null, memory));
  }

  private static byte[] overwrite(int flags, int listBytes) {
    return cdb(0x48, flags | 0x01, 0, 0, 0, 0, 0, listBytes >> 8, listBytes & 0xFF, 0);
  }

  private static byte[] list(int byte0, int... pattern) {
    byte[] list = new byte[4 + pattern.length];
    list[0] = (byte) byte0;
    list[3] = (byte) pattern.length;
    for (int at = 0; at < pattern.length; at++) {
      list[4 + at] = (byte) pattern[at];
    }
    return list;
  }

  private byte[] block(int address) {
    return client.in(cdb(0x28, 0, 0, 0, address >> 8, address & 0xFF, 0, 0, 1, 0), 512).data();
  }

  private byte[] polled() {
    return client.in(REQUEST_SENSE, 18).data();
  }

  private void write(int address, int value) {
    client.out(cdb(0x2A, 0, 0, 0, address >> 8, address & 0xFF, 0, 0, 1, 0), filled(512, value));
  }

  @Test
  void overwritesEveryBlockWithItsPatternCutAtTheBlocksEnd() {
    write(0, 1);
    write(BLOCKS - 1, 2);
    assertThat(client.out(overwrite(0, 7), list(1, 0xA1, 0xB2, 0xC3)).status()).isZero();
    for (int address : new int[] {0, 5000, BLOCKS - 1}) {
      byte[] block = block(address);
      assertThat(block).startsWith(0xA1, 0xB2, 0xC3, 0xA1).endsWith(0xA1, 0xB2);
    }
    disk.device().checkIdle();
  }

  @Test
  void endsWithThePatternAsItIsWhenItInverts() {
    for (int count : new int[] {1, 2, 3}) {
      assertThat(client.out(overwrite(0, 5), list(0x80 | count, 0x0F)).status()).isZero();
      assertThat(block(17)).containsOnly(0x0F);
    }
  }

  @Test
  void erasesBlocks() {
    write(77, 9);
    assertThat(client.none(BLOCK_ERASE).status()).isZero();
    assertThat(block(77)).containsOnly(0);
    disk.device().checkIdle();
  }

  @Test
  void hasNoBlockEraseWhereBlocksAreNotToBeUnmapped() {
    Client full = new Disk(Disk.config(512), store).client("f");
    assertThat(full.none(BLOCK_ERASE).code()).isEqualTo(0x052400);
    byte[] page = full.in(cdb(0x12, 1, 0xB1, 0, 64, 0), 64).data();
    assertThat(page[7] & 0xC0).as("WABEREQ").isZero();
    assertThat(client.in(cdb(0x12, 1, 0xB1, 0, 64, 0), 64).data()[7] & 0xC0).isEqualTo(0x40);
  }

  @Test
  void goesNoFasterThanTheDeviceIsConfiguredTo() {
    // 4 MiB in pieces of 2 MiB: there is a second between two, and one before the end.
    disk = powerOn(2 << 20);
    client = disk.client("a");
    long beganNs = disk.world().nowNs();
    assertThat(client.out(overwrite(0, 5), list(1, 0x77)).status()).isZero();
    assertThat(block(0)).containsOnly(0x77);
    assertThat(disk.world().nowNs() - beganNs).isEqualTo(2_000_000_000L);
  }

  @Test
  void refusesCryptographicEraseAndWhatIsNotAllowedInTheCdb() {
    assertThat(client.none(cdb(0x48, 0x03, 0, 0, 0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x052400);
    assertThat(client.none(cdb(0x48, 0x42, 0, 0, 0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x052400);
    assertThat(client.out(cdb(0x48, 0x02, 0, 0, 0, 0, 0, 0, 8, 0), new byte[8]).code())
        .isEqualTo(0x052400);
    for (int length : new int[] {0, 4, 517}) {
      Outcome outcome = client.out(overwrite(0, length), new byte[length]);
      assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCF0007);
    }
  }

  @Test
  void refusesParameterListsByTheFieldThatIsWrong() {
    assertThat(refused(list(0x00, 1))).isEqualTo(0x8C0000);
    assertThat(refused(list(0x21, 1))).isEqualTo(0x8E0000);
    assertThat(refused(new byte[] {1, 1, 0, 1, 0})).isEqualTo(0x8F0001);
    assertThat(refused(new byte[] {1, 0, 0, 0, 0})).isEqualTo(0x8F0002);
    assertThat(refused(new byte[] {1, 0, 0, 2, 0})).isEqualTo(0x8F0002);
    assertThat(client.out(overwrite(0, 8), new byte[5]).code()).isEqualTo(0x051A00);
    disk.device().checkIdle();
  }

  private int refused(byte[] list) {
    Outcome outcome = client.out(overwrite(0, list.length), list);
    assertThat(outcome.code()).isEqualTo(0x052600);
    return outcome.sense().senseKeySpecific();
  }

  @Test
  void letsOnlyThreeCommandsThroughAndTellsItsProgress() {
    store.hold(true);
    assertThat(client.out(overwrite(IMMED, 5), list(2, 0x55)).status()).isZero();
    Outcome refused = client.none(TEST_UNIT_READY);
    assertThat(refused.code()).isEqualTo(0x02041B);
    assertThat(refused.sense().senseKeySpecific()).isEqualTo(0x800000);
    assertThat(client.in(cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0), 512).code()).isEqualTo(0x02041B);
    assertThat(client.none(BLOCK_ERASE).code()).isEqualTo(0x02041B);
    assertThat(client.none(EXIT_FAILURE_MODE).code()).isEqualTo(0x02041B);
    assertThat(client.none(cdb(0x1B, 0, 0, 0, 0, 0)).code()).isEqualTo(0x02041B);
    assertThat(client.in(cdb(0x12, 0, 0, 0, 96, 0), 96).status()).isZero();
    assertThat(client.in(cdb(0xA0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0), 64).status()).isZero();
    assertThatThrownBy(() -> disk.device().checkIdle()).isInstanceOf(InvariantViolation.class);
    int before = -1;
    while (store.heldCount() > 0) {
      byte[] sense = polled();
      assertThat(sense[2]).isEqualTo((byte) 2);
      assertThat(sense[12]).isEqualTo((byte) 0x04);
      assertThat(sense[13]).isEqualTo((byte) 0x1B);
      int progress = (sense[16] & 0xFF) << 8 | (sense[17] & 0xFF);
      assertThat(progress).isGreaterThan(before);
      before = progress;
      store.releaseOne(0);
      disk.world().settle();
    }
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
    assertThat(polled()[2]).isZero();
    store.hold(false);
    assertThat(block(1)).containsOnly(0x55);
    disk.device().checkIdle();
  }

  @Test
  void goesOnThroughAbortsAndResetsWhichEndItsCommand() {
    store.hold(true);
    ExecuteCommand command = client.start(overwrite(0, 5), list(1, 0x66), 0, TaskAttribute.SIMPLE);
    assertThat(disk.world().awaitUntil(() -> store.heldCount() == 1, 1_000_000L)).isTrue();
    var reset = client.startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    disk.world().settle();
    store.releaseOne(0);
    disk.world().settle();
    assertThat(reset.isDone()).isTrue();
    client.none(TEST_UNIT_READY);
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x02041B);
    store.releaseAll(0);
    disk.world().settle();
    assertThat(block(4)).containsOnly(0x66);
    assertThat(command.isDone()).isTrue();
    disk.device().checkIdle();
  }

  @Test
  void waitsForTheCommandsThatRun() {
    store.hold(true);
    ExecuteCommand write =
        client.start(cdb(0x2A, 0, 0, 0, 0, 3, 0, 0, 1, 0), filled(512, 1), 0, TaskAttribute.SIMPLE);
    disk.world().awaitUntil(() -> store.heldCount() == 1, 1_000_000L);
    ExecuteCommand sanitize = client.start(BLOCK_ERASE, null, 0, TaskAttribute.SIMPLE);
    disk.world().settle();
    assertThat(store.heldCount()).isEqualTo(1);
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x02041B);
    store.releaseAll(0);
    disk.world().settle();
    assertThat(Client.outcome(write).status()).isZero();
    assertThat(Client.outcome(sanitize).status()).isZero();
    assertThat(block(3)).containsOnly(0);
  }

  @Test
  void beginsAgainAfterALossOfPower() {
    write(0, 7);
    write(BLOCKS - 1, 7);
    store.hold(true);
    assertThat(client.out(overwrite(IMMED, 5), list(1, 0x3C)).status()).isZero();
    store.releaseOne(0);
    disk = powerOn();
    client = disk.newClient("a");
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x062900);
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x02041B);
    store.releaseAll(0);
    disk.world().settle();
    assertThat(block(0)).containsOnly(0x3C);
    assertThat(block(BLOCKS - 1)).containsOnly(0x3C);
    disk.device().checkIdle();
    disk = powerOn();
    client = disk.client("a");
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void tellsOfAFailureUntilAnotherSucceedsInTheRestrictedMode() {
    store.failNext(StoreResult.WRITE_ERROR, 0);
    assertThat(client.out(overwrite(0, 5), list(1, 1)).code()).isEqualTo(0x033103);
    for (int incarnation = 0; incarnation < 2; incarnation++) {
      assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x033103);
      assertThat(client.in(cdb(0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0), 8).code()).isEqualTo(0x033103);
      assertThat(polled()[2]).isEqualTo((byte) 3);
      assertThat(client.none(EXIT_FAILURE_MODE).code()).isEqualTo(0x052400);
      Outcome unrestricted = client.none(cdb(0x48, AUSE | 0x02, 0, 0, 0, 0, 0, 0, 0, 0));
      assertThat(unrestricted.sense().senseKeySpecific()).isEqualTo(0xCD0001);
      disk = powerOn();
      client = disk.newClient("a");
      assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x062900);
    }
    assertThat(client.none(BLOCK_ERASE).status()).isZero();
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void leavesAFailureByExitFailureModeInTheUnrestrictedMode() {
    assertThat(client.none(EXIT_FAILURE_MODE).status()).isZero();
    store.failNext(StoreResult.WRITE_ERROR, 0);
    assertThat(client.out(overwrite(AUSE, 5), list(1, 1)).code()).isEqualTo(0x033103);
    assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x033103);
    assertThat(client.none(EXIT_FAILURE_MODE).status()).isZero();
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
    disk = powerOn();
    client = disk.client("a");
    assertThat(client.none(TEST_UNIT_READY).status()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void takesNothingThatTheNextPowerOnWouldDestroyWhenItsEndCannotBeKept() {
    int[] saves = new int[1];
    NonvolatileMemory full =
        new NonvolatileMemory() {
          @Override
          public byte @Nullable [] load(String name) {
            return null;
          }

          @Override
          public void save(
              long nowNs, Reactor reactor, String name, byte[] value, SaveCompletion completion) {
            completion.onSaved(nowNs, saves[0]++ == 0);
          }
        };
    Disk other = new Disk(Disk.config(512), new DiskBacking(store, null, full));
    Client user = other.client("a");
    assertThat(user.out(overwrite(0, 5), list(1, 0)).code()).isEqualTo(0x033103);
    assertThat(user.none(TEST_UNIT_READY).code()).isEqualTo(0x033103);
    other.device().checkIdle();
  }
}
