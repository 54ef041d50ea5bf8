// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class DurationLimitsTest {
  private static final int GOOD = 0;
  private static final int BEFORE_PROCESSING = 0x0B2E01;
  private static final int DURING_PROCESSING = 0x0B2E02;
  private static final int READS = 7;
  private static final int WRITES = 8;
  private static final int PAGE_BYTES = 232;
  private static final int TEN_MS = 0x0A;
  private static final long MS = 1_000_000L;

  private final HeldStore store = new HeldStore(1 << 16, false);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("iqn.x:a");

  /** Where descriptor {@code number} begins. */
  private static int at(int number) {
    return 8 + 32 * (number - 1);
  }

  private byte[] page(int subpage) {
    byte[] sense = cdb(0x5A, 8, 0x0A, subpage, 0, 0, 0, 4, 0, 0);
    byte[] data = client.in(sense, 1024).data();
    assertThat(data).hasSize(8 + PAGE_BYTES);
    return Arrays.copyOfRange(data, 8, data.length);
  }

  private Outcome select(byte[] page) {
    byte[] list = new byte[8 + page.length];
    System.arraycopy(page, 0, list, 8, page.length);
    list[8] &= 0x7F;
    return client.out(cdb(0x55, 0x10, 0, 0, 0, 0, 0, 0, list.length, 0), list);
  }

  /** Sets one descriptor: times in units of 10 ms, policies as they are coded. */
  private void limit(int subpage, int number, int inactive, int active, int guideline, int how) {
    byte[] page = page(subpage);
    page[at(number)] = TEN_MS;
    page[at(number) + 3] = (byte) inactive;
    page[at(number) + 5] = (byte) active;
    page[at(number) + 6] = (byte) ((inactive > 0 ? 0xF0 : 0) | (active > 0 ? 0x0F : 0));
    page[at(number) + 11] = (byte) guideline;
    page[at(number) + 14] = (byte) how;
    assertThat(select(page).status()).isEqualTo(GOOD);
  }

  private static byte[] with(int operationCode, int block, int descriptor) {
    return cdb(
        operationCode,
        descriptor >> 2,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        block,
        0,
        0,
        0,
        1,
        (descriptor & 3) << 6,
        0);
  }

  private ExecuteCommand read(int block, int descriptor) {
    return client.start(with(0x88, block, descriptor), null, 512, TaskAttribute.SIMPLE);
  }

  private ExecuteCommand write(int block, int descriptor) {
    return client.start(with(0x8A, block, descriptor), filled(512, 7), 0, TaskAttribute.SIMPLE);
  }

  private void pass(long ms) {
    long untilNs = disk.world().nowNs() + ms * MS;
    // The world goes from one timer to the next: without one it would go too far.
    disk.world().reactor().callAt(untilNs, nowNs -> {});
    disk.world().awaitUntil(() -> disk.world().nowNs() >= untilNs, Long.MAX_VALUE / 2);
    disk.world().deliver();
  }

  private static void ended(ExecuteCommand command, int code) {
    assertThat(command.isDone()).isTrue();
    assertThat(Client.outcome(command).code()).isEqualTo(code);
  }

  @Test
  void terminatesWhatTheStoreTakesTooLongFor() {
    limit(READS, 2, 0, 5, 0, 0);
    store.hold(true);
    ExecuteCommand limited = read(1, 2);
    ExecuteCommand free = read(2, 0);
    pass(49);
    assertThat(limited.isDone()).isFalse();
    pass(2);
    ended(limited, DURING_PROCESSING);
    assertThat(free.isDone()).isFalse();
    store.releaseAll(disk.world().nowNs());
    pass(1);
    assertThat(Client.outcome(free).status()).isEqualTo(GOOD);
    assertThat(disk.unit().deadlines().unansweredCount()).isZero();
  }

  @Test
  void takesEachDescriptorOfReadsAndOfWritesForItself() {
    for (int number = 1; number <= 7; number++) {
      limit(READS, number, 0, number, 0, 0);
      limit(WRITES, number, 0, 10 + number, 0, 0);
    }
    store.hold(true);
    for (int number = 1; number <= 7; number++) {
      ExecuteCommand read = read(number, number);
      ExecuteCommand write = write(10 + number, number);
      pass(10L * number - 1);
      assertThat(read.isDone()).isFalse();
      pass(2);
      ended(read, DURING_PROCESSING);
      pass(97);
      assertThat(write.isDone()).isFalse();
      pass(3);
      ended(write, DURING_PROCESSING);
      store.hold(true);
      while (store.heldCount() > 0) {
        store.releaseOne(disk.world().nowNs());
      }
    }
  }

  @Test
  void terminatesWhatWaitsTooLongToBeProcessed() {
    limit(READS, 1, 3, 0, 0, 0);
    store.hold(true);
    ExecuteCommand first = read(1, 0);
    ExecuteCommand ordered = client.start(with(0x88, 2, 1), null, 512, TaskAttribute.ORDERED);
    ExecuteCommand behind = read(3, 0);
    pass(29);
    assertThat(ordered.isDone()).isFalse();
    pass(2);
    ended(ordered, BEFORE_PROCESSING);
    assertThat(store.heldCount()).as("what waited behind it goes on").isEqualTo(2);
    store.releaseAll(disk.world().nowNs());
    pass(1);
    assertThat(Client.outcome(first).status()).isEqualTo(GOOD);
    assertThat(Client.outcome(behind).status()).isEqualTo(GOOD);
  }

  @Test
  void countsInactiveTimeUntilProcessingBeginsOnly() {
    limit(READS, 1, 3, 0, 0, 0);
    store.hold(true);
    ExecuteCommand read = read(1, 1);
    pass(100);
    assertThat(read.isDone()).isFalse();
    store.releaseAll(disk.world().nowNs());
    pass(1);
    assertThat(Client.outcome(read).status()).isEqualTo(GOOD);
  }

  @Test
  void terminatesByTheGuidelineWherePolicySaysSo() {
    limit(WRITES, 4, 0, 0, 2, 0x0F);
    store.hold(true);
    ExecuteCommand write = write(1, 4);
    pass(21);
    ended(write, DURING_PROCESSING);
  }

  @Test
  void goesOnWithTheNextLimitsOrWithNone() {
    limit(READS, 1, 0, 0, 2, 0x01);
    limit(READS, 2, 0, 0, 5, 0x0F);
    limit(READS, 3, 0, 0, 2, 0x02);
    limit(READS, 4, 0, 0, 2, 0x00);
    store.hold(true);
    ExecuteCommand next = read(1, 1);
    ExecuteCommand none = read(2, 3);
    ExecuteCommand earliest = read(3, 4);
    pass(49);
    assertThat(next.isDone()).isFalse();
    pass(2);
    ended(next, DURING_PROCESSING);
    pass(500);
    assertThat(none.isDone()).isFalse();
    assertThat(earliest.isDone()).isFalse();
    store.releaseAll(disk.world().nowNs());
    pass(1);
    assertThat(Client.outcome(none).status()).isEqualTo(GOOD);
    assertThat(Client.outcome(earliest).status()).isEqualTo(GOOD);
  }

  @Test
  void terminatesWhatWaitsForBlocksThatAnotherHolds() {
    limit(WRITES, 1, 0, 3, 0, 0);
    store.hold(true);
    byte[] compareAndWrite = cdb(0x89, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0);
    ExecuteCommand holder = client.start(compareAndWrite, filled(1024, 0), 0, TaskAttribute.SIMPLE);
    ExecuteCommand waiting = write(5, 1);
    pass(31);
    ended(waiting, DURING_PROCESSING);
    assertThat(disk.unit().deadlines().unansweredCount()).isZero();
    store.releaseAll(disk.world().nowNs());
    pass(1);
    assertThat(Client.outcome(holder).status()).isEqualTo(GOOD);
    byte[] block = Client.outcome(readNow(5)).data();
    assertThat(block).isEqualTo(filled(512, 0));
  }

  private ExecuteCommand readNow(int block) {
    ExecuteCommand read = read(block, 0);
    pass(1);
    return read;
  }

  @Test
  void staysSilentOfWhatWasAbortedBefore() {
    limit(READS, 1, 0, 5, 0, 0);
    store.hold(true);
    ExecuteCommand read = read(1, 1);
    pass(1);
    client.startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    pass(100);
    store.releaseAll(disk.world().nowNs());
    pass(1);
    assertThat(read.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
  }

  @Test
  void tellsThatReadsAndWritesHaveLimits() {
    assertThat(one(0x88)).startsWith("010b0010" + "8819");
    assertThat(one(0x8A)).startsWith("01130010" + "8a19");
    assertThat(one(0x8A)).endsWith("ff04");
    assertThat(one(0x28)).startsWith("0003000a");
    byte[] all = client.in(cdb(0xA3, 0x0C, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0), 4096).data();
    for (int at = 4; at < all.length; at += 8) {
      int limits =
          switch (all[at] & 0xFF) {
            case 0x88 -> 0x44;
            case 0x8A -> 0x48;
            default -> 0;
          };
      assertThat(all[at + 5] & 0xFE).as(at + "").isEqualTo(limits);
    }
  }

  private String one(int operationCode) {
    byte[] ask = cdb(0xA3, 0x0C, 1, operationCode, 0, 0, 0, 0, 1, 0, 0, 0);
    return HexFormat.of().formatHex(client.in(ask, 256).data());
  }

  @Test
  void refusesReservedUnitsAndPolicies() {
    int[][] wrong = {
      {3, 0, 0x05, 3}, {3, 6, 0x10, 7}, {3, 6, 0xD0, 7}, {3, 6, 0xE0, 7}, {3, 6, 0x01, 3},
      {3, 6, 0x0D, 3}, {3, 14, 0x03, 3}, {3, 14, 0x0D, 3}, {7, 14, 0x01, 3}, {7, 14, 0x02, 3},
      {3, 1, 0x01, 0}, {3, 31, 0x01, 0}
    };
    for (int[] each : wrong) {
      byte[] page = page(READS);
      page[at(each[0]) + each[1]] = (byte) each[2];
      Outcome outcome = select(page);
      assertThat(outcome.code()).isEqualTo(0x052600);
      int pointer = 0x88_0000 | each[3] << 16 | (8 + at(each[0]) + each[1]);
      assertThat(outcome.sense().senseKeySpecific()).isEqualTo(pointer);
    }
  }
}
