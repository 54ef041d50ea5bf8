// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/**
 * One connection that carries iSNSP, whoever opened it: messages in, messages out, one deadline.
 */
abstract class IsnsStream implements StreamEndpoint {
  private static final int QUEUED_MAX = 1024;

  private final IsnsReceiver receiver = new IsnsReceiver(this::onReceivedMessage);
  private final ArrayDeque<ByteBuffer> output = new ArrayDeque<>();
  private @Nullable StreamWire wire;
  private long deadlineNs = DeadlineTable.NONE;
  private boolean isWithinInput;
  private boolean isClosing;
  private boolean isEnded;

  /** The stream is up. */
  abstract void onUp(long nowNs, String localAddress);

  /** A message came. */
  abstract void onMessage(long nowNs, IsnsMessage message);

  /** The deadline that was set last has passed. */
  abstract void onTimeUp(long nowNs);

  /** It is over, for good; comes once. {@code reason} is one clause. */
  abstract void onEnded(long nowNs, String reason);

  final void send(IsnsMessage message) {
    if (!isClosing && output.size() < QUEUED_MAX) {
      output.add(message.encoded());
      wake();
    }
  }

  /** Calls {@link #onTimeUp} at {@code atNs}, in place of any time set before. */
  final void setDeadline(long atNs) {
    deadlineNs = atNs;
  }

  /** Closes once all output is sent. */
  final void close(long nowNs, String reason) {
    isClosing = true;
    deadlineNs = DeadlineTable.NONE;
    receiver.stop();
    end(nowNs, reason);
    wake();
  }

  final boolean isClosing() {
    return isClosing;
  }

  private void end(long nowNs, String reason) {
    if (!isEnded) {
      isEnded = true;
      onEnded(nowNs, reason);
    }
  }

  private void wake() {
    StreamWire present = wire;
    if (!isWithinInput && present != null) {
      present.markReady();
    }
  }

  private void onReceivedMessage(long nowNs, IsnsMessage message) {
    if (!isClosing) {
      onMessage(nowNs, message);
    }
  }

  @Override
  public final void onConnected(long nowNs, StreamWire itsWire) {
    wire = itsWire;
    isWithinInput = true;
    if (!isClosing) {
      onUp(nowNs, itsWire.localAddress());
    }
    isWithinInput = false;
  }

  @Override
  public final ByteBuffer receiveSpace() {
    return receiver.receiveSpace();
  }

  @Override
  public final void onReceived(long nowNs, int lengthBytes) {
    isWithinInput = true;
    receiver.onReceived(nowNs, lengthBytes);
    if (receiver.isFailed() && !isClosing) {
      close(nowNs, "the peer does not speak iSNSP");
    }
    isWithinInput = false;
  }

  @Override
  public final void onEndOfStream(long nowNs) {
    isWithinInput = true;
    close(nowNs, "the peer closed the connection");
    isWithinInput = false;
  }

  @Override
  public final void onDisconnected(long nowNs, String reason) {
    isWithinInput = true;
    isClosing = true;
    deadlineNs = DeadlineTable.NONE;
    output.clear();
    wire = null;
    end(nowNs, reason);
    isWithinInput = false;
  }

  @Override
  public final boolean hasOutput() {
    return !output.isEmpty();
  }

  @Override
  public final void gather(SegmentList into, int maximumBytes) {
    int gathered = 0;
    for (ByteBuffer each : output) {
      if (gathered >= maximumBytes || !into.hasRoom(1)) {
        return;
      }
      int length = Math.min(each.remaining(), maximumBytes - gathered);
      into.add(each, each.position(), length);
      gathered += length;
    }
  }

  @Override
  public final void onSent(long nowNs, long lengthBytes) {
    long left = lengthBytes;
    while (left > 0 && !output.isEmpty()) {
      ByteBuffer first = output.element();
      int taken = (int) Math.min(left, first.remaining());
      first.position(first.position() + taken);
      left -= taken;
      if (!first.hasRemaining()) {
        output.remove();
      }
    }
  }

  @Override
  public final long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public final void onDeadline(long nowNs) {
    if (deadlineNs <= nowNs) {
      isWithinInput = true;
      deadlineNs = DeadlineTable.NONE;
      onTimeUp(nowNs);
      isWithinInput = false;
    }
  }

  @Override
  public final boolean wantsClose() {
    return isClosing;
  }
}
