// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.filled;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/**
 * Commands that must not be interrupted, on a store that answers in whatever order the dice say:
 * they behave as if they had been done one after the other.
 */
final class InterleavingLawsTest {
  private final HeldStore store = new HeldStore(64 * 512, false);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client[] clients = {disk.client("a"), disk.client("b"), disk.client("c")};

  private ExecuteCommand start(int who, byte[] cdb, byte[] data) {
    return clients[who % clients.length].start(cdb, data, 0, TaskAttribute.SIMPLE);
  }

  private void release(List<Integer> dice) {
    for (int turn = 0; store.heldCount() > 0; turn++) {
      store.release(0, dice.get(turn % dice.size()) % store.heldCount());
      disk.world().settle();
    }
    store.hold(false);
  }

  /** A lock-free counter: whoever finds it changed reads it again and tries anew. */
  @Property(seed = "1809435771", tries = 60)
  void increasesByCompareAndWriteAreNeverLost(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 20) Integer> dice,
      @ForAll @IntRange(min = 1, max = 9) int writers) {
    store.hold(false);
    clients[0].out(Blocks.range(0x2A, 3, 1), filled(512, 0));
    int increases = 0;
    for (int round = 0; round < 5; round++) {
      store.hold(true);
      List<ExecuteCommand> all = new ArrayList<>();
      int now = increases;
      for (int who = 0; who < writers; who++) {
        byte[] data = Blocks.both(filled(512, now), filled(512, now + 1));
        all.add(start(who, Blocks.range(0x89, 3, 1), data));
      }
      release(dice);
      long done = all.stream().filter(each -> each.status() == 0).count();
      assertThat(all).allMatch(ExecuteCommand::isDone);
      // All of them expected the same: exactly one was first.
      assertThat(done).isEqualTo(1);
      increases++;
    }
    assertThat(clients[0].in(Blocks.range(0x28, 3, 1), 512).data())
        .isEqualTo(filled(512, increases));
    disk.device().checkIdle();
  }

  @Property(seed = "2733592945", tries = 60)
  void noBitOfAnOrWriteIsLost(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 20) Integer> dice,
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 7) Integer> bits) {
    store.hold(false);
    clients[0].out(Blocks.range(0x2A, 0, 8), filled(4096, 0));
    store.hold(true);
    int[] expected = new int[8];
    List<ExecuteCommand> all = new ArrayList<>();
    for (int index = 0; index < bits.size(); index++) {
      int bit = bits.get(index);
      int first = dice.get(index % dice.size()) % 6;
      all.add(start(index, Blocks.range(0x8B, first, 3), filled(1536, 1 << bit)));
      for (int block = first; block < first + 3; block++) {
        expected[block] |= 1 << bit;
      }
    }
    release(dice);
    assertThat(all).allMatch(each -> each.isDone() && each.status() == 0);
    byte[] came = clients[0].in(Blocks.range(0x28, 0, 8), 4096).data();
    for (int block = 0; block < 8; block++) {
      assertThat(came[block * 512] & 0xFF).isEqualTo(expected[block]);
    }
    disk.device().checkIdle();
  }

  @Property(seed = "1243644189", tries = 60)
  void atomicWritesAreReadWholeWhateverIsAborted(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 20) Integer> dice) {
    store.hold(false);
    clients[0].out(Blocks.range(0x9C, 8, 4), filled(2048, 255));
    store.hold(true);
    List<ExecuteCommand> reads = new ArrayList<>();
    for (int turn = 0; turn < dice.size(); turn++) {
      int die = dice.get(turn);
      if (die % 5 == 4) {
        clients[die % 2].startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
        disk.world().settle();
      } else if (die % 2 == 0) {
        start(die % 2, Blocks.range(0x9C, 8, 4), filled(2048, turn));
      } else {
        reads.add(clients[2].start(Blocks.range(0x28, 8, 4), null, 2048, TaskAttribute.SIMPLE));
      }
      if (die % 3 == 0 && store.heldCount() > 0) {
        store.release(0, die % store.heldCount());
      }
    }
    release(dice);
    for (ExecuteCommand read : reads) {
      byte[] data = Client.outcome(read).data();
      assertThat(read.status()).isZero();
      assertThat(data).isEqualTo(filled(2048, data[0]));
    }
    disk.device().checkIdle();
  }
}
