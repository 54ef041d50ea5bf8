// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
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
import org.quintain.testing.Control;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/**
 * The task set beside a naive reading of SAM-5 clauses 5.9 and 8: two nexuses, all attributes, one
 * task set or two, both queue algorithms, ACA conditions that come and go.
 */
final class TaskSetLawsTest {
  private static final byte[] FAULTY = cdb(0x28, 0, 0x7F, 0, 0, 0, 0, 0, 1, 4);
  private static final int COMMANDS_MAX = 20;

  /** One command of the model, in the order in which the task set has them. */
  private static final class Modelled {
    final ExecuteCommand command;
    final int nexus;
    final TaskAttribute attribute;
    final boolean isWrite;
    final boolean isRecovery;
    boolean isStarted;
    boolean isStored;

    Modelled(
        ExecuteCommand command,
        int nexus,
        TaskAttribute attribute,
        boolean isWrite,
        boolean isRecovery) {
      this.command = command;
      this.nexus = nexus;
      this.attribute = attribute;
      this.isWrite = isWrite;
      this.isRecovery = isRecovery;
    }
  }

  /** The world of one try, and what should be in it. */
  private static final class Pair {
    final HeldStore store = new HeldStore(1 << 16, true);
    final Disk disk = new Disk(Disk.config(512), store);
    final Client[] clients = {disk.client("iqn.x:a"), disk.client("iqn.x:b")};
    final boolean isShared;
    final boolean isRestricted;
    final boolean[] isFaulted = new boolean[2];
    final List<Modelled> all = new ArrayList<>();
    final List<Modelled> inStore = new ArrayList<>();

    Pair(boolean isShared, boolean isRestricted) {
      this.isShared = isShared;
      this.isRestricted = isRestricted;
      Control control = new Control().taskSetType(isShared ? 0 : 1);
      disk.control(isRestricted ? control.restrictedReordering().build() : control.build());
      store.hold(true);
    }

    boolean hasAllegiance(int nexus) {
      return isShared ? isFaulted[0] || isFaulted[1] : isFaulted[nexus];
    }

    void arrive(int nexus, TaskAttribute attribute, boolean isWrite, boolean hasNaca) {
      int control = hasNaca ? 4 : 0;
      Client client = clients[nexus];
      ExecuteCommand command =
          isWrite
              ? client.start(
                  cdb(0x2A, 0, 0, 0, 0, 1, 0, 0, 1, control), filled(512, 1), 0, attribute)
              : client.start(cdb(0x28, 0, 0, 0, 0, 1, 0, 0, 1, control), null, 512, attribute);
      int refusal = refusal(nexus, attribute, hasNaca);
      if (refusal != 0) {
        assertThat(command.isDone()).isTrue();
        assertThat(command.status()).isEqualTo(refusal);
        return;
      }
      boolean isRecovery = hasAllegiance(nexus);
      Modelled one = new Modelled(command, nexus, attribute, isWrite, isRecovery);
      boolean isFirst = attribute == TaskAttribute.HEAD_OF_QUEUE || isRecovery;
      all.add(isFirst ? 0 : all.size(), one);
    }

    int refusal(int nexus, TaskAttribute attribute, boolean hasNaca) {
      if (!hasAllegiance(nexus)) {
        return attribute == TaskAttribute.ACA ? 2 : 0;
      }
      if (isFaulted[nexus]) {
        boolean isAlone = all.stream().noneMatch(other -> other.isRecovery);
        return attribute == TaskAttribute.ACA && isAlone ? 0 : 0x30;
      }
      return attribute == TaskAttribute.ACA || hasNaca ? 0x30 : 0x08;
    }

    void fault(int nexus) {
      if (!hasAllegiance(nexus)) {
        ExecuteCommand faulty =
            clients[nexus].start(FAULTY, null, 512, TaskAttribute.HEAD_OF_QUEUE);
        assertThat(faulty.status()).isEqualTo(2);
        isFaulted[nexus] = true;
      }
    }

    void clear(int nexus) {
      boolean isRecovering =
          all.stream().anyMatch(other -> other.isRecovery && other.nexus == nexus);
      if (!isRecovering) {
        clients[nexus].startFunction(TaskManagementFunction.CLEAR_ACA, 0);
        isFaulted[nexus] = false;
        all.removeIf(one -> isParked(one) && !hasAllegiance(one.nexus));
      }
    }

    static boolean isParked(Modelled one) {
      return one.isStarted && !one.isStored;
    }

    void answerOne(int number) {
      if (!inStore.isEmpty()) {
        int index = number % inStore.size();
        store.release(disk.world().nowNs(), index);
        Modelled ended = inStore.get(index);
        for (int turn = 0; turn < index; turn++) {
          inStore.add(inStore.remove(0));
        }
        inStore.remove(0);
        ended.isStored = false;
        if (ended.isRecovery || !hasAllegiance(ended.nexus)) {
          all.remove(ended);
        }
      }
    }

    void startWhatMay() {
      for (int index = 0; index < all.size(); index++) {
        Modelled one = all.get(index);
        if (!one.isStarted && mayStart(one, all.subList(0, index))) {
          one.isStarted = true;
          one.isStored = true;
          inStore.add(one);
        }
      }
    }

    boolean mayStart(Modelled one, List<Modelled> before) {
      if (one.isRecovery) {
        return true;
      }
      if (hasAllegiance(one.nexus)) {
        return false;
      }
      List<Modelled> older =
          before.stream().filter(other -> isShared || other.nexus == one.nexus).toList();
      boolean isInOrder =
          !isRestricted
              || older.stream()
                  .noneMatch(other -> other.nexus == one.nexus && (other.isWrite || one.isWrite));
      return switch (one.attribute) {
        case HEAD_OF_QUEUE -> true;
        case ORDERED -> older.isEmpty();
        case SIMPLE, ACA ->
            isInOrder
                && older.stream()
                    .allMatch(
                        other ->
                            other.attribute == TaskAttribute.SIMPLE
                                || other.attribute == TaskAttribute.ACA);
      };
    }
  }

  @Property(seed = "3104453804", tries = 400)
  void startsAndEndsExactlyWhatTheRulesSay(
      @ForAll boolean isShared,
      @ForAll boolean isRestricted,
      @ForAll @Size(max = 50) List<@IntRange(max = 1023) Integer> inputs) {
    Pair pair = new Pair(isShared, isRestricted);
    for (int input : inputs) {
      int nexus = input & 1;
      int number = input >> 5;
      boolean isWrite = (number & 1) != 0;
      switch (input >> 1 & 15) {
        case 0, 1, 2, 3, 4 -> {
          if (pair.all.size() < COMMANDS_MAX) {
            pair.arrive(nexus, TaskAttribute.SIMPLE, isWrite, (number & 2) != 0);
          }
        }
        case 5, 6 -> {
          if (pair.all.size() < COMMANDS_MAX) {
            pair.arrive(nexus, TaskAttribute.ORDERED, isWrite, (number & 2) != 0);
          }
        }
        case 7 -> {
          if (pair.all.size() < COMMANDS_MAX) {
            pair.arrive(nexus, TaskAttribute.HEAD_OF_QUEUE, isWrite, (number & 2) != 0);
          }
        }
        case 8, 9 -> {
          if (pair.hasAllegiance(nexus)) {
            pair.arrive(nexus, TaskAttribute.ACA, isWrite, (number & 2) != 0);
          }
        }
        case 10 -> pair.fault(nexus);
        case 11 -> pair.clear(nexus);
        default -> pair.answerOne(number);
      }
      pair.startWhatMay();
      assertThat(pair.store.heldCount()).as("in the store").isEqualTo(pair.inStore.size());
      assertThat(pair.all).noneMatch(one -> one.command.isDone());
    }
    for (int turn = 0; turn < 2 * COMMANDS_MAX + 2; turn++) {
      pair.answerOne(turn);
      pair.startWhatMay();
      pair.clear(turn & 1);
      pair.startWhatMay();
      assertThat(pair.store.heldCount()).as("in the store").isEqualTo(pair.inStore.size());
    }
    assertThat(pair.all).isEmpty();
    pair.disk.device().checkIdle();
  }
}
