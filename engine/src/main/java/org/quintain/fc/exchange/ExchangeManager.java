// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.ExchangeCounters.Counter;
import org.quintain.fc.wire.FrameControl;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.sam.Check;
import org.quintain.wire.OutgoingSequence;

/**
 * All exchanges of a physical port, those of its virtual ports included. Owned by the port's {@code
 * FrameEndpoint}, which hands it what the driver brings and takes from it what is to be sent; used
 * by logins and FC-4s on the same reactor.
 *
 * <p>A sequence is sent in three steps: {@link #begin} gives one with its header filled; the caller
 * writes or names its payload; {@link #send} queues it.
 */
public final class ExchangeManager {
  /** For {@link #endAll}: whatever the TYPE, or the peer. */
  public static final int ANY = -1;

  private static final ExchangeListener NOBODY = new Nobody();

  private final ExchangeOptions options;
  private final ExchangeTable table;
  private final OutputQueue output;
  private final ExchangeTimers timers;
  private final SequenceReceiver receiver;
  private final AbortProtocol aborts;
  private final FrameRouter router;
  private final ExchangeCounters counters = new ExchangeCounters();
  private FcTimeouts timeouts = FcTimeouts.DEFAULT;
  private Runnable ready = () -> {};

  /** A manager with all slots free; {@code acceptor} is asked for exchanges that peers begin. */
  public ExchangeManager(ExchangeAcceptor acceptor, ExchangeOptions options) {
    this.options = options;
    table = new ExchangeTable(options.exchangesMax(), NOBODY);
    timers = new ExchangeTimers(table);
    output = new OutputQueue(options.inlinePayloadBytes(), options.directMemory());
    receiver = new SequenceReceiver(this, options);
    router = new FrameRouter(this, table, acceptor);
    aborts = new AbortProtocol(this, table, output, timers, receiver, router);
    router.cutsOffBy(aborts);
  }

  /** Called when something became sendable or a deadline moved: the wire's {@code markReady}. */
  public void whenReady(Runnable markReady) {
    ready = markReady;
  }

  /** E_D_TOV, R_A_TOV. */
  public FcTimeouts timeouts() {
    return timeouts;
  }

  /** Sets E_D_TOV and R_A_TOV, which the fabric's or the peer's login gives. */
  public void timeouts(FcTimeouts values) {
    timeouts = values;
  }

  /** What was counted. */
  public ExchangeCounters counters() {
    return counters;
  }

  /** How many slots are not free: open exchanges, and those at rest after an abort. */
  public int exchangesInUse() {
    return table.size() - table.freeCount();
  }

  /** How many sequences wait or are held by the driver. */
  public int sequencesInUse() {
    return output.inUse();
  }

  /** How many units are being put together from several frames. */
  public int assembliesInUse() {
    return receiver.assembliesLent();
  }

  /** How many exchanges there can be; {@link Exchange#index} is below it. */
  public int exchangesMax() {
    return table.size();
  }

  // Exchanges.

  /**
   * Begins an exchange with {@code remoteId}; null when all slots are in use.
   *
   * @param localId our address identifier in it
   * @param framePayloadMax the longest frame payload that the peer takes
   */
  public @Nullable Exchange originate(
      ExchangeListener listener, int localId, int remoteId, int type, int framePayloadMax) {
    Exchange exchange = table.take();
    if (exchange == null) {
      counters.add(Counter.EXHAUSTED);
      return null;
    }
    exchange.serial = router.nextSerial();
    exchange.begin(listener, true, localId, remoteId, type, table.identifier(exchange));
    exchange.framePayloadMax(framePayloadMax);
    counters.add(Counter.ORIGINATED);
    return exchange;
  }

  /**
   * The user of {@code exchange} is done with it; sequences of it that wait are still sent. Only an
   * exchange that is open or complete is released; one that ended otherwise is gone already.
   */
  public void release(Exchange exchange) {
    exchange.on(ExchangeState.Event.RELEASED);
    close(exchange);
  }

  /**
   * The exchange that peers name by these: where {@code originatorId} is {@code localId}, one that
   * we began with {@code otherId}, else one that {@code originatorId} began with us. For REC, SRR,
   * RRQ. Null where there is none in use.
   */
  public @Nullable Exchange find(int localId, int otherId, int originatorId, int oxId, int rxId) {
    Exchange exchange = table.find(originatorId == localId, localId, otherId, oxId, rxId);
    return exchange == null || exchange.state() == ExchangeState.CLOSING ? null : exchange;
  }

  /** As SRR says, this end is to send the next sequence (FCP-4 12.4.1.8). */
  public void takeInitiative(Exchange exchange) {
    exchange.initiative = true;
  }

  /** The peer is to send the next sequence, as our SRR told it. */
  public void giveInitiative(Exchange exchange) {
    exchange.initiative = false;
  }

  /**
   * Tells {@link ExchangeListener#onReplyTimeout} unless a frame of {@code exchange} comes within
   * {@code timeoutNs}.
   */
  public void awaitReply(long nowNs, Exchange exchange, long timeoutNs) {
    timers.set(exchange, ExchangeTimers.REPLY, nowNs + timeoutNs);
    ready.run();
  }

  /** Waits for no reply any more. */
  public void stopAwaiting(Exchange exchange) {
    timers.clear(exchange, ExchangeTimers.REPLY);
  }

  // Sending.

  /** A sequence of {@code exchange} with its header filled and no payload yet. */
  public OutgoingSequence begin(Exchange exchange, int routingControl) {
    Check.that(exchange.isLive(), "sequences are sent in a live exchange", exchange.index());
    OutgoingSequence sequence = output.take(exchange);
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    header.putInt(base, routingControl << 24 | exchange.remoteId());
    header.putInt(base + 4, exchange.classSpecificControl() << 24 | exchange.localId());
    int control = exchange.isOriginator() ? 0 : FrameControl.RESPONDER;
    if (exchange.isOriginator() && !exchange.firstSequenceSent) {
      control |= FrameControl.FIRST_SEQUENCE;
    }
    if (exchange.isPriorityEnabled()) {
      control |= FrameControl.PRIORITY_ENABLE;
    }
    header.putInt(base + 8, exchange.type() << 24 | control);
    FrameHeader.originatorExchangeId(header, base, exchange.originatorExchangeId());
    FrameHeader.responderExchangeId(header, base, exchange.responderExchangeId());
    sequence.framePayloadMax(exchange.framePayloadMax());
    return sequence;
  }

  /** Gives the payload of {@code sequence}'s first frame a relative offset (FC-FS-5 11.13). */
  public void relativeOffset(OutgoingSequence sequence, long offsetBytes) {
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    int control = FrameHeader.frameControl(header, base) | FrameControl.RELATIVE_OFFSET;
    FrameHeader.frameControl(header, base, control);
    FrameHeader.parameter(header, base, (int) offsetBytes);
  }

  /** Queues {@code sequence}, the next of {@code exchange}; this end must hold the initiative. */
  public void send(long nowNs, Exchange exchange, OutgoingSequence sequence, SequenceEnd end) {
    Check.that(exchange.initiative, "who sends holds the initiative", exchange.index());
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    FrameHeader.frameControl(
        header, base, FrameHeader.frameControl(header, base) | end.frameControl());
    FrameHeader.sequenceId(header, base, exchange.nextSequenceId);
    exchange.nextSequenceId = (exchange.nextSequenceId + 1) & 0xFF;
    int frames = FrameCutter.frameCount(sequence);
    if (options.continuousSequenceCount()) {
      FrameHeader.sequenceCount(header, base, exchange.nextSequenceCount);
      exchange.nextSequenceCount = (exchange.nextSequenceCount + frames) & 0xFFFF;
    } else {
      exchange.nextSequenceCount = frames & 0xFFFF;
    }
    exchange.firstSequenceSent = true;
    if (end == SequenceEnd.TRANSFER_INITIATIVE) {
      exchange.initiative = false;
    } else if (end == SequenceEnd.LAST) {
      exchange.on(ExchangeState.Event.LAST_SEQUENCE);
    }
    output.put(sequence);
    ready.run();
  }

  // Aborting.

  /**
   * Aborts {@code exchange} with ABTS: sequences of it that wait are given up, frames of it that
   * come are discarded. {@link ExchangeListener#onEnded} follows once.
   */
  public void abort(long nowNs, Exchange exchange) {
    aborts.abort(nowNs, exchange);
  }

  /** Agrees to the peer's ABTS; {@link ExchangeListener#onEnded} is called from within. */
  public void acceptAbort(long nowNs, Exchange exchange) {
    aborts.accept(nowNs, exchange);
  }

  /**
   * RRQ came from {@code remoteId}: the identifiers of the aborted exchange need not rest any more.
   * Whether there was one.
   */
  public boolean onRecoveryQualifierReinstated(
      int localId, int remoteId, int originatorId, int oxId, int rxId) {
    return aborts.onReinstated(localId, remoteId, originatorId, oxId, rxId);
  }

  /**
   * Ends all exchanges between {@code localId} and {@code remoteId}, and says so to their users.
   *
   * @param remoteId the peer's address, or {@link #ANY}
   * @param type of those exchanges, or {@link #ANY}
   * @param except one that goes on, since it is the very one that asks for this; may be null
   */
  public void endAll(
      long nowNs, int localId, int remoteId, int type, @Nullable Exchange except, ExchangeEnd end) {
    long limit = router.begun();
    for (int index = 0; index < table.size(); index++) {
      Exchange exchange = table.at(index);
      if (exchange.serial < limit
          && exchange != except
          && exchange.localId() == localId
          && (remoteId == ANY || exchange.remoteId() == remoteId)
          && (type == ANY || exchange.type() == type)) {
        aborts.cutOff(nowNs, exchange, end);
      }
    }
  }

  /** The link is gone: every exchange ends, everything that waits is given up. */
  public void onLinkDown(long nowNs) {
    long limit = router.begun();
    for (int index = 0; index < table.size(); index++) {
      if (table.at(index).serial < limit) {
        aborts.cutOff(nowNs, table.at(index), ExchangeEnd.LINK_DOWN);
      }
    }
    output.giveUpAll(nowNs, this::freeIfDone);
  }

  // The driver's side.

  /** As {@link org.quintain.wire.FrameEndpoint#onFrame}. */
  public void onFrame(long nowNs, ByteBuffer frame, int base, int lengthBytes, boolean initiates) {
    if (lengthBytes < FrameHeader.LENGTH_BYTES) {
      counters.add(Counter.MALFORMED_FRAMES);
      return;
    }
    if (RoutingControl.isBasicLinkService(FrameHeader.routingControl(frame, base))) {
      aborts.onBasicLinkService(nowNs, frame, base, lengthBytes - FrameHeader.LENGTH_BYTES);
      return;
    }
    Exchange exchange = router.route(nowNs, frame, base, initiates);
    if (exchange != null) {
      receiver.onFrame(nowNs, exchange, frame, base, lengthBytes, initiates);
    }
  }

  /** As {@link org.quintain.wire.FrameEndpoint#onSequence}. */
  public void onSequence(long nowNs, OutgoingSequence sequence) {
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    if (RoutingControl.isBasicLinkService(FrameHeader.routingControl(header, base))) {
      aborts.onBasicLinkService(nowNs, header, base, (int) sequence.payload().totalBytes());
      return;
    }
    Exchange exchange = router.route(nowNs, header, base, !sequence.continues());
    if (exchange != null) {
      receiver.onWhole(nowNs, exchange, sequence);
    }
  }

  /** Whether something is to be sent. */
  public boolean hasOutput() {
    return !output.isEmpty();
  }

  /** As {@link org.quintain.wire.FrameEndpoint#poll}. */
  public @Nullable OutgoingSequence poll() {
    return output.poll();
  }

  /** As {@link org.quintain.wire.FrameEndpoint#onSent}. */
  public void onSent(long nowNs, OutgoingSequence sequence) {
    Exchange exchange = output.takeBack(nowNs, sequence);
    if (exchange != null) {
      freeIfDone(exchange);
    }
  }

  /** The nearest deadline, or {@link org.quintain.time.DeadlineTable#NONE}. */
  public long nextDeadlineNs() {
    return timers.nearestNs();
  }

  /** Does all that is due. */
  public void onDeadline(long nowNs) {
    for (Exchange due = timers.due(nowNs); due != null; due = timers.due(nowNs)) {
      int kind = timers.kindOf(due);
      timers.clear(due);
      switch (kind) {
        case ExchangeTimers.SEQUENCE -> receiver.onTimeout(nowNs, due);
        case ExchangeTimers.REPLY -> due.listener.onReplyTimeout(nowNs, due);
        default -> aborts.onTimer(nowNs, due, kind);
      }
    }
  }

  // For the parts of this package.

  void startSequenceTimer(long nowNs, Exchange exchange) {
    timers.set(exchange, ExchangeTimers.SEQUENCE, nowNs + timeouts.errorDetectNs());
  }

  void stopReceiveTimers(Exchange exchange) {
    timers.clear(exchange, ExchangeTimers.SEQUENCE);
    timers.clear(exchange, ExchangeTimers.REPLY);
  }

  void markReady() {
    ready.run();
  }

  /** {@code exchange} is CLOSING: nothing finds it any more; free once nothing of it is sent. */
  void close(Exchange exchange) {
    timers.clear(exchange);
    receiver.abandon(exchange);
    exchange.forget(NOBODY);
    if (!exchange.isOriginator()) {
      table.leave(exchange);
    }
    freeIfDone(exchange);
  }

  /** Frees {@code exchange} if it is CLOSING and nothing of it is on its way. */
  void freeIfDone(Exchange exchange) {
    if (exchange.state() == ExchangeState.CLOSING && exchange.sequencesHeld == 0) {
      exchange.on(ExchangeState.Event.GIVEN_BACK);
      table.putBack(exchange);
    }
  }

  static ExchangeListener nobody() {
    return NOBODY;
  }

  /** The user of exchanges that have none. */
  private static final class Nobody implements ExchangeListener {
    @Override
    public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {}

    @Override
    public void onAbortRequested(long nowNs, Exchange exchange) {}

    @Override
    public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {}

    @Override
    public void onReplyTimeout(long nowNs, Exchange exchange) {}
  }
}
