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
import org.quintain.device.LogicalUnitConfig;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;
import org.quintain.testing.TestWorld;

/**
 * Logical units and ports that come and go under load, on three reactors, with a store that answers
 * late or only in the end. Whoever works with what stays is told that the inventory changed, and
 * nothing else; everything ends, and nothing of what went stays.
 */
final class ComingAndGoingTest {
  private static final byte[] READY = cdb(0, 0, 0, 0, 0, 0);
  private static final long GOING = 5L << 48;
  private static final int INVENTORY_CHANGED = 0x063F0E;
  private static final int NO_SUCH_UNIT = 0x052500;

  @Property(seed = "2284549145", tries = 60)
  void whatStaysIsNotDisturbedAndWhatGoesIsGone(@ForAll long seed) {
    new Run(new Random(seed)).run();
  }

  /** What one try stands on. */
  private static final class Run {
    private final Random random;
    private final TestWorld world = new TestWorld(3);
    private final TargetDevice device =
        new TargetDevice(
            TargetDeviceConfig.small(), world.reactor(0), world.reactors(), TraceSink.NONE);
    private final LogicalUnit stays =
        device.addLogicalUnit(Disk.config(512), new RamStore(1 << 18));
    private final TargetPort port =
        device.addPort(
            new TargetPortConfig(Disk.TARGET, 1, LunMap.builder().map(0, stays).build()));
    private final List<ExecuteCommand> undisturbed = new ArrayList<>();
    private final List<ExecuteCommand> others = new ArrayList<>();
    private final List<HeldStore> stores = new ArrayList<>();
    private LogicalUnit going;
    private TargetPort second;
    private Client throughSecond;
    private int removed;
    private int gone;

    Run(Random random) {
      this.random = random;
    }

    private Client connect(TargetPort toPort, int reactor, String name) {
      Client[] made = new Client[1];
      world.on(reactor, () -> made[0] = new Client(world.seenFrom(reactor), toPort, name));
      return made[0];
    }

    private ExecuteCommand start(Client client) {
      int block = random.nextInt(64);
      return random.nextBoolean()
          ? client.start(cdb(0x28, 0, 0, 0, 0, block, 0, 0, 2, 0), null, 1024, TaskAttribute.SIMPLE)
          : client.start(
              cdb(0x2A, 0, 0, 0, 0, block, 0, 0, 1, 0),
              filled(512, block),
              0,
              TaskAttribute.SIMPLE);
    }

    private void onOwner(Runnable action) {
      world.on(0, action);
    }

    private void comeOrGo() {
      if (going == null) {
        HeldStore store = new HeldStore(1 << 18, true);
        store.hold(random.nextBoolean());
        stores.add(store);
        onOwner(
            () -> {
              going =
                  device.addLogicalUnit(
                      LogicalUnitConfig.named("going" + stores.size()).blockBytes(512).build(),
                      store);
              port.replaceLunMap(
                  world.nowNs(), LunMap.builder().map(0, stays).map(5, going).build());
            });
      } else {
        LogicalUnit leaving = going;
        going = null;
        removed++;
        onOwner(() -> device.removeLogicalUnit(world.nowNs(), leaving, nowNs -> gone++));
      }
    }

    private void portComesOrGoes() {
      if (second == null) {
        onOwner(
            () ->
                second =
                    device.addPort(
                        new TargetPortConfig(
                            "iqn.x:second", 2, LunMap.builder().map(0, stays).build())));
        throughSecond = connect(second, random.nextInt(3), "iqn.x:visitor");
        others.add(start(throughSecond));
        return;
      }
      TargetPort leaving = second;
      Client visitor = throughSecond;
      second = null;
      onOwner(() -> device.removePort(leaving));
      world.on(visitor.port().world().reactor().index(), () -> visitor.port().close());
      world.deliver();
      assertThat(device.ports()).doesNotContain(leaving);
    }

    void run() {
      Client[] clients = {connect(port, 0, "iqn.x:0"), connect(port, 1, "iqn.x:1")};
      for (Client client : clients) {
        client.clearUnitAttentions();
      }
      for (int step = 0; step < 200; step++) {
        Client client = clients[random.nextInt(clients.length)];
        switch (random.nextInt(10)) {
          case 0 -> comeOrGo();
          case 1 -> portComesOrGoes();
          case 2 -> others.add(start(client.lun(GOING)));
          case 3 -> {
            HeldStore store = stores.isEmpty() ? null : stores.get(random.nextInt(stores.size()));
            if (store != null && store.heldCount() > 0) {
              store.release(world.nowNs(), random.nextInt(store.heldCount()));
            }
          }
          case 4, 5 -> world.step();
          default -> undisturbed.add(start(client.lun(0)));
        }
        client.lun(0);
        if (step % 20 == 0) {
          world.deliver();
        }
      }
      end(clients);
    }

    private void end(Client[] clients) {
      if (going != null) {
        comeOrGo();
      }
      world.deliver();
      // What stays answered whatever the other stores are at.
      assertThat(undisturbed).allMatch(ExecuteCommand::isDone);
      for (ExecuteCommand each : undisturbed) {
        Outcome outcome = Client.outcome(each);
        assertThat(outcome.status() == 0 || outcome.code() == INVENTORY_CHANGED)
            .as("status %d, sense %x", outcome.status(), outcome.status() == 0 ? 0 : outcome.code())
            .isTrue();
      }
      for (HeldStore store : stores) {
        store.releaseAll(world.nowNs());
      }
      world.settle();
      assertThat(others).allMatch(ExecuteCommand::isDone);
      assertThat(gone).isEqualTo(removed);
      device.checkIdle();
      assertThat(clients[0].lun(GOING).none(READY).code()).isEqualTo(NO_SUCH_UNIT);
      assertThat(clients[0].lun(0).clearUnitAttentions().none(READY).status()).isZero();
    }
  }
}
