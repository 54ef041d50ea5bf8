// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.FcPortOptions;
import org.quintain.fc.login.NPort;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fcp.initiator.FcpInitiatorPort;
import org.quintain.fcp.initiator.FcpInitiatorProtocol;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpCounter;
import org.quintain.fcp.target.FcpTargetPort;
import org.quintain.fcp.target.FcpTargetProtocol;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.ServiceResponse;
import org.quintain.testing.Disk;
import org.quintain.testing.TestWorld;

/** Nexuses out of logins: two ports at one link, from FLOGI to the last FCP_CONF. */
final class ProcessLoginTest {
  private static final long SECOND_NS = FcpPair.SECOND_NS;

  private final Disk disk = Disk.inMemory(FcpPair.BLOCK_BYTES, FcpPair.BLOCKS);
  private final TestWorld world = disk.world();
  private final FcPort initiatorPort = new FcPort(FcPortOptions.DEFAULT);
  private final FcPort targetPort = new FcPort(FcPortOptions.DEFAULT);
  private FcpTargetPort target;
  private FcpInitiatorProtocol protocol;
  private FcpInitiatorSettings settings = FcpInitiatorSettings.DEFAULTS;
  private NPort initiatorNPort;
  private NPort targetNPort;
  private LossyLink link;

  private FcpInitiatorPort connect(FcpServiceParameters ofTarget, FcpServiceParameters ofInitiator)
      throws FabricException {
    target =
        new FcpTargetPort(
            world.reactor(),
            targetPort.exchanges(),
            disk.port(),
            FcpPair.TARGET_NAME,
            FcpTargetSettings.DEFAULTS.with(ofTarget));
    targetNPort =
        targetPort.addNPort(
            0,
            new NPortIdentity(FcpPair.TARGET_NAME, FcpPair.TARGET_NAME + 1, "t"),
            new FcpTargetProtocol(target));
    settings = settings.with(ofInitiator);
    protocol = new FcpInitiatorProtocol(ofInitiator);
    initiatorNPort =
        initiatorPort.addNPort(
            0,
            new NPortIdentity(FcpPair.INITIATOR_NAME, FcpPair.INITIATOR_NAME + 1, "i"),
            protocol);
    protocol.standOn(initiatorNPort);
    link = new LossyLink(world.reactor(), 1, initiatorPort, targetPort);
    return open();
  }

  private FcpInitiatorPort open() throws FabricException {
    return FcpInitiatorPort.open(
        world,
        initiatorPort.exchanges(),
        settings,
        protocol.to(FcpPair.TARGET_NAME),
        60 * SECOND_NS);
  }

  private FcpInitiatorPort connect() throws FabricException {
    return connect(FcpServiceParameters.ofTarget(false), FcpServiceParameters.ofInitiator(false));
  }

  private static void runAll(FcpInitiatorPort port) {
    for (int tries = 0; tries < 6; tries++) {
      ExecuteCommand ready = FcpPair.testUnitReady();
      assertThat(port.execute(ready, 60 * SECOND_NS)).isTrue();
    }
    byte[] data = new byte[40 * FcpPair.BLOCK_BYTES];
    new Random(3).nextBytes(data);
    ExecuteCommand write = FcpPair.write(3, data);
    assertThat(port.execute(write, 60 * SECOND_NS)).isTrue();
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    ExecuteCommand read = FcpPair.read(3, 40);
    assertThat(port.execute(read, 60 * SECOND_NS)).isTrue();
    assertThat(FcpPair.dataOf(read)).isEqualTo(data);
  }

  private void assertIdle() {
    LossyLink.let(world, 100 * SECOND_NS);
    disk.device().checkIdle();
    assertThat(target.tasksInUse()).isZero();
    assertThat(initiatorPort.exchanges().exchangesInUse()).isZero();
    assertThat(targetPort.exchanges().exchangesInUse()).isZero();
  }

  @Test
  void carriesCommandsBetweenPortsThatLoggedIn() throws FabricException {
    FcpInitiatorPort port = connect();
    runAll(port);
    assertThat(target.nexuses()).hasSize(1);
    assertThat(target.nexuses().get(0).portName()).isEqualTo(FcpPair.INITIATOR_NAME);
    port.close();
    assertThat(world.awaitUntil(() -> target.nexuses().isEmpty(), SECOND_NS)).isTrue();
    assertThat(port.disconnectReason()).isEqualTo("logged out");
    assertIdle();
  }

  @Test
  void isInForceWhatBothEndsWant() throws FabricException {
    int[] bits = {
      FcpServiceParameters.WRITE_TRANSFER_READY_DISABLED,
      FcpServiceParameters.CONFIRMED_COMPLETION | FcpServiceParameters.RETRY,
      FcpServiceParameters.REC_SUPPORT
    };
    int wish = 0;
    for (int bit : bits) {
      wish |= bit;
    }
    FcpInitiatorPort port =
        connect(
            FcpServiceParameters.ofTarget(true).without(bits[2]),
            FcpServiceParameters.ofInitiator(true).with(wish));
    FcpServiceParameters agreed = port.nexus().agreed();
    assertThat(agreed.has(bits[0] | bits[1])).isTrue();
    assertThat(agreed.has(bits[2])).isFalse();
    assertThat(target.nexuses().get(0).agreed()).isEqualTo(agreed);
    runAll(port);
    assertThat(target.counters().value(FcpCounter.FIRST_BURSTS)).isEqualTo(1);
    assertThat(target.counters().value(FcpCounter.CONFIRMATIONS)).isPositive();
    port.close();
    assertIdle();
  }

  @Test
  void keepsNothingForARetryThatIsNotConfirmed() throws FabricException {
    FcpInitiatorPort port =
        connect(
            FcpServiceParameters.ofTarget(false),
            FcpServiceParameters.ofInitiator(false)
                .without(FcpServiceParameters.CONFIRMED_COMPLETION));
    assertThat(port.nexus().agreed().has(FcpServiceParameters.RETRY)).isFalse();
    assertThat(target.nexuses().get(0).agreed()).isEqualTo(port.nexus().agreed());
    runAll(port);
    assertThat(target.counters().value(FcpCounter.CONFIRMATIONS)).isZero();
    port.close();
    assertIdle();
  }

  @Test
  void losesItsNexusByAProcessLogoutAndByALogout() throws FabricException {
    FcpInitiatorPort port = connect();
    ExecuteCommand waiting = FcpPair.write(0, new byte[FcpPair.BLOCK_BYTES]);
    runAll(port);
    port.submit(waiting);
    targetNPort.logOutProcess(world.nowNs(), targetNPort.peerNamed(FcpPair.INITIATOR_NAME));
    assertThat(world.awaitUntil(waiting::isDone, SECOND_NS)).isTrue();
    assertThat(waiting.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    assertThat(port.isConnected()).isFalse();
    FcpInitiatorPort again = open();
    runAll(again);
    targetNPort.logOut(world.nowNs(), targetNPort.peerNamed(FcpPair.INITIATOR_NAME));
    assertThat(world.awaitUntil(() -> !again.isConnected(), SECOND_NS)).isTrue();
    assertThat(again.disconnectReason()).isEqualTo("the target port logged out");
    FcpInitiatorPort third = open();
    runAll(third);
    third.close();
    assertIdle();
    assertThat(target.counters().value(FcpCounter.NEXUSES_LOST))
        .isEqualTo(target.counters().value(FcpCounter.NEXUSES_ESTABLISHED));
  }

  @Test
  void outlivesALinkThatComesBackSoon() throws FabricException {
    FcpInitiatorPort port = connect();
    runAll(port);
    ExecuteCommand broken = FcpPair.read(0, 8);
    port.submit(broken);
    link.down();
    LossyLink.let(world, 2 * SECOND_NS);
    link.up();
    assertThat(world.awaitUntil(broken::isDone, 100 * SECOND_NS)).isTrue();
    LossyLink.let(world, 2 * SECOND_NS);
    assertThat(port.isConnected()).isTrue();
    runAll(port);
    link.down();
    assertThat(world.awaitUntil(() -> !port.isConnected(), 100 * SECOND_NS)).isTrue();
    assertThat(port.disconnectReason()).isEqualTo("the link is down");
    assertThat(world.awaitUntil(() -> target.nexuses().isEmpty(), 100 * SECOND_NS)).isTrue();
    link.up();
    FcpInitiatorPort again = open();
    runAll(again);
    again.close();
    assertIdle();
  }

  @Test
  void givesNoNexusToAPeerThatIsNoInitiator() {
    assertThatThrownBy(
            () ->
                connect(
                    FcpServiceParameters.ofTarget(false),
                    FcpServiceParameters.ofInitiator(false)
                        .without(FcpServiceParameters.INITIATOR_FUNCTION)))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("refuses the process login");
    assertThat(target.nexuses()).isEmpty();
  }
}
