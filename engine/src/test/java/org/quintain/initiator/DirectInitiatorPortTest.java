// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class DirectInitiatorPortTest {
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] WRITE_BLOCK_0 = cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0);

  private final HeldStore store = new HeldStore(1 << 20, true);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("iqn.x:a");

  @Test
  void keepsWhatIsBeyondItsShareUntilThereIsRoom() {
    store.hold(true);
    List<ExecuteCommand> commands = new ArrayList<>();
    for (int count = 0; count < 100; count++) {
      commands.add(client.start(WRITE_BLOCK_0, filled(512, 1), 0, TaskAttribute.SIMPLE));
    }
    assertThat(store.heldCount()).isEqualTo(client.port().commandsMax());
    assertThat(client.function(TaskManagementFunction.ABORT_TASK, commands.get(99).identifier()))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(commands.get(99).serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    store.releaseAll(0);
    assertThat(commands).allMatch(ExecuteCommand::isDone);
    disk.device().checkIdle();
  }

  @Test
  void aListenerThatSubmitsAgainDoesNotGrowTheStack() {
    int[] left = {200_000};
    ExecuteCommand command = new ExecuteCommand().cdb(TEST_UNIT_READY, 6);
    command.listener(
        (nowNs, ended) -> {
          if (--left[0] > 0) {
            client.port().submit(ended);
          }
        });
    client.port().submit(command);
    assertThat(left[0]).isZero();
    disk.device().checkIdle();
  }

  @Test
  void everythingEndsWithItsNexus() {
    store.hold(true);
    List<ExecuteCommand> commands = new ArrayList<>();
    for (int count = 0; count < 40; count++) {
      commands.add(client.start(WRITE_BLOCK_0, filled(512, 1), 0, TaskAttribute.SIMPLE));
    }
    ManageTask function = client.startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    assertThat(function.isDone()).isFalse();
    client.port().close();
    client.port().close();
    assertThat(client.port().isConnected()).isFalse();
    assertThat(client.port().disconnectReason()).isNotEmpty();
    assertThat(commands).allMatch(ExecuteCommand::isDone);
    assertThat(function.response()).isEqualTo(FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    ExecuteCommand late = client.start(TEST_UNIT_READY, null, 0, TaskAttribute.SIMPLE);
    assertThat(late.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    assertThat(client.startFunction(TaskManagementFunction.QUERY_TASK_SET, 0).isDone()).isTrue();
    store.releaseAll(0);
    disk.device().checkIdle();
  }

  @Test
  void acceptsSubmissionsFromElsewhere() {
    ExecuteCommand[] command = new ExecuteCommand[1];
    disk.world()
        .on(
            5,
            () -> {
              command[0] = client.start(TEST_UNIT_READY, null, 0, TaskAttribute.SIMPLE);
              assertThat(command[0].isDone()).isFalse();
            });
    assertThat(client.run(command[0]).status()).isZero();
  }

  @Test
  void saysThatATargetHasNoNexusLeft() {
    assertThatThrownBy(
            () -> {
              for (int count = 0; count < 100; count++) {
                new DirectInitiatorPort(
                    disk.world(), disk.port(), Client.identity("iqn.x:" + count, Disk.TARGET));
              }
            })
        .isInstanceOf(FabricException.class)
        .hasMessageStartingWith("The target has no nexus left for iqn.x:");
  }
}
