// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;
import org.quintain.testing.ManualFabric;
import org.quintain.testing.TestWorld;

/** Nexuses that live on other reactors than the engine. */
final class ManyReactorsTest {
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] WRITE_BLOCK_0 = cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0);
  private static final byte[] READ_BLOCK_0 = cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0);

  private final TestWorld world = new TestWorld(3);
  private final HeldStore store = new HeldStore(1 << 20, true);
  private final TargetDevice device =
      new TargetDevice(
          TargetDeviceConfig.small(), world.reactor(0), world.reactors(), TraceSink.NONE);
  private final LogicalUnit unit = device.addLogicalUnit(Disk.config(512), store);
  private final TargetPort port =
      device.addPort(new TargetPortConfig(Disk.TARGET, 1, LunMap.builder().map(0, unit).build()));

  private Client client(String name, int reactor) {
    Client[] made = new Client[1];
    world.on(reactor, () -> made[0] = new Client(world.seenFrom(reactor), port, name));
    return made[0];
  }

  @Test
  void carriesCommandsByMailboxBothWays() {
    Client one = client("iqn.x:one", 1);
    Client two = client("iqn.x:two", 2);
    assertThat(one.none(TEST_UNIT_READY).code()).isEqualTo(0x062900);
    two.clearUnitAttentions();
    for (int value = 1; value < 100; value++) {
      assertThat(one.out(WRITE_BLOCK_0, filled(512, value)).status()).isZero();
      assertThat(two.in(READ_BLOCK_0, 512).data()).isEqualTo(filled(512, value));
    }
    assertThat(one.in(cdb(0x12, 0, 0, 0, 96, 0), 96).data()).hasSize(96);
    world.settle();
    device.checkIdle();
  }

  @Test
  void abortsByMailbox() {
    Client one = client("iqn.x:one", 1).clearUnitAttentions();
    store.hold(true);
    ExecuteCommand write = one.start(WRITE_BLOCK_0, filled(512, 1), 0, TaskAttribute.SIMPLE);
    world.deliver();
    assertThat(store.heldCount()).isEqualTo(1);
    var abort = one.startFunction(TaskManagementFunction.ABORT_TASK, write.identifier());
    world.deliver();
    assertThat(abort.isDone()).isFalse();
    store.releaseAll(0);
    world.deliver();
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(abort.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    device.checkIdle();
  }

  @Test
  void losesANexusByMailboxAndUsesItsIndexAgain() {
    Client one = client("iqn.x:one", 1).clearUnitAttentions();
    store.hold(true);
    ExecuteCommand read = one.start(READ_BLOCK_0, null, 512, TaskAttribute.SIMPLE);
    world.deliver();
    world.on(1, () -> one.port().close());
    assertThat(read.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    world.deliver();
    store.releaseAll(0);
    world.deliver();
    device.checkIdle();
    for (int turn = 0; turn < 40; turn++) {
      Client again = client("iqn.x:one", 1);
      assertThat(again.none(TEST_UNIT_READY).code()).isEqualTo(0x062907);
      world.on(1, () -> again.port().close());
      world.settle();
    }
    device.checkIdle();
  }

  @Test
  void terminatesTransfersByMailbox() {
    ManualFabric fabric = new ManualFabric(world, port, "iqn.x:manual", 2);
    world.settle();
    Command ready = fabric.send(1, TEST_UNIT_READY, 0, 0);
    world.settle();
    fabric.release(ready);
    Command write = fabric.send(2, WRITE_BLOCK_0, 512, 0);
    world.settle();
    world.on(
        2,
        () ->
            port.onTaskManagementRequest(
                0,
                new TaskManagementRequest(
                    fabric.nexus(), TaskManagementFunction.ABORT_TASK_SET, 0, 0, 5)));
    world.settle();
    fabric.answerDataOut(write, DeliveryResult.TERMINATED);
    world.settle();
    assertThat(fabric.calls())
        .containsExactly("status2 1", "receive 2", "terminate 2", "silent 2", "executed 5");
    fabric.release(write);
    world.settle();
    device.checkIdle();
  }

  @Test
  void endsACommandThatArrivesAfterItsNexusWasLost() {
    ManualFabric fabric = new ManualFabric(world, port, "iqn.x:manual", 1);
    world.settle();
    Command late = fabric.send(1, TEST_UNIT_READY, 0, 0);
    world.on(1, () -> port.onNexusLoss(0, fabric.nexus()));
    world.settle();
    assertThat(fabric.calls()).hasSize(1);
    fabric.release(late);
    device.checkIdle();
  }
}
