// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/**
 * Sends back what it receives, through spaces and pieces of random size, holding a bounded backlog.
 */
final class EchoEndpoint implements StreamEndpoint {
  static final int BACKLOG_BYTES = 200_000;

  private final Random random;
  private final ArrayDeque<ByteBuffer> backlog = new ArrayDeque<>();
  private int backlogBytes;
  private int headSent;
  private @Nullable ByteBuffer space;
  private boolean ended;
  private long gatheredBytes;
  private long deadlineNs = DeadlineTable.NONE;
  volatile @Nullable StreamWire wire;
  volatile int fullCount;
  volatile int deadlines;
  volatile @Nullable String disconnectReason;

  EchoEndpoint(long seed) {
    random = new Random(seed);
  }

  void deadline(long atNs) {
    deadlineNs = atNs;
  }

  @Override
  public void onConnected(long nowNs, StreamWire onWire) {
    wire = onWire;
  }

  @Override
  public ByteBuffer receiveSpace() {
    if (backlogBytes >= BACKLOG_BYTES) {
      fullCount++;
      return ByteBuffer.allocate(0);
    }
    ByteBuffer present = space;
    if (present == null || !present.hasRemaining()) {
      int length = random.nextInt(10) == 0 ? 64 << 10 : 1 + random.nextInt(2000);
      present =
          random.nextBoolean() ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
      space = present;
    }
    return present;
  }

  @Override
  public void onReceived(long nowNs, int lengthBytes) {
    ByteBuffer present = space;
    Check.that(present != null && lengthBytes <= present.remaining(), "bytes go where space was");
    ByteBuffer piece = ByteBuffer.allocateDirect(lengthBytes);
    piece.put(0, present, present.position(), lengthBytes);
    present.position(present.position() + lengthBytes);
    backlog.add(piece);
    backlogBytes += lengthBytes;
  }

  @Override
  public void onEndOfStream(long nowNs) {
    ended = true;
  }

  @Override
  public void onDisconnected(long nowNs, String reason) {
    Check.that(disconnectReason == null, "told once");
    disconnectReason = reason;
  }

  @Override
  public boolean hasOutput() {
    return backlogBytes > 0;
  }

  @Override
  public void gather(SegmentList into, int maximumBytes) {
    gatheredBytes = 0;
    int skip = headSent;
    for (ByteBuffer piece : backlog) {
      int length = piece.capacity() - skip;
      if (gatheredBytes + length > maximumBytes || !into.hasRoom(1)) {
        break;
      }
      into.add(piece, skip, length);
      gatheredBytes += length;
      skip = 0;
    }
  }

  @Override
  public void onSent(long nowNs, long lengthBytes) {
    Check.that(lengthBytes <= gatheredBytes, "no more is sent than was gathered");
    gatheredBytes -= lengthBytes;
    long left = lengthBytes;
    backlogBytes -= (int) lengthBytes;
    while (left > 0) {
      int head = backlog.getFirst().capacity() - headSent;
      if (left >= head) {
        backlog.removeFirst();
        headSent = 0;
        left -= head;
      } else {
        headSent += (int) left;
        left = 0;
      }
    }
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public void onDeadline(long nowNs) {
    deadlineNs = DeadlineTable.NONE;
    deadlines++;
  }

  @Override
  public boolean wantsClose() {
    return ended;
  }
}
