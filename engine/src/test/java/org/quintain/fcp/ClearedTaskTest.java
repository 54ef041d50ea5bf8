// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.initiator.InitiatorCounters.Counter;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.target.TargetNexus;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** A command that another initiator clears, and that ends without an answer (SAM-5 5.6). */
final class ClearedTaskTest {
  private static final int OTHER_ID = 0x010300;
  private static final long OTHER_NAME = 0x2100_0024_FF00_0003L;
  private static final long NO_TASK = -1;

  private final HeldStore store = new HeldStore((int) FcpPair.BLOCKS * FcpPair.BLOCK_BYTES, false);
  private final Disk disk = new Disk(Disk.config(FcpPair.BLOCK_BYTES), store);

  private FcpPair pair(boolean firstBurst) {
    FcpPair pair =
        new FcpPair(
            1,
            disk.world(),
            disk.device(),
            disk.port(),
            FcpTargetSettings.DEFAULTS.with(FcpServiceParameters.ofTarget(firstBurst)),
            FcpInitiatorSettings.DEFAULTS.with(FcpServiceParameters.ofInitiator(firstBurst)));
    pair.clearUnitAttentions();
    return pair;
  }

  /** Another initiator resets the logical unit; what is with the store is done first. */
  private void reset(FcpPair pair) {
    long nowNs = pair.world.nowNs();
    TargetNexus own = pair.target.nexusOf(FcpPair.INITIATOR_ID);
    TargetNexus other =
        pair.target.establish(
            nowNs, OTHER_ID, OTHER_NAME, own == null ? new FcpServiceParameters(0) : own.agreed());
    assertThat(other).isNotNull();
    disk.port()
        .onTaskManagementRequest(
            nowNs,
            new TaskManagementRequest(
                other.itNexus(), TaskManagementFunction.LOGICAL_UNIT_RESET, 0, 0, NO_TASK));
    pair.world.settle();
    store.hold(false);
    store.releaseAll(nowNs);
    pair.world.settle();
    pair.target.lose(nowNs, OTHER_ID);
  }

  private void isNotSentAgain(FcpPair pair, ExecuteCommand command) {
    assertThat(pair.world.awaitUntil(command::isDone, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(command.serviceResponse())
        .isEqualTo(ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    assertThat(pair.port.nexus().counters().value(Counter.COMMANDS_SENT_AGAIN)).isZero();
    pair.world.awaitUntil(() -> pair.target.tasksInUse() == 0, FcpPair.TIMEOUT_NS);
    pair.closeAndCheckIdle();
  }

  private void clears(boolean firstBurst, ExecuteCommand command) {
    FcpPair pair = pair(firstBurst);
    store.hold(true);
    pair.port.submit(command);
    assertThat(pair.world.awaitUntil(() -> store.heldCount() == 1, FcpPair.SECOND_NS)).isTrue();
    reset(pair);
    isNotSentAgain(pair, command);
  }

  /** Its data are on the medium, or some of them: done twice it could undo a later write. */
  @Test
  void aClearedWriteWithAFirstBurstIsNotSentAgain() {
    clears(true, FcpPair.write(5, new byte[4 * FcpPair.BLOCK_BYTES]));
  }

  @Test
  void aClearedWriteIsNotSentAgain() {
    clears(false, FcpPair.write(5, new byte[4 * FcpPair.BLOCK_BYTES]));
  }

  @Test
  void aClearedReadIsNotSentAgain() {
    clears(false, FcpPair.read(5, 4));
  }

  /** The target forgets it in the end, where the initiator does not ask. */
  @Test
  void aClearedTaskIsKeptForAWhile() {
    FcpPair pair = pair(true);
    store.hold(true);
    ExecuteCommand write = FcpPair.write(5, new byte[4 * FcpPair.BLOCK_BYTES]);
    pair.port.submit(write);
    assertThat(pair.world.awaitUntil(() -> store.heldCount() == 1, FcpPair.SECOND_NS)).isTrue();
    pair.link.lose(RoutingControl.ELS_REQUEST, 20);
    reset(pair);
    assertThat(pair.world.awaitUntil(() -> pair.target.tasksInUse() == 0, FcpPair.TIMEOUT_NS))
        .isTrue();
    isNotSentAgain(pair, write);
  }

  /** The target's link went and came back; its login with the initiator outlived that. */
  @Test
  void aWriteWhoseExchangeWentWithTheTargetsLinkIsNotSentAgain() {
    FcpPair pair = pair(true);
    store.hold(true);
    ExecuteCommand write = FcpPair.write(5, new byte[4 * FcpPair.BLOCK_BYTES]);
    pair.port.submit(write);
    assertThat(pair.world.awaitUntil(() -> store.heldCount() == 1, FcpPair.SECOND_NS)).isTrue();
    long nowNs = pair.world.nowNs();
    pair.targetExchanges.endAll(
        nowNs,
        FcpPair.TARGET_ID,
        FcpPair.INITIATOR_ID,
        ExchangeManager.ANY,
        null,
        ExchangeEnd.LINK_DOWN);
    store.hold(false);
    store.releaseAll(nowNs);
    isNotSentAgain(pair, write);
  }
}
