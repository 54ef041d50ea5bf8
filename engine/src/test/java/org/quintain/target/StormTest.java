// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;
import org.quintain.testing.TestWorld;

/**
 * Everything at once: commands, task management, nexuses that come and go, a store that answers in
 * any order, on three reactors. What holds is that everything ends exactly once (the engine's own
 * checks see to twice) and nothing stays.
 */
final class StormTest {
  private static final TaskAttribute[] ATTRIBUTES = {
    TaskAttribute.SIMPLE, TaskAttribute.SIMPLE, TaskAttribute.ORDERED, TaskAttribute.HEAD_OF_QUEUE
  };

  private static ExecuteCommand startSomething(Client client, Random random) {
    TaskAttribute attribute = ATTRIBUTES[random.nextInt(ATTRIBUTES.length)];
    int block = random.nextInt(8);
    return switch (random.nextInt(5)) {
      case 0 -> client.start(cdb(0, 0, 0, 0, 0, 0), null, 0, attribute);
      case 1 -> client.start(cdb(0x12, 0, 0, 0, 96, 0), null, 96, attribute);
      case 2 -> client.start(cdb(0x28, 0, 0, 0, 0, block, 0, 0, 2, 0), null, 1024, attribute);
      case 3 -> client.start(cdb(0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0), null, 0, attribute);
      default ->
          client.start(cdb(0x2A, 0, 0, 0, 0, block, 0, 0, 1, 0), filled(512, block), 0, attribute);
    };
  }

  @Property(seed = "735768146", tries = 100)
  void everythingEndsOnceAndNothingStays(@ForAll long seed) {
    new Storm().rage(new Random(seed));
  }

  /** What one try stands on. */
  private static final class Storm {
    private final TestWorld world = new TestWorld(3);
    private final HeldStore store = new HeldStore(1 << 18, true);
    private final TargetDevice device =
        new TargetDevice(
            TargetDeviceConfig.small(), world.reactor(0), world.reactors(), TraceSink.NONE);
    private final LogicalUnit unit = device.addLogicalUnit(Disk.config(512), store);
    private final TargetPort port =
        device.addPort(new TargetPortConfig(Disk.TARGET, 1, LunMap.builder().map(0, unit).build()));

    private Client connect(int number) {
      int reactor = number % 3;
      Client[] made = new Client[1];
      world.on(
          reactor,
          () -> made[0] = new Client(world.seenFrom(reactor), port, "iqn.x:" + number % 2));
      return made[0];
    }

    private void drain(Random random) {
      world.settle();
      while (store.heldCount() > 0) {
        store.release(0, random.nextInt(store.heldCount()));
        world.settle();
      }
    }

    void rage(Random random) {
      Client[] clients = {connect(0), connect(1), connect(2), connect(3)};
      List<ExecuteCommand> commands = new ArrayList<>();
      List<ManageTask> functions = new ArrayList<>();
      int losses = 0;
      store.hold(true);
      for (int step = 0; step < 300; step++) {
        int number = random.nextInt(clients.length);
        Client client = clients[number];
        switch (random.nextInt(12)) {
          case 0 -> {
            TaskManagementFunction[] all = TaskManagementFunction.values();
            long identifier =
                commands.isEmpty() ? 1 : commands.get(random.nextInt(commands.size())).identifier();
            functions.add(client.startFunction(all[random.nextInt(all.length)], identifier));
          }
          case 1 -> {
            if (random.nextInt(4) == 0) {
              world.on(number % 3, () -> client.port().close());
              if (++losses % 4 == 0) {
                // Nexuses whose commands the store still has cannot be used again.
                drain(random);
              }
              clients[number] = connect(number);
            }
          }
          case 2, 3, 4, 5 -> {
            if (store.heldCount() > 0) {
              store.release(0, random.nextInt(store.heldCount()));
            }
          }
          case 6, 7 -> world.step();
          default -> commands.add(startSomething(client, random));
        }
      }
      drain(random);
      assertThat(commands).allMatch(ExecuteCommand::isDone);
      assertThat(functions).allMatch(ManageTask::isDone);
      device.checkIdle();
      assertThat(clients[0].clearUnitAttentions().none(cdb(0, 0, 0, 0, 0, 0)).status()).isZero();
    }
  }
}
