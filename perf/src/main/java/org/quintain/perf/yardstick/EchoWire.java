// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;

/**
 * The client's end of the bare echo: a request is a header of 48 bytes and, for a write, data; an
 * answer is a header and, for a read, data. Answers come in order.
 */
final class EchoWire implements Wire {
  static final int HEADER_BYTES = 48;
  static final int PLACE_AT = 16;

  private final Workload workload;
  private final SplittableRandom random = new SplittableRandom(1);
  private final ByteBuffer payload;
  private final int replyBytes;
  private final int[] underWay;
  private int first;
  private int count;
  private int got;
  private long next;

  EchoWire(Workload workload) {
    this.workload = workload;
    this.payload = ByteBuffer.allocateDirect(workload.isWrite() ? workload.lengthBytes() : 0);
    this.replyBytes = HEADER_BYTES + (workload.isWrite() ? 0 : workload.lengthBytes());
    this.underWay = new int[workload.depth()];
  }

  /** What the echo needs to know before the first request: how long requests and answers are. */
  @Override
  public void open(SocketChannel channel) throws IOException {
    ByteBuffer sizes = ByteBuffer.allocate(8);
    sizes.putInt(HEADER_BYTES + payload.capacity()).putInt(replyBytes).flip();
    while (sizes.hasRemaining()) {
      channel.write(sizes);
    }
  }

  @Override
  public boolean mayPut() {
    return count < underWay.length;
  }

  @Override
  public int requestBytesMax() {
    return HEADER_BYTES + payload.capacity();
  }

  @Override
  public void put(ByteBuffer out, int slot) {
    int at = out.position();
    out.putLong(at + PLACE_AT, workload.isRandom() ? random.nextLong() : next++);
    out.position(at + HEADER_BYTES);
    out.put(payload.clear());
    underWay[(first + count++) % underWay.length] = slot;
  }

  @Override
  public void take(ByteBuffer in, ByteBuffer out, Answered answered) throws IOException {
    while (in.hasRemaining()) {
      int piece = Math.min(replyBytes - got, in.remaining());
      in.position(in.position() + piece);
      got += piece;
      if (got == replyBytes) {
        got = 0;
        int slot = underWay[first];
        first = (first + 1) % underWay.length;
        count--;
        answered.onAnswered(slot);
      }
    }
  }

  @Override
  public void close(SocketChannel channel) throws IOException {
    channel.close();
  }
}
