// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.ExchangeCounters.Counter;
import org.quintain.fc.wire.FrameControl;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.sam.Check;

/** Brings a frame to its exchange, and makes the exchange if the frame is the first of one. */
final class FrameRouter {
  private final ExchangeManager manager;
  private final ExchangeTable table;
  private final ExchangeAcceptor acceptor;
  private @Nullable AbortProtocol aborts;
  private long begun;

  FrameRouter(ExchangeManager manager, ExchangeTable table, ExchangeAcceptor acceptor) {
    this.manager = manager;
    this.table = table;
    this.acceptor = acceptor;
  }

  void cutsOffBy(AbortProtocol protocol) {
    aborts = protocol;
  }

  private static AbortProtocol present(@Nullable AbortProtocol protocol) {
    Check.that(protocol != null, "a router is wired before frames come");
    return protocol;
  }

  /** How many exchanges were begun so far: an exchange's serial is below it. */
  long begun() {
    return begun;
  }

  long nextSerial() {
    return begun++;
  }

  boolean isLocal(int portId) {
    return acceptor.isLocal(portId);
  }

  /** The live exchange that a frame belongs to, a new one if it begins one; null to discard it. */
  @Nullable Exchange route(long nowNs, ByteBuffer frame, int base, boolean initiates) {
    Exchange exchange = table.find(frame, base);
    if (exchange != null && isReplaced(exchange, frame, base, initiates)) {
      present(aborts).cutOff(nowNs, exchange, ExchangeEnd.REPLACED);
      exchange = null;
    }
    if (exchange == null) {
      return accept(nowNs, frame, base, initiates);
    }
    if (!exchange.isLive()) {
      manager.counters().add(Counter.STRAY_FRAMES);
      return null;
    }
    int rxId = FrameHeader.responderExchangeId(frame, base);
    if (exchange.isOriginator() && rxId != FrameHeader.NO_EXCHANGE_ID) {
      exchange.responderExchangeId(rxId);
    }
    return exchange;
  }

  /**
   * Whether a peer begins another exchange under the OX_ID of one that it is done with: one that is
   * complete, or whose first sequence was another than this first.
   */
  private static boolean isReplaced(
      Exchange exchange, ByteBuffer frame, int base, boolean initiates) {
    return initiates
        && exchange.isLive()
        && !exchange.isOriginator()
        && (FrameHeader.frameControl(frame, base) & FrameControl.FIRST_SEQUENCE) != 0
        && (exchange.state() == ExchangeState.COMPLETE
            || FrameHeader.sequenceId(frame, base) != exchange.firstReceivedId);
  }

  private @Nullable Exchange accept(long nowNs, ByteBuffer frame, int base, boolean initiates) {
    int control = FrameHeader.frameControl(frame, base);
    int localId = FrameHeader.destinationId(frame, base);
    if ((control & FrameControl.RESPONDER) != 0
        || (control & FrameControl.FIRST_SEQUENCE) == 0
        || !initiates
        || !acceptor.isLocal(localId)) {
      manager.counters().add(Counter.STRAY_FRAMES);
      return null;
    }
    Exchange exchange = table.take();
    if (exchange == null) {
      manager.counters().add(Counter.EXHAUSTED);
      return null;
    }
    beginResponder(exchange, frame, base);
    ExchangeListener user = acceptor.accept(nowNs, exchange, frame, base);
    if (user == null) {
      manager.counters().add(Counter.REFUSED);
      exchange.on(ExchangeState.Event.RELEASED);
      manager.close(exchange);
      return null;
    }
    exchange.listener = user;
    manager.counters().add(Counter.ACCEPTED);
    return exchange;
  }

  /** Fills a slot just taken with what the first frame of a peer's exchange says. */
  void beginResponder(Exchange exchange, ByteBuffer frame, int base) {
    exchange.serial = nextSerial();
    exchange.begin(
        ExchangeManager.nobody(),
        false,
        FrameHeader.destinationId(frame, base),
        FrameHeader.sourceId(frame, base),
        FrameHeader.type(frame, base),
        FrameHeader.originatorExchangeId(frame, base));
    exchange.firstReceivedId = FrameHeader.sequenceId(frame, base);
    exchange.responderExchangeId(table.identifier(exchange));
    table.enter(exchange);
  }
}
