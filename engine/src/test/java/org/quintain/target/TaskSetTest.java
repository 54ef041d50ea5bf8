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
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class TaskSetTest {
  private final HeldStore store = new HeldStore(1 << 20, true);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("iqn.x:a");

  private ExecuteCommand write(int block, int value, TaskAttribute attribute) {
    byte[] cdb = cdb(0x2A, 0, 0, 0, 0, block, 0, 0, 1, 0);
    return client.start(cdb, filled(512, value), 0, attribute);
  }

  @Test
  void simpleCommandsRunTogether() {
    store.hold(true);
    write(0, 1, TaskAttribute.SIMPLE);
    write(0, 2, TaskAttribute.SIMPLE);
    assertThat(store.heldCount()).isEqualTo(2);
    store.releaseAll(0);
  }

  @Test
  void orderedCommandWaitsForAllOlderAndHoldsBackAllYounger() {
    store.hold(true);
    write(0, 1, TaskAttribute.SIMPLE);
    write(0, 2, TaskAttribute.SIMPLE);
    write(0, 3, TaskAttribute.ORDERED);
    write(0, 4, TaskAttribute.SIMPLE);
    assertThat(store.heldCount()).isEqualTo(2);
    store.releaseOne(0);
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseOne(0);
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseOne(0);
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseAll(0);
    assertThat(client.in(cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0), 512).data())
        .isEqualTo(filled(512, 4));
  }

  @Test
  void headOfQueueOvertakesWhatWaitsAndHoldsBackSimple() {
    store.hold(true);
    write(0, 1, TaskAttribute.SIMPLE);
    ExecuteCommand ordered = write(0, 2, TaskAttribute.ORDERED);
    ExecuteCommand head = write(0, 3, TaskAttribute.HEAD_OF_QUEUE);
    assertThat(store.heldCount()).isEqualTo(2);
    store.release(0, 1);
    assertThat(head.isDone()).isTrue();
    assertThat(ordered.isDone()).isFalse();
    store.releaseOne(0);
    assertThat(store.heldCount()).isEqualTo(1);
    write(1, 4, TaskAttribute.HEAD_OF_QUEUE);
    write(1, 5, TaskAttribute.SIMPLE);
    assertThat(store.heldCount()).isEqualTo(2);
    store.releaseAll(0);
  }

  @Test
  void inquiryPassesAnOrderedCommand() {
    store.hold(true);
    write(0, 1, TaskAttribute.ORDERED);
    ExecuteCommand ready = client.start(cdb(0, 0, 0, 0, 0, 0), null, 0, TaskAttribute.SIMPLE);
    assertThat(client.in(cdb(0x12, 0, 0, 0, 96, 0), 96).status()).isZero();
    assertThat(client.in(cdb(0x03, 0, 0, 0, 18, 0), 18).status()).isZero();
    assertThat(client.in(cdb(0xA0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0), 64).status()).isZero();
    assertThat(ready.isDone()).isFalse();
    store.releaseAll(0);
    assertThat(ready.isDone()).isTrue();
  }

  @Test
  void orderedCommandOfOneNexusHoldsBackAnother() {
    Client other = disk.client("iqn.x:b");
    store.hold(true);
    write(0, 1, TaskAttribute.ORDERED);
    ExecuteCommand ready = other.start(cdb(0, 0, 0, 0, 0, 0), null, 0, TaskAttribute.SIMPLE);
    assertThat(ready.isDone()).isFalse();
    store.releaseAll(0);
    assertThat(ready.isDone()).isTrue();
  }

  /** One command of the model: its attribute, and whether it runs. */
  private static final class Modelled {
    final TaskAttribute attribute;
    boolean isRunning;

    Modelled(TaskAttribute attribute) {
      this.attribute = attribute;
    }
  }

  /**
   * Walks random arrivals and ends beside a naive reading of SAM-5 8.6: positive inputs arrive (0
   * to 5 SIMPLE, 6 and 7 ORDERED, 8 HEAD OF QUEUE), negative ones end a running command.
   */
  @Property(seed = "3371129419", tries = 200)
  void startsExactlyWhatTheAttributesAllow(
      @ForAll @Size(max = 30) List<@IntRange(min = -12, max = 8) Integer> inputs) {
    HeldStore held = new HeldStore(1 << 16, true);
    Disk fresh = new Disk(Disk.config(512), held);
    Client only = fresh.client("iqn.x:a");
    held.hold(true);
    List<Modelled> model = new ArrayList<>();
    List<Modelled> running = new ArrayList<>();
    for (int input : inputs) {
      if (input < 0) {
        if (!running.isEmpty()) {
          int index = -input % running.size();
          // The store's queue has the running commands in the order in which they started.
          held.release(0, index);
          model.remove(running.get(index));
          rotate(running, index);
        }
      } else if (model.size() < 20) {
        TaskAttribute attribute =
            input < 6
                ? TaskAttribute.SIMPLE
                : input < 8 ? TaskAttribute.ORDERED : TaskAttribute.HEAD_OF_QUEUE;
        only.start(cdb(0x2A, 0, 0, 0, 0, model.size(), 0, 0, 1, 0), filled(512, 1), 0, attribute);
        Modelled one = new Modelled(attribute);
        model.add(attribute == TaskAttribute.HEAD_OF_QUEUE ? 0 : model.size(), one);
      }
      startInModel(model, running);
      assertThat(held.heldCount()).as("after %s of %s", input, inputs).isEqualTo(running.size());
    }
    while (held.heldCount() > 0) {
      held.releaseOne(0);
    }
    fresh.device().checkIdle();
  }

  private static void rotate(List<Modelled> running, int index) {
    for (int turn = 0; turn < index; turn++) {
      running.add(running.remove(0));
    }
    running.remove(0);
  }

  private static void startInModel(List<Modelled> model, List<Modelled> running) {
    for (int index = 0; index < model.size(); index++) {
      Modelled one = model.get(index);
      boolean mayRun =
          switch (one.attribute) {
            case HEAD_OF_QUEUE -> true;
            case ORDERED -> index == 0;
            case SIMPLE, ACA ->
                model.subList(0, index).stream()
                    .allMatch(older -> older.attribute == TaskAttribute.SIMPLE);
          };
      if (mayRun && !one.isRunning) {
        one.isRunning = true;
        running.add(one);
      }
    }
  }
}
