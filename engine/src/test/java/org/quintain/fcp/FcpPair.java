// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeAcceptor;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.ExchangeOptions;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fc.exchange.SequenceStatus;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.ReadExchangeConcise;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fcp.initiator.FcpInitiatorNexus;
import org.quintain.fcp.initiator.FcpInitiatorPort;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpTargetPort;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.target.TargetNexus;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.target.TargetDevice;
import org.quintain.testing.Disk;
import org.quintain.testing.TestWorld;
import org.quintain.wire.OutgoingSequence;

/** Both ends of FCP over a link, with a disk behind: the whole stack on one thread. */
final class FcpPair implements FcpInitiatorPort.Login {
  static final int BLOCK_BYTES = 512;
  static final long BLOCKS = 8192;
  static final long SECOND_NS = 1_000_000_000L;
  static final long TIMEOUT_NS = 3000 * SECOND_NS;
  static final int INITIATOR_ID = 0x010100;
  static final int TARGET_ID = 0x010200;
  static final long INITIATOR_NAME = 0x2100_0024_FF00_0001L;
  static final long TARGET_NAME = 0x5001_4380_0000_0002L;
  private static final int FRAME_PAYLOAD = 2048;

  final TargetDevice device;
  final TestWorld world;
  final ExchangeManager initiatorExchanges;
  final ExchangeManager targetExchanges;
  final FcpTargetPort target;
  final LossyLink link;
  final FcpInitiatorPort port;
  private final FcpServiceParameters agreed;

  FcpPair(long seed, FcpTargetSettings targetSettings, FcpInitiatorSettings initiatorSettings) {
    this(seed, new RamStore(BLOCKS * BLOCK_BYTES), targetSettings, initiatorSettings);
  }

  FcpPair(
      long seed,
      BackingStore store,
      FcpTargetSettings targetSettings,
      FcpInitiatorSettings initiatorSettings) {
    this(seed, new Disk(Disk.config(BLOCK_BYTES), store), targetSettings, initiatorSettings);
  }

  private FcpPair(
      long seed,
      Disk disk,
      FcpTargetSettings targetSettings,
      FcpInitiatorSettings initiatorSettings) {
    this(seed, disk.world(), disk.device(), disk.port(), targetSettings, initiatorSettings);
  }

  /** Before {@code scsiTarget} of {@code device}, on the first reactor of {@code world}. */
  FcpPair(
      long seed,
      TestWorld world,
      TargetDevice device,
      ScsiTarget scsiTarget,
      FcpTargetSettings targetSettings,
      FcpInitiatorSettings initiatorSettings) {
    this.world = world;
    this.device = device;
    agreed = initiatorSettings.serviceParameters().agreedWith(targetSettings.serviceParameters());
    initiatorExchanges = new ExchangeManager(new Acceptor(INITIATOR_ID), ExchangeOptions.DEFAULT);
    targetExchanges = new ExchangeManager(new Acceptor(TARGET_ID), ExchangeOptions.DEFAULT);
    target =
        new FcpTargetPort(
            world.reactor(), targetExchanges, scsiTarget, TARGET_NAME, targetSettings);
    link = new LossyLink(world.reactor(), seed, initiatorExchanges, targetExchanges);
    port = FcpInitiatorPort.begin(world, initiatorExchanges, initiatorSettings, this);
  }

  static FcpPair plain() {
    FcpPair pair =
        new FcpPair(
            1,
            FcpTargetSettings.DEFAULTS.with(
                withoutRetry(FcpTargetSettings.DEFAULTS.serviceParameters())),
            FcpInitiatorSettings.DEFAULTS);
    pair.clearUnitAttentions();
    return pair;
  }

  static FcpServiceParameters withoutRetry(FcpServiceParameters from) {
    return from.without(FcpServiceParameters.RETRY | FcpServiceParameters.REC_SUPPORT);
  }

  static FcpPair recovering() {
    FcpPair pair = new FcpPair(1, FcpTargetSettings.DEFAULTS, FcpInitiatorSettings.DEFAULTS);
    pair.clearUnitAttentions();
    return pair;
  }

  @Override
  public void logIn(long nowNs, FcpInitiatorNexus nexus) {
    assertThat(target.establish(nowNs, INITIATOR_ID, INITIATOR_NAME, agreed)).isNotNull();
    nexus.establish(nowNs, INITIATOR_ID, TARGET_ID, agreed, FRAME_PAYLOAD);
  }

  @Override
  public void logOut(long nowNs, FcpInitiatorNexus nexus) {
    endAll(nowNs, initiatorExchanges, INITIATOR_ID, TARGET_ID);
    nexus.lose(nowNs, "logged out");
    endAll(nowNs, targetExchanges, TARGET_ID, INITIATOR_ID);
    target.lose(nowNs, INITIATOR_ID);
  }

  private static void endAll(long nowNs, ExchangeManager of, int localId, int remoteId) {
    of.endAll(nowNs, localId, remoteId, ExchangeManager.ANY, null, ExchangeEnd.LOGGED_OUT);
  }

  /** Runs commands until the unit attentions of a new nexus are told (SAM-5 5.14). */
  void clearUnitAttentions() {
    for (int tries = 0; tries < 10; tries++) {
      ExecuteCommand ready = testUnitReady();
      assertThat(port.execute(ready, TIMEOUT_NS)).isTrue();
      if (ready.status() == 0) {
        return;
      }
    }
    throw new AssertionError("unit attentions do not end");
  }

  List<ExecuteCommand> await(List<ExecuteCommand> commands) {
    assertThat(
            world.awaitUntil(() -> commands.stream().allMatch(ExecuteCommand::isDone), TIMEOUT_NS))
        .isTrue();
    return commands;
  }

  /** Closes the port and checks that nothing is left over. */
  void closeAndCheckIdle() {
    port.close();
    world.settle();
    device.checkIdle();
    assertThat(target.tasksInUse()).isZero();
    assertThat(target.nexuses()).isEmpty();
    assertThat(port.nexus().commandsUnderWay()).isZero();
    assertThat(initiatorExchanges.exchangesInUse()).isZero();
    assertThat(targetExchanges.exchangesInUse()).isZero();
    assertThat(initiatorExchanges.sequencesInUse()).isZero();
    assertThat(targetExchanges.sequencesInUse()).isZero();
  }

  static ExecuteCommand testUnitReady() {
    return new ExecuteCommand().cdb(new byte[6], 6).noData();
  }

  static ExecuteCommand read(int block, int blocks) {
    int length = blocks * BLOCK_BYTES;
    return transfer(0x28, block, blocks).dataIn(ByteBuffer.allocate(length), length);
  }

  static ExecuteCommand write(int block, byte[] data) {
    return transfer(0x2A, block, data.length / BLOCK_BYTES)
        .dataOut(ByteBuffer.wrap(data), data.length);
  }

  static ExecuteCommand transfer(int operationCode, int block, int blocks) {
    ByteBuffer cdb = ByteBuffer.allocate(10);
    cdb.put(0, (byte) operationCode).putInt(2, block).putShort(7, (short) blocks);
    byte[] bytes = new byte[10];
    cdb.get(0, bytes);
    return new ExecuteCommand().cdb(bytes, 10).noData();
  }

  static byte[] dataOf(ExecuteCommand command) {
    byte[] bytes = new byte[command.dataInTransferred()];
    command.dataIn().get(0, bytes);
    return bytes;
  }

  /** Takes exchanges of FCP for the target, and answers REC as a login service does. */
  private final class Acceptor implements ExchangeAcceptor, ExchangeListener {
    private final int id;

    Acceptor(int id) {
      this.id = id;
    }

    @Override
    public @Nullable ExchangeListener accept(
        long nowNs, Exchange exchange, ByteBuffer frame, int base) {
      exchange.framePayloadMax(FRAME_PAYLOAD);
      if (exchange.type() == FrameType.EXTENDED_LINK_SERVICE) {
        return this;
      }
      return id == TARGET_ID ? target.nexusOf(exchange.remoteId()) : null;
    }

    @Override
    public boolean isLocal(int portId) {
      return portId == id;
    }

    @Override
    public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {
      ByteBuffer bytes = sequence.payload();
      int at = sequence.payloadOffset();
      ExchangeManager manager = id == TARGET_ID ? targetExchanges : initiatorExchanges;
      if (sequence.status() != SequenceStatus.COMPLETE
          || sequence.lengthBytes() < ReadExchangeConcise.REQUEST_BYTES
          || !exchange.holdsInitiative()) {
        manager.release(exchange);
        return;
      }
      int oxId = ReadExchangeConcise.originatorExchangeId(bytes, at);
      int rxId = ReadExchangeConcise.responderExchangeId(bytes, at);
      int originator = ReadExchangeConcise.originatorId(bytes, at);
      Exchange about = manager.find(id, exchange.remoteId(), originator, oxId, rxId);
      OutgoingSequence reply = manager.begin(exchange, RoutingControl.ELS_REPLY);
      if (about == null) {
        int to = reply.inlinePayload(8);
        TargetNexus nexus = target.nexusOf(exchange.remoteId());
        boolean forgot = nexus != null && nexus.mayHaveForgotten(nowNs);
        reply.header().putInt(to, 0x01000000).putInt(to + 4, forgot ? 0x00092A00 : 0x00031700);
      } else {
        int to = reply.inlinePayload(ReadExchangeConcise.ANSWER_BYTES);
        ReadExchangeConcise.writeAnswer(
            reply.header(),
            to,
            oxId,
            about.responderExchangeId(),
            originator,
            id,
            target.transferredBytes(about),
            about.exchangeStatus());
      }
      manager.send(nowNs, exchange, reply, SequenceEnd.LAST);
      manager.release(exchange);
    }

    @Override
    public void onAbortRequested(long nowNs, Exchange exchange) {
      (id == TARGET_ID ? targetExchanges : initiatorExchanges).acceptAbort(nowNs, exchange);
    }

    @Override
    public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {}

    @Override
    public void onReplyTimeout(long nowNs, Exchange exchange) {}
  }
}
