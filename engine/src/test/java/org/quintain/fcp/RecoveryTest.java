// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.initiator.InitiatorCounters.Counter;
import org.quintain.fcp.target.FcpCounter;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;

/** One frame is lost, each kind in its turn (FCP-4 12.4, annex C). */
final class RecoveryTest {
  private final FcpPair pair = FcpPair.recovering();
  private final byte[] data = new byte[64 * FcpPair.BLOCK_BYTES];

  RecoveryTest() {
    new Random(7).nextBytes(data);
  }

  private void writeLosing(int routingControl) {
    pair.link.lose(routingControl, 1);
    ExecuteCommand write = FcpPair.write(5, data);
    assertThat(pair.port.execute(write, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(pair.link.framesLost).isEqualTo(1);
    assertGood(write);
  }

  private static void assertGood(ExecuteCommand command) {
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(command.status()).isZero();
  }

  private void readLosing(int routingControl) {
    ExecuteCommand write = FcpPair.write(5, data);
    assertThat(pair.port.execute(write, FcpPair.TIMEOUT_NS)).isTrue();
    pair.link.lose(routingControl, 1);
    ExecuteCommand read = FcpPair.read(5, 64);
    assertThat(pair.port.execute(read, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(pair.link.framesLost).isEqualTo(1);
    assertGood(read);
    assertThat(FcpPair.dataOf(read)).isEqualTo(data);
  }

  private void assertAskedAgain(int times) {
    assertThat(pair.target.counters().value(FcpCounter.RETRANSMISSIONS)).isEqualTo(times);
    pair.closeAndCheckIdle();
  }

  @Test
  void aLostCommandIsSentOnceMore() {
    writeLosing(RoutingControl.UNSOLICITED_COMMAND);
    assertThat(pair.port.nexus().counters().value(Counter.COMMANDS_SENT_AGAIN)).isEqualTo(1);
    assertAskedAgain(0);
  }

  @Test
  void aLostTransferReadyIsAskedFor() {
    writeLosing(RoutingControl.DATA_DESCRIPTOR);
    assertAskedAgain(1);
  }

  @Test
  void lostDataOutIsSolicitedOnceMore() {
    writeLosing(RoutingControl.SOLICITED_DATA);
    assertAskedAgain(1);
  }

  @Test
  void aLostResponseOfAWriteIsAskedFor() {
    writeLosing(RoutingControl.COMMAND_STATUS);
    assertThat(pair.target.counters().value(FcpCounter.COMMANDS)).isLessThan(5);
    assertAskedAgain(1);
  }

  @Test
  void lostDataInIsAskedFor() {
    readLosing(RoutingControl.SOLICITED_DATA);
    assertAskedAgain(1);
  }

  @Test
  void aLostResponseOfAReadIsAskedFor() {
    readLosing(RoutingControl.COMMAND_STATUS);
    assertAskedAgain(1);
  }

  @Test
  void aLostConfirmationCostsTheTargetAWait() {
    readLosing(RoutingControl.SOLICITED_CONTROL);
    pair.world.awaitUntil(() -> pair.target.tasksInUse() == 0, FcpPair.TIMEOUT_NS);
    assertThat(pair.target.counters().value(FcpCounter.CONFIRMATIONS_MISSED)).isEqualTo(1);
    assertAskedAgain(0);
  }

  @Test
  void aLostRequestForRetransmissionIsRepeated() {
    pair.link.lose(RoutingControl.COMMAND_STATUS, 1);
    ExecuteCommand read = FcpPair.read(5, 64);
    pair.port.submit(read);
    pair.world.awaitUntil(() -> pair.link.loseCount == 0, FcpPair.TIMEOUT_NS);
    pair.link.lose(RoutingControl.FC4_LINK_REQUEST, 1);
    assertThat(pair.world.awaitUntil(read::isDone, FcpPair.TIMEOUT_NS)).isTrue();
    assertGood(read);
    assertAskedAgain(1);
  }

  @Test
  void withoutRecoveryACommandThatLostAFrameIsAborted() {
    FcpPair plain = FcpPair.plain();
    plain.link.lose(RoutingControl.COMMAND_STATUS, 1);
    ExecuteCommand read = FcpPair.read(5, 64);
    assertThat(plain.port.execute(read, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(read.serviceResponse())
        .isEqualTo(ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    assertThat(plain.port.nexus().counters().value(Counter.EXCHANGES_ABORTED)).isEqualTo(1);
    plain.closeAndCheckIdle();
  }

  @Test
  void withoutRecoveryDataInThatIsMissingIsNotTakenForData() {
    FcpPair plain = FcpPair.plain();
    plain.link.lose(RoutingControl.SOLICITED_DATA, 1);
    ExecuteCommand read = FcpPair.read(5, 64);
    assertThat(plain.port.execute(read, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(read.serviceResponse())
        .isEqualTo(ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    plain.closeAndCheckIdle();
  }

  private FcpPair writeWithFirstBurstLosing(int routingControl) {
    FcpPair first =
        new FcpPair(
            3,
            FcpTargetSettings.DEFAULTS.with(FcpServiceParameters.ofTarget(true)),
            FcpInitiatorSettings.DEFAULTS.with(FcpServiceParameters.ofInitiator(true)));
    first.clearUnitAttentions();
    first.link.lose(routingControl, 1);
    ExecuteCommand write = FcpPair.write(5, data);
    assertThat(first.port.execute(write, FcpPair.TIMEOUT_NS)).isTrue();
    assertGood(write);
    ExecuteCommand read = FcpPair.read(5, 64);
    assertThat(first.port.execute(read, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(FcpPair.dataOf(read)).isEqualTo(data);
    return first;
  }

  @Test
  void aLostFirstBurstIsSolicited() {
    FcpPair first = writeWithFirstBurstLosing(RoutingControl.SOLICITED_DATA);
    assertThat(first.target.counters().value(FcpCounter.RETRANSMISSIONS)).isEqualTo(1);
    first.closeAndCheckIdle();
  }

  /** Its data went after it, to a target that knew nothing of them. */
  @Test
  void aLostCommandIsSentOnceMoreWithItsFirstBurst() {
    FcpPair first = writeWithFirstBurstLosing(RoutingControl.UNSOLICITED_COMMAND);
    assertThat(first.port.nexus().counters().value(Counter.COMMANDS_SENT_AGAIN)).isEqualTo(1);
    assertThat(first.target.counters().value(FcpCounter.RETRANSMISSIONS)).isZero();
    first.closeAndCheckIdle();
  }

  /** Nobody knows any more whether the target never had it or is done with it. */
  @Test
  void aCommandThatMayHaveBeenDoneIsNotSentAgain() {
    pair.link.lose(RoutingControl.COMMAND_STATUS, 1);
    ExecuteCommand ready = FcpPair.testUnitReady();
    pair.port.submit(ready);
    pair.world.awaitUntil(() -> pair.link.loseCount == 0, FcpPair.TIMEOUT_NS);
    pair.link.lose(RoutingControl.ELS_REQUEST, 4);
    assertThat(pair.world.awaitUntil(ready::isDone, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(ready.serviceResponse())
        .isEqualTo(ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    assertThat(pair.port.nexus().counters().value(Counter.COMMANDS_SENT_AGAIN)).isZero();
    pair.closeAndCheckIdle();
  }
}
