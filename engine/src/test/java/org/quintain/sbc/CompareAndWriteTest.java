// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.Blocks.both;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class CompareAndWriteTest {
  private static final int COMPARE_AND_WRITE = 0x89;
  private static final int READ = 0x28;
  private static final int WRITE = 0x2A;

  private final HeldStore store = new HeldStore(2048 * 512, false);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("a");
  private final Client other = disk.client("b");

  private static byte[] cdb(long first, int blocks) {
    return range(COMPARE_AND_WRITE, first, blocks);
  }

  private ExecuteCommand start(Client by, long first, int expected, int written) {
    byte[] data = both(filled(512, expected), filled(512, written));
    return by.start(cdb(first, 1), data, 0, TaskAttribute.SIMPLE);
  }

  @Test
  void writesTheSecondInstanceWhereTheMediumHoldsTheFirst() {
    for (Disk each : new Disk[] {disk, Disk.inMemory(512, 2048), Disk.inMemory(4096, 2048)}) {
      int block = each == disk ? 512 : each.client("x").in(range(READ, 0, 1), 4096).data().length;
      Client writer = each.client("w");
      for (int blocks : new int[] {1, 2, 255}) {
        int bytes = blocks * block;
        writer.out(range(WRITE, 8, blocks), filled(bytes, 1));
        Outcome outcome = writer.out(cdb(8, blocks), both(filled(bytes, 1), filled(bytes, 2)));
        assertThat(outcome.status()).isZero();
        assertThat(outcome.residual()).isZero();
        assertThat(writer.in(range(READ, 8, blocks), bytes).data()).isEqualTo(filled(bytes, 2));
      }
      each.device().checkIdle();
    }
  }

  @Test
  void tellsTheFirstByteThatDiffersAndWritesNothing() {
    byte[] medium = filled(3 * 512, 1);
    medium[1100] = 9;
    medium[1300] = 9;
    client.out(range(WRITE, 4, 3), medium);
    Outcome outcome = client.out(cdb(4, 3), both(filled(3 * 512, 1), filled(3 * 512, 2)));
    assertThat(outcome.code()).isEqualTo(0x0E1D00);
    assertThat(outcome.sense().isInformationValid()).isTrue();
    assertThat(outcome.sense().information()).isEqualTo(1100);
    assertThat(outcome.residual()).isZero();
    assertThat(client.in(range(READ, 4, 3), 3 * 512).data()).isEqualTo(medium);
  }

  @Test
  void doesNothingForNoBlocksAndRefusesWhatIsBeyondTheEnd() {
    assertThat(client.none(cdb(2048, 0)).status()).isZero();
    assertThat(client.none(cdb(2049, 0)).code()).isEqualTo(0x052100);
    Outcome beyond = client.out(cdb(2047, 2), new byte[2048]);
    assertThat(beyond.code()).isEqualTo(0x052100);
    assertThat(beyond.sense().information()).isEqualTo(2048);
  }

  @Test
  void refusesDataOutThatIsNotTwiceItsBlocks() {
    for (int given : new int[] {0, 512, 1023, 1025, 2048}) {
      Outcome outcome = client.out(cdb(0, 1), filled(given, 0));
      assertThat(outcome.code()).isEqualTo(0x050E03);
      assertThat(client.in(range(READ, 0, 1), 512).data()).isEqualTo(filled(512, 0));
    }
  }

  @Test
  void refusesDataOutForNoBlocksSinceOneByteCannotSayTwoHundredAndFiftySix() {
    Outcome outcome = client.out(cdb(0, 0), filled(512 * 512, 7));
    assertThat(outcome.code()).isEqualTo(0x052400);
    assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCF000D);
  }

  @Test
  void refusesReservedBitsAndMoreThanItsLimit() {
    byte[] reserved = cdb(0, 1);
    reserved[12] = 1;
    assertThat(client.out(reserved, new byte[1024]).code()).isEqualTo(0x052400);
    // Blocks of 64 KiB would do; the limit of 255 is that of the field.
    assertThat(client.out(cdb(0, 255), new byte[2 * 255 * 512]).status()).isZero();
  }

  @Test
  void letsNoOtherWriteComeBetweenItsReadAndItsWrite() {
    store.hold(true);
    final ExecuteCommand first = start(client, 8, 0, 1);
    ExecuteCommand write = other.start(range(WRITE, 8, 1), filled(512, 7), 0, TaskAttribute.SIMPLE);
    ExecuteCommand second = start(other, 8, 1, 2);
    ExecuteCommand elsewhere = start(other, 9, 0, 3);
    // The read of the first and that of the one on another block: the rest waits.
    assertThat(store.heldCount()).isEqualTo(2);
    store.release(0, 1);
    store.release(0, 1);
    assertThat(elsewhere.isDone()).isTrue();
    assertThat(elsewhere.status()).isZero();
    store.releaseOne(0);
    assertThat(first.isDone()).isFalse();
    store.releaseOne(0);
    assertThat(first.status()).isZero();
    // The write came before the second COMPARE AND WRITE, which finds its data.
    store.releaseAll(0);
    assertThat(write.status()).isZero();
    assertThat(Client.outcome(second).code()).isEqualTo(0x0E1D00);
    disk.device().checkIdle();
  }

  @Test
  void letsStoreRequestsUnderWayEndFirst() {
    store.hold(true);
    ExecuteCommand write =
        other.start(range(WRITE, 8, 4), filled(2048, 7), 0, TaskAttribute.SIMPLE);
    ExecuteCommand read = other.start(range(READ, 0, 16), null, 8192, TaskAttribute.SIMPLE);
    ExecuteCommand swap = start(client, 9, 7, 8);
    ExecuteCommand late = other.start(range(READ, 9, 1), null, 512, TaskAttribute.SIMPLE);
    assertThat(store.heldCount()).isEqualTo(2);
    store.releaseOne(0);
    assertThat(write.isDone()).isTrue();
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseOne(0);
    assertThat(read.isDone()).isTrue();
    // Now its own read, and the late one waits until it has written.
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseAll(0);
    assertThat(swap.status()).isZero();
    assertThat(Client.outcome(late).data()).isEqualTo(filled(512, 8));
    disk.device().checkIdle();
  }

  @Test
  void endsAtOnceWhenItIsAbortedWhileItWaits() {
    store.hold(true);
    final ExecuteCommand stuck = start(client, 8, 0, 1);
    start(other, 8, 0, 2);
    final ExecuteCommand behind = start(client, 8, 1, 3);
    assertThat(other.function(TaskManagementFunction.ABORT_TASK_SET, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(stuck.isDone()).isFalse();
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseAll(0);
    assertThat(stuck.status()).isZero();
    assertThat(behind.status()).isZero();
    assertThat(client.in(range(READ, 8, 1), 512).data()).isEqualTo(filled(512, 3));
    disk.device().checkIdle();
  }

  @Test
  void givesUpItsRangeHoweverItEnds() {
    client.out(range(WRITE, 8, 1), filled(512, 0));
    store.failNext(StoreResult.READ_ERROR, 8 * 512);
    Outcome failed = client.out(cdb(8, 1), new byte[1024]);
    assertThat(failed.code()).isEqualTo(0x031100);
    assertThat(failed.sense().information()).isEqualTo(8);
    store.hold(true);
    start(client, 8, 0, 1);
    ExecuteCommand next = start(other, 8, 0, 2);
    client.startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    disk.world().settle();
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseAll(0);
    disk.world().settle();
    assertThat(next.status()).isZero();
    assertThat(client.in(range(READ, 8, 1), 512).data()).isEqualTo(filled(512, 2));
    disk.device().checkIdle();
  }

  @Test
  void runsAnyNumberOnOtherBlocksAtOnce() {
    store.hold(true);
    ExecuteCommand[] all = new ExecuteCommand[12];
    for (int index = 0; index < all.length; index++) {
      all[index] = start(index % 2 == 0 ? client : other, index, 0, index + 1);
    }
    assertThat(store.heldCount()).isEqualTo(all.length);
    // The first one is stuck; all others end.
    for (int round = 0; round < 2; round++) {
      store.release(0, 1);
      for (int left = all.length - 2; left > 0; left--) {
        store.releaseOne(0);
      }
    }
    assertThat(store.heldCount()).isEqualTo(1);
    for (int index = 1; index < all.length; index++) {
      assertThat(all[index].isDone()).isTrue();
    }
    assertThat(all[0].isDone()).isFalse();
    store.releaseAll(0);
    disk.device().checkIdle();
  }
}
