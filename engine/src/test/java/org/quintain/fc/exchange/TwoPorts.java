// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.wire.OutgoingSequence;

/** Two managers and the wire between them, which a test lets lose, repeat or hold frames. */
final class TwoPorts {
  static final int LEFT = 0x010100;
  static final int RIGHT = 0x010200;

  final Port left;
  final Port right;
  long nowNs = 1000;
  boolean whole;

  /** Says which frames get lost. */
  Predicate<Frame> loses = frame -> false;

  /** Says which frames come twice. */
  Predicate<Frame> repeats = frame -> false;

  final List<String> wire = new ArrayList<>();

  record Frame(byte[] bytes, boolean initiates) {
    int routingControl() {
      return FrameHeader.routingControl(ByteBuffer.wrap(bytes), 0);
    }

    int sequenceCount() {
      return FrameHeader.sequenceCount(ByteBuffer.wrap(bytes), 0);
    }
  }

  TwoPorts(ExchangeOptions options) {
    left = new Port(LEFT, options);
    right = new Port(RIGHT, options);
  }

  TwoPorts() {
    this(new ExchangeOptions(64, 256, 8192, 4, false, false));
  }

  /** Lets everything under way arrive. */
  void run() {
    boolean moved = true;
    while (moved) {
      moved = transfer(left, right);
      moved |= transfer(right, left);
    }
  }

  private boolean transfer(Port from, Port to) {
    boolean moved = false;
    OutgoingSequence sequence;
    while ((sequence = from.manager.poll()) != null) {
      moved = true;
      if (whole) {
        to.manager.onSequence(nowNs, sequence);
      } else {
        cut(sequence, to);
      }
      from.manager.onSent(nowNs, sequence);
    }
    return moved;
  }

  private void cut(OutgoingSequence sequence, Port to) {
    FrameCutter cutter = new FrameCutter();
    ByteBuffer bytes = ByteBuffer.allocate(2200);
    cutter.begin(sequence);
    while (cutter.hasNext()) {
      int length = cutter.nextWithoutCrc(bytes, 5);
      byte[] copy = new byte[length];
      bytes.get(5, copy);
      Frame frame = new Frame(copy, cutter.startDelimiter() == StartDelimiter.SOF_I3);
      wire.add(String.format("%02x/%06x", frame.routingControl(), control(copy)));
      if (loses.test(frame)) {
        continue;
      }
      deliver(frame, to);
      if (repeats.test(frame)) {
        deliver(frame, to);
      }
    }
  }

  private static int control(byte[] frame) {
    return FrameHeader.frameControl(ByteBuffer.wrap(frame), 0);
  }

  void deliver(Frame frame, Port to) {
    to.manager.onFrame(
        nowNs, ByteBuffer.wrap(frame.bytes()), 0, frame.bytes().length, frame.initiates());
  }

  /** Lets time pass to the next deadline of either port, and everything that follows happen. */
  void pass(long durationNs) {
    long until = nowNs + durationNs;
    run();
    while (Math.min(left.manager.nextDeadlineNs(), right.manager.nextDeadlineNs()) <= until) {
      nowNs = Math.min(left.manager.nextDeadlineNs(), right.manager.nextDeadlineNs());
      left.manager.onDeadline(nowNs);
      right.manager.onDeadline(nowNs);
      run();
    }
    nowNs = until;
  }

  /** One end: takes every exchange offered and keeps what it is told. */
  final class Port implements ExchangeAcceptor, ExchangeListener {
    final ExchangeManager manager;
    final int id;
    final List<String> told = new ArrayList<>();
    final Deque<Exchange> accepted = new ArrayDeque<>();
    boolean refuses;
    boolean acceptsAborts = true;
    ByteBuffer memory = ByteBuffer.allocate(1 << 16);
    Reaction reaction = (exchange, sequence) -> {};

    Port(int id, ExchangeOptions options) {
      this.id = id;
      manager = new ExchangeManager(this, options);
    }

    @Override
    public ExchangeListener accept(long now, Exchange exchange, ByteBuffer frame, int base) {
      exchange.framePayloadMax(512);
      if (refuses) {
        return null;
      }
      exchange.receiveInto(memory, 0, 0, memory.capacity());
      accepted.add(exchange);
      return this;
    }

    @Override
    public boolean isLocal(int portId) {
      return portId == id;
    }

    @Override
    public void onSequence(long now, Exchange exchange, ReceivedSequence sequence) {
      String text = "";
      for (int index = 0; index < Math.min(4, sequence.lengthBytes()); index++) {
        if (sequence.payload().capacity() > 0) {
          text += String.format("%02x", sequence.payload().get(sequence.payloadOffset() + index));
        }
      }
      told.add(
          String.format(
              "%02x %s %d at %d %s",
              sequence.routingControl(),
              sequence.status(),
              sequence.lengthBytes(),
              sequence.relativeOffsetBytes(),
              text));
      reaction.on(exchange, sequence);
    }

    @Override
    public void onAbortRequested(long now, Exchange exchange) {
      told.add("abort requested");
      if (acceptsAborts) {
        manager.acceptAbort(now, exchange);
      }
    }

    @Override
    public void onEnded(long now, Exchange exchange, ExchangeEnd end) {
      told.add("ended " + end);
    }

    @Override
    public void onReplyTimeout(long now, Exchange exchange) {
      told.add("no reply");
    }

    Exchange originate(int to) {
      Exchange exchange = manager.originate(this, id, to, FrameType.FCP, 512);
      if (exchange == null) {
        throw new AssertionError("no exchange left");
      }
      exchange.receiveInto(memory, 0, 0, memory.capacity());
      return exchange;
    }

    void send(Exchange exchange, int routingControl, int lengthBytes, SequenceEnd end) {
      OutgoingSequence sequence = manager.begin(exchange, routingControl);
      ByteBuffer bytes = ByteBuffer.allocate(lengthBytes);
      for (int index = 0; index < lengthBytes; index++) {
        bytes.put(index, (byte) (index * 7 + index / 256 + routingControl));
      }
      sequence.payload().add(bytes, 0, lengthBytes);
      manager.send(nowNs, exchange, sequence, end);
    }

    void sendData(Exchange exchange, ByteBuffer from, int offset, int length, SequenceEnd end) {
      OutgoingSequence sequence = manager.begin(exchange, 0x01);
      sequence.payload().add(from, offset, length);
      manager.relativeOffset(sequence, offset);
      manager.send(nowNs, exchange, sequence, end);
    }
  }

  /** What an end does with a sequence. */
  interface Reaction {
    void on(Exchange exchange, ReceivedSequence sequence);
  }
}
