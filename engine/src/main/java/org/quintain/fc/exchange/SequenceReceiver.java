// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameControl;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.memory.BufferPool;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.wire.OutgoingSequence;

/**
 * Puts the frames of class 3 sequences together (FC-FS-5 12): data straight to their place,
 * information units into one piece. One sequence at a time for each exchange; another one that
 * begins ends it, broken.
 */
final class SequenceReceiver {
  private static final int NEWER_MAX = 0x80;

  private final ExchangeManager manager;
  private final BufferPool assemblies;
  private final int assemblyBytes;
  private final ReceivedSequence received = new ReceivedSequence();
  private final FrameCutter cutter = new FrameCutter();
  private final ByteBuffer cut =
      ByteBuffer.allocate(FrameHeader.LENGTH_BYTES + FrameHeader.PAYLOAD_BYTES_MAX + 8);

  SequenceReceiver(ExchangeManager manager, ExchangeOptions options) {
    this.manager = manager;
    assemblyBytes = options.assemblyBytes();
    assemblies =
        new BufferPool(new int[] {assemblyBytes}, new int[] {options.assembliesMax()}, false);
  }

  int assembliesLent() {
    return assemblies.lentCount();
  }

  void onFrame(
      long nowNs, Exchange exchange, ByteBuffer frame, int base, int lengthBytes, boolean first) {
    int control = FrameHeader.frameControl(frame, base);
    int payload = lengthBytes - FrameHeader.LENGTH_BYTES - (control & FrameControl.FILL_BYTES_MASK);
    if (payload < 0) {
      manager.counters().add(ExchangeCounters.Counter.MALFORMED_FRAMES);
      return;
    }
    if (!belongs(nowNs, exchange, frame, base, first)) {
      return;
    }
    int count = FrameHeader.sequenceCount(frame, base);
    int ahead = (count - exchange.receivedNextCount) & 0xFFFF;
    if (ahead >= 0x8000) {
      manager.counters().add(ExchangeCounters.Counter.DUPLICATE_FRAMES);
      return;
    }
    if (ahead != 0) {
      fail(exchange, SequenceStatus.MISSING_FRAMES);
    }
    exchange.receivedNextCount = (count + 1) & 0xFFFF;
    exchange.receivedFrameControl = control;
    boolean isLast = (control & FrameControl.END_SEQUENCE) != 0;
    boolean isWhole = isLast && exchange.receivedBytes == 0 && exchange.assembly == null;
    ByteBuffer unit = frame;
    int unitAt = base + FrameHeader.LENGTH_BYTES;
    if (isData(exchange)) {
      placeData(exchange, frame, base, payload, control);
      exchange.receivedBytes += payload;
    } else if (!isWhole) {
      assemble(exchange, frame, unitAt, payload);
      exchange.receivedBytes += payload;
      MemoryBlock assembly = exchange.assembly;
      if (assembly != null) {
        unit = assembly.bytes();
        unitAt = 0;
      }
    } else {
      exchange.receivedBytes = payload;
    }
    if (isLast) {
      end(nowNs, exchange, control, unit, unitAt);
    } else {
      manager.startSequenceTimer(nowNs, exchange);
    }
  }

  /**
   * Whether the frame goes into the sequence that comes, once it was begun if the frame begins one.
   */
  private boolean belongs(
      long nowNs, Exchange exchange, ByteBuffer frame, int base, boolean first) {
    int sequenceId = FrameHeader.sequenceId(frame, base);
    int ahead = (sequenceId - exchange.receivedSequenceId) & 0xFF;
    if (first) {
      if (isRepetition(exchange, frame, base)) {
        manager.counters().add(ExchangeCounters.Counter.DUPLICATE_FRAMES);
        return false;
      }
      if (!breakOff(nowNs, exchange)) {
        return false;
      }
      begin(exchange, frame, base);
      return true;
    }
    if (exchange.receiving && ahead == 0) {
      return true;
    }
    // Its first frame was lost, or it is late: later sequences have later numbers.
    if (exchange.anyReceived && (ahead == 0 || ahead >= NEWER_MAX)) {
      manager.counters().add(ExchangeCounters.Counter.DUPLICATE_FRAMES);
      return false;
    }
    if (!breakOff(nowNs, exchange)) {
      return false;
    }
    begin(exchange, frame, base);
    fail(exchange, SequenceStatus.MISSING_FRAMES);
    return true;
  }

  private static boolean isRepetition(Exchange exchange, ByteBuffer frame, int base) {
    return exchange.anyReceived
        && FrameHeader.sequenceId(frame, base) == exchange.receivedSequenceId
        && FrameHeader.sequenceCount(frame, base) == exchange.receivedFirstCount
        && FrameHeader.routingControl(frame, base) == exchange.receivedRoutingControl
        && FrameHeader.parameter(frame, base) == exchange.receivedParameter;
  }

  /** Ends a sequence that had not come to its end; whether the exchange goes on. */
  private boolean breakOff(long nowNs, Exchange exchange) {
    if (!exchange.receiving) {
      return true;
    }
    int generation = exchange.generation();
    onTimeout(nowNs, exchange);
    return exchange.generation() == generation && exchange.isLive();
  }

  private static void begin(Exchange exchange, ByteBuffer frame, int base) {
    exchange.receiving = true;
    exchange.anyReceived = true;
    exchange.receivedSequenceId = FrameHeader.sequenceId(frame, base);
    exchange.receivedFirstCount = FrameHeader.sequenceCount(frame, base);
    exchange.receivedNextCount = exchange.receivedFirstCount;
    exchange.receivedBytes = 0;
    exchange.receivedRoutingControl = FrameHeader.routingControl(frame, base);
    exchange.receivedParameter = FrameHeader.parameter(frame, base);
    exchange.receivedClassSpecificControl = FrameHeader.classSpecificControl(frame, base);
    exchange.receivedDestinationId = FrameHeader.destinationId(frame, base);
    exchange.receivedSourceId = FrameHeader.sourceId(frame, base);
    exchange.receivedStatus = SequenceStatus.COMPLETE;
  }

  private static boolean isData(Exchange exchange) {
    return exchange.receivedRoutingControl == RoutingControl.SOLICITED_DATA;
  }

  private static void fail(Exchange exchange, SequenceStatus status) {
    if (exchange.receivedStatus == SequenceStatus.COMPLETE) {
      exchange.receivedStatus = status;
    }
  }

  private void placeData(
      Exchange exchange, ByteBuffer frame, int base, int lengthBytes, int control) {
    if (exchange.receivedStatus != SequenceStatus.COMPLETE) {
      return;
    }
    int expected = exchange.receivedParameter + exchange.receivedBytes;
    boolean hasOffset = (control & FrameControl.RELATIVE_OFFSET) != 0;
    int offset = hasOffset ? FrameHeader.parameter(frame, base) : expected;
    if (offset != expected) {
      fail(exchange, SequenceStatus.OFFSET_JUMPED);
    } else if (!exchange.place(
        frame, base + FrameHeader.LENGTH_BYTES, lengthBytes, Integer.toUnsignedLong(offset))) {
      fail(exchange, SequenceStatus.OUTSIDE_WINDOW);
    }
  }

  private void assemble(Exchange exchange, ByteBuffer frame, int at, int lengthBytes) {
    if (exchange.receivedStatus != SequenceStatus.COMPLETE) {
      return;
    }
    MemoryBlock assembly = exchange.assembly;
    if (assembly == null) {
      assembly = assemblies.acquire(assemblyBytes);
      exchange.assembly = assembly;
    }
    if (assembly == null || exchange.receivedBytes + lengthBytes > assemblyBytes) {
      fail(exchange, SequenceStatus.TOO_LONG);
      return;
    }
    assembly.bytes().put(exchange.receivedBytes, frame, at, lengthBytes);
  }

  /** All frames of a sequence at once; whatever is not plain goes frame by frame. */
  void onWhole(long nowNs, Exchange exchange, OutgoingSequence sequence) {
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    if (exchange.receiving || sequence.continues() || isRepetition(exchange, header, base)) {
      cutUp(nowNs, exchange, sequence);
      return;
    }
    SegmentList payload = sequence.payload();
    int length = (int) payload.totalBytes();
    int frames = FrameCutter.frameCount(sequence);
    boolean data = FrameHeader.routingControl(header, base) == RoutingControl.SOLICITED_DATA;
    int control = FrameHeader.frameControl(header, base);
    if ((control & FrameControl.END_SEQUENCE) == 0
        || (data && !(exchange.covers(FrameHeader.parameter(header, base), length)))
        || (!data && (payload.count() > 1 || (frames > 1 && length > assemblyBytes)))) {
      cutUp(nowNs, exchange, sequence);
      return;
    }
    begin(exchange, header, base);
    exchange.receivedNextCount = (exchange.receivedFirstCount + frames) & 0xFFFF;
    exchange.receivedFrameControl =
        (control & ~FrameControl.FILL_BYTES_MASK) | (-length & FrameControl.FILL_BYTES_MASK);
    exchange.receivedBytes = length;
    if (data) {
      long offset = Integer.toUnsignedLong(exchange.receivedParameter);
      for (int index = 0; index < payload.count(); index++) {
        exchange.place(payload.base(index), payload.offset(index), payload.length(index), offset);
        offset += payload.length(index);
      }
      end(nowNs, exchange, exchange.receivedFrameControl, header, base);
    } else if (length == 0) {
      end(nowNs, exchange, exchange.receivedFrameControl, header, base);
    } else {
      end(nowNs, exchange, exchange.receivedFrameControl, payload.base(0), payload.offset(0));
    }
  }

  private void cutUp(long nowNs, Exchange exchange, OutgoingSequence sequence) {
    int generation = exchange.generation();
    cutter.begin(sequence);
    while (cutter.hasNext() && exchange.generation() == generation && exchange.isLive()) {
      int length = cutter.nextWithoutCrc(cut, 0);
      boolean first = cutter.startDelimiter() == StartDelimiter.SOF_I3;
      onFrame(nowNs, exchange, cut, 0, length, first);
    }
  }

  /** The sequence that comes does not go on: what came of it is told as broken. */
  void onTimeout(long nowNs, Exchange exchange) {
    fail(exchange, SequenceStatus.MISSING_FRAMES);
    MemoryBlock assembly = exchange.assembly;
    ByteBuffer unit = assembly == null ? cut : assembly.bytes();
    // What its end would have said is not known.
    deliver(nowNs, exchange, exchange.receivedFrameControl, unit, 0);
  }

  private void end(long nowNs, Exchange exchange, int control, ByteBuffer unit, int unitAt) {
    if ((control & FrameControl.TRANSFER_INITIATIVE) != 0) {
      exchange.initiative = true;
    }
    if ((control & FrameControl.LAST_SEQUENCE) != 0) {
      exchange.on(ExchangeState.Event.LAST_SEQUENCE);
    }
    deliver(nowNs, exchange, control, unit, unitAt);
  }

  private void deliver(long nowNs, Exchange exchange, int control, ByteBuffer unit, int unitAt) {
    MemoryBlock assembly = exchange.assembly;
    exchange.assembly = null;
    exchange.receiving = false;
    manager.stopReceiveTimers(exchange);
    boolean isUnit = !isData(exchange) && exchange.receivedStatus == SequenceStatus.COMPLETE;
    received.status = exchange.receivedStatus;
    received.routingControl = exchange.receivedRoutingControl;
    received.frameControl = control;
    received.sequenceId = exchange.receivedSequenceId;
    received.classSpecificControl = exchange.receivedClassSpecificControl;
    received.destinationId = exchange.receivedDestinationId;
    received.sourceId = exchange.receivedSourceId;
    received.parameter = exchange.receivedParameter;
    received.lengthBytes = exchange.receivedBytes;
    if (isUnit) {
      received.payload = unit;
      received.payloadOffset = unitAt;
    } else {
      received.forget();
    }
    if (exchange.receivedStatus != SequenceStatus.COMPLETE) {
      manager.counters().add(ExchangeCounters.Counter.BROKEN_SEQUENCES);
    }
    exchange.listener.onSequence(nowNs, exchange, received);
    received.forget();
    putBack(assembly);
  }

  /** Forgets what came of the sequence under way. */
  void abandon(Exchange exchange) {
    putBack(exchange.assembly);
    exchange.assembly = null;
    exchange.receiving = false;
  }

  private void putBack(@Nullable MemoryBlock assembly) {
    if (assembly != null) {
      assemblies.release(assembly);
    }
  }
}
