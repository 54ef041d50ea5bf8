// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ByteStream;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.World;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/** The initiator's end of a stream as bare bytes: an endpoint that knows no protocol. */
public final class SimByteStream implements ByteStream, StreamEndpoint {
  private final World world;
  private final ByteBuffer space = ByteBuffer.allocate(64 << 10);
  private byte[] in = new byte[64 << 10];
  private int inStart;
  private int inEnd;
  private byte[] out = new byte[4 << 10];
  private int outStart;
  private int outEnd;
  private ByteBuffer outView = ByteBuffer.wrap(out);
  private @Nullable StreamWire wire;
  private boolean ended;
  private boolean gone;
  private boolean closing;

  /** A stream that waits in {@code world}; it still has to be joined to its peer. */
  public SimByteStream(World world) {
    this.world = world;
  }

  /** Waits until the stream is up; false when that takes longer than {@code timeoutNs}. */
  public boolean awaitConnected(long timeoutNs) {
    return world.awaitUntil(() -> wire != null || gone, timeoutNs) && !gone;
  }

  @Override
  public void send(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (outEnd + length > out.length) {
      byte[] more = new byte[Math.max(2 * out.length, outEnd - outStart + length)];
      System.arraycopy(out, outStart, more, 0, outEnd - outStart);
      outEnd -= outStart;
      outStart = 0;
      out = more;
      outView = ByteBuffer.wrap(out);
    }
    bytes.get(out, outEnd, length);
    outEnd += length;
    StreamWire present = wire;
    if (present != null) {
      present.markReady();
    }
  }

  @Override
  public int receive(ByteBuffer into, long timeoutNs) {
    world.awaitUntil(() -> inEnd > inStart || ended || gone, timeoutNs);
    int length = Math.min(inEnd - inStart, into.remaining());
    if (length == 0) {
      return ended || gone ? -1 : 0;
    }
    into.put(in, inStart, length);
    inStart += length;
    return length;
  }

  @Override
  public void close() {
    closing = true;
    StreamWire present = wire;
    if (present != null && !gone) {
      present.markReady();
    }
  }

  @Override
  public void onConnected(long nowNs, StreamWire up) {
    wire = up;
  }

  @Override
  public ByteBuffer receiveSpace() {
    return space.clear();
  }

  @Override
  public void onReceived(long nowNs, int lengthBytes) {
    if (inEnd + lengthBytes > in.length) {
      int unread = inEnd - inStart;
      byte[] more =
          unread + lengthBytes > in.length ? Arrays.copyOf(in, 2 * (unread + lengthBytes)) : in;
      System.arraycopy(in, inStart, more, 0, unread);
      in = more;
      inStart = 0;
      inEnd = unread;
    }
    space.get(0, in, inEnd, lengthBytes);
    inEnd += lengthBytes;
  }

  @Override
  public void onEndOfStream(long nowNs) {
    ended = true;
  }

  @Override
  public void onDisconnected(long nowNs, String reason) {
    gone = true;
  }

  @Override
  public boolean hasOutput() {
    return outEnd > outStart;
  }

  @Override
  public void gather(SegmentList into, int maximumBytes) {
    into.add(outView, outStart, Math.min(maximumBytes, outEnd - outStart));
  }

  @Override
  public void onSent(long nowNs, long lengthBytes) {
    outStart += (int) lengthBytes;
  }

  @Override
  public long nextDeadlineNs() {
    return DeadlineTable.NONE;
  }

  @Override
  public void onDeadline(long nowNs) {
    // It has none.
  }

  @Override
  public boolean wantsClose() {
    return closing;
  }
}
