// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Control;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** Command priorities in the task set (SAM-5 8.7). */
final class CommandPriorityTest {
  private static final int BLOCK = 512;

  private final HeldStore store = new HeldStore(1 << 16, true);
  private final Disk disk = new Disk(Disk.config(BLOCK), store);
  private final Client client = disk.client("iqn.x:a");
  private final List<Integer> ended = new ArrayList<>();

  private ExecuteCommand start(byte[] cdb, TaskAttribute attribute, int priority) {
    ExecuteCommand command = new ExecuteCommand().cdb(cdb, cdb.length).attribute(attribute);
    if (cdb[0] == 0x2A) {
      command.dataOut(ByteBuffer.wrap(filled(BLOCK, 1)), BLOCK);
    } else {
      command.dataIn(ByteBuffer.allocate(BLOCK), BLOCK);
    }
    command.priority(priority).listener((nowNs, over) -> ended.add(priority));
    client.port().submit(command);
    return command;
  }

  private ExecuteCommand read(TaskAttribute attribute, int priority) {
    return start(cdb(0x28, 0, 0, 0, 0, 1, 0, 0, 1, 0), attribute, priority);
  }

  private ExecuteCommand write(TaskAttribute attribute, int priority) {
    return start(cdb(0x2A, 0, 0, 0, 0, 1, 0, 0, 1, 0), attribute, priority);
  }

  @Test
  void theMostImportantStartsFirstAndTheUnmarkedInTheMiddle() {
    store.hold(true);
    write(TaskAttribute.ORDERED, 0);
    for (int priority : new int[] {15, 0, 9, 3, 1, 0, 15, 1}) {
      read(TaskAttribute.SIMPLE, priority);
    }
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseAll(0);
    assertThat(ended).containsExactly(0, 1, 1, 3, 0, 0, 9, 15, 15);
    disk.device().checkIdle();
  }

  @Test
  void noPriorityOvertakesAnOrderedCommand() {
    store.hold(true);
    read(TaskAttribute.SIMPLE, 14);
    write(TaskAttribute.ORDERED, 15);
    read(TaskAttribute.SIMPLE, 1);
    store.releaseAll(0);
    assertThat(ended).containsExactly(14, 15, 1);
  }

  @Test
  void noPriorityOvertakesAConflictingCommandUnderRestrictedReordering() {
    disk.control(new Control().restrictedReordering().build());
    store.hold(true);
    write(TaskAttribute.ORDERED, 0);
    read(TaskAttribute.SIMPLE, 15);
    write(TaskAttribute.SIMPLE, 1);
    read(TaskAttribute.SIMPLE, 2);
    store.releaseAll(0);
    assertThat(ended).containsExactly(0, 15, 1, 2);
  }

  @Test
  void aCommandAbortedWhileItWaitsLeavesNothingBehind() {
    store.hold(true);
    write(TaskAttribute.ORDERED, 0);
    ExecuteCommand waiting = read(TaskAttribute.SIMPLE, 4);
    client.startFunction(TaskManagementFunction.ABORT_TASK, waiting.identifier());
    assertThat(waiting.isDone()).isTrue();
    read(TaskAttribute.SIMPLE, 0);
    store.releaseAll(0);
    disk.device().checkIdle();
  }

  /** One command of the model. */
  private static final class Modelled {
    final ExecuteCommand command;
    final TaskAttribute attribute;
    final int rank;
    boolean isRunning;

    Modelled(ExecuteCommand command) {
      this.command = command;
      this.attribute = command.attribute();
      boolean isSimple = attribute == TaskAttribute.SIMPLE;
      this.rank = isSimple ? command.priority() == 0 ? 8 : command.priority() : 0;
    }
  }

  /**
   * Random arrivals and ends beside a naive reading: of the commands that may start, the one of the
   * best priority does, then all is looked at anew. Inputs of 0 on arrive, their priority modulo
   * 16, one in eight ORDERED and one HEAD OF QUEUE; negative ones end a running command.
   */
  @Property(seed = "5550123098", tries = 100)
  void startsInTheOrderOfThePriorities(
      @ForAll @Size(max = 40) List<@IntRange(min = -150, max = 255) Integer> inputs) {
    store.hold(true);
    List<Modelled> model = new ArrayList<>();
    List<Modelled> running = new ArrayList<>();
    for (int input : inputs) {
      if (input < 0 && !running.isEmpty()) {
        end(model, running, -input % running.size());
      } else if (input >= 0 && model.size() < 20) {
        TaskAttribute attribute =
            switch (input >> 5) {
              case 0 -> TaskAttribute.ORDERED;
              case 1 -> TaskAttribute.HEAD_OF_QUEUE;
              default -> TaskAttribute.SIMPLE;
            };
        Modelled one = new Modelled(read(attribute, input & 15));
        model.add(attribute == TaskAttribute.HEAD_OF_QUEUE ? 0 : model.size(), one);
      }
      startInModel(model, running);
      assertThat(store.heldCount()).as("after %s of %s", input, inputs).isEqualTo(running.size());
    }
    while (!running.isEmpty()) {
      end(model, running, 0);
      startInModel(model, running);
    }
    disk.device().checkIdle();
  }

  /** Lets the store answer the command that started as number {@code index} of those it has. */
  private void end(List<Modelled> model, List<Modelled> running, int index) {
    store.release(disk.world().nowNs(), index);
    Modelled over = running.get(index);
    assertThat(over.command.isDone()).isTrue();
    model.remove(over);
    for (int turn = 0; turn < index; turn++) {
      running.add(running.remove(0));
    }
    running.remove(0);
  }

  private static void startInModel(List<Modelled> model, List<Modelled> running) {
    for (Modelled next = next(model); next != null; next = next(model)) {
      next.isRunning = true;
      running.add(next);
    }
  }

  private static @Nullable Modelled next(List<Modelled> model) {
    Modelled best = null;
    for (int index = 0; index < model.size(); index++) {
      Modelled one = model.get(index);
      List<Modelled> older = model.subList(0, index);
      boolean mayRun =
          switch (one.attribute) {
            case HEAD_OF_QUEUE -> true;
            case ORDERED -> older.isEmpty();
            case SIMPLE, ACA ->
                older.stream().allMatch(other -> other.attribute == TaskAttribute.SIMPLE);
          };
      if (mayRun && !one.isRunning && (best == null || one.rank < best.rank)) {
        best = one;
      }
    }
    return best;
  }
}
