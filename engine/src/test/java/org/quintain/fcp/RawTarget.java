// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeAcceptor;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.ExchangeOptions;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fcp.initiator.FcpInitiatorNexus;
import org.quintain.fcp.initiator.FcpInitiatorPort;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.wire.FcpResponseIu;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.fcp.wire.FcpTransferReadyIu;
import org.quintain.testing.TestWorld;
import org.quintain.wire.OutgoingSequence;

/** A target that says what a test tells it to, to an initiator that is ours. */
final class RawTarget implements ExchangeAcceptor, ExchangeListener, FcpInitiatorPort.Login {
  final TestWorld world = new TestWorld();
  final ExchangeManager initiatorExchanges =
      new ExchangeManager(new Nobody(), ExchangeOptions.DEFAULT);
  final ExchangeManager exchanges = new ExchangeManager(this, ExchangeOptions.DEFAULT);
  final LossyLink link = new LossyLink(world.reactor(), 1, initiatorExchanges, exchanges);
  final List<Exchange> opened = new ArrayList<>();

  /** What came: R_CTL, length. */
  final List<String> heard = new ArrayList<>();

  /** Exchanges whose ABTS waits for its answer, where the test is to give it. */
  final List<Exchange> aborting = new ArrayList<>();

  boolean holdsAborts;

  private final FcpServiceParameters agreed;
  final FcpInitiatorPort port;

  RawTarget(FcpServiceParameters agreed) {
    this(agreed, FcpInitiatorSettings.DEFAULTS.commandsMax());
  }

  RawTarget(FcpServiceParameters agreed, int commandsMax) {
    this.agreed = agreed;
    FcpInitiatorSettings settings =
        FcpInitiatorSettings.DEFAULTS
            .withTimeouts(FcpPair.SECOND_NS, 10 * FcpPair.SECOND_NS)
            .withCommandsMax(commandsMax);
    port = FcpInitiatorPort.begin(world, initiatorExchanges, settings, this);
  }

  @Override
  public void logIn(long nowNs, FcpInitiatorNexus nexus) {
    nexus.establish(nowNs, FcpPair.INITIATOR_ID, FcpPair.TARGET_ID, agreed, 2048);
  }

  @Override
  public void logOut(long nowNs, FcpInitiatorNexus nexus) {
    nexus.lose(nowNs, "logged out");
  }

  @Override
  public @Nullable ExchangeListener accept(
      long nowNs, Exchange exchange, ByteBuffer frame, int base) {
    exchange.framePayloadMax(2048);
    exchange.receiveInto(ByteBuffer.allocate(1 << 16), 0, 0, 1 << 16);
    opened.add(exchange);
    return this;
  }

  @Override
  public boolean isLocal(int portId) {
    return portId == FcpPair.TARGET_ID;
  }

  /** The next exchange that the initiator opens. */
  Exchange next() {
    int before = opened.size();
    world.awaitUntil(() -> opened.size() > before, 5 * FcpPair.SECOND_NS);
    assertThat(opened.size()).isGreaterThan(before);
    return opened.get(before);
  }

  void let(long durationNs) {
    LossyLink.let(world, durationNs);
  }

  void send(Exchange exchange, int routingControl, byte[] payload, long offset, SequenceEnd end) {
    if (!exchange.holdsInitiative()) {
      exchanges.takeInitiative(exchange);
    }
    OutgoingSequence sequence = exchanges.begin(exchange, routingControl);
    sequence.payload().add(ByteBuffer.wrap(payload), 0, payload.length);
    if (offset >= 0) {
      exchanges.relativeOffset(sequence, offset);
    }
    exchanges.send(world.nowNs(), exchange, sequence, end);
  }

  void transferReady(Exchange exchange, long offset, long length) {
    ByteBuffer unit = ByteBuffer.allocate(FcpTransferReadyIu.LENGTH_BYTES);
    FcpTransferReadyIu.write(unit, 0, offset, length);
    send(exchange, 0x05, unit.array(), -1, SequenceEnd.TRANSFER_INITIATIVE);
  }

  void data(Exchange exchange, long offset, int length) {
    send(exchange, 0x01, new byte[length], offset, SequenceEnd.KEEP_INITIATIVE);
  }

  void respond(Exchange exchange, int status, int flags, long residual) {
    ByteBuffer unit = ByteBuffer.allocate(FcpResponseIu.FIXED_BYTES);
    FcpResponseIu.status(unit, 0, status, 0);
    FcpResponseIu.flags(unit, 0, flags);
    FcpResponseIu.residual(unit, 0, residual);
    send(exchange, 0x07, unit.array(), -1, SequenceEnd.LAST);
  }

  void respondCode(Exchange exchange, int code) {
    ByteBuffer unit = ByteBuffer.allocate(FcpResponseIu.FIXED_BYTES + FcpResponseIu.INFO_BYTES);
    FcpResponseIu.responseCode(unit, 0, code, 0);
    send(exchange, 0x07, unit.array(), -1, SequenceEnd.LAST);
  }

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {
    heard.add(String.format("%02x %d", sequence.routingControl(), sequence.lengthBytes()));
  }

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {
    heard.add("ABTS");
    if (holdsAborts) {
      aborting.add(exchange);
    } else {
      exchanges.acceptAbort(nowNs, exchange);
    }
  }

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {}

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {}

  private static final class Nobody implements ExchangeAcceptor {
    @Override
    public @Nullable ExchangeListener accept(
        long nowNs, Exchange exchange, ByteBuffer frame, int base) {
      return null;
    }

    @Override
    public boolean isLocal(int portId) {
      return portId == FcpPair.INITIATOR_ID;
    }
  }
}
