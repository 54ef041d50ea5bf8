// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Drives one connection as fast as it goes: keeps so many requests under way, reads all there is at
 * once, sends all that is due in one write. Used by one thread.
 */
final class LeanClient {
  private static final int READ_BYTES = 1 << 20;
  private static final long LONGEST_NS = 60_000_000_000L;
  private static final int DRAIN_SECONDS = 10;

  private final Wire wire;
  private final int depth;
  private final boolean isPolling;
  private final LongSupplier targetCpuNs;
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private final ByteBuffer out;
  private final long[] begunNs;
  private final int[] free;
  private final Histogram latencies = new Histogram(LONGEST_NS, 3);
  private final Wire.Answered answered = this::onAnswered;
  private int freeCount;
  private boolean measuring;
  private boolean stopping;
  private long count;

  LeanClient(Wire wire, Workload workload, LongSupplier targetCpuNs) {
    this.wire = wire;
    this.depth = workload.depth();
    this.isPolling = workload.isClientPolling();
    this.targetCpuNs = targetCpuNs;
    this.begunNs = new long[depth];
    this.free = new int[depth];
    for (int slot = 0; slot < depth; slot++) {
      free[freeCount++] = slot;
    }
    // Requests of all slots, and what the target may ask for meanwhile.
    int lengthBytes = workload.lengthBytes();
    this.out = ByteBuffer.allocateDirect(2 * depth * (lengthBytes + (lengthBytes >> 3) + 4096));
  }

  /** One turn at {@code port}: {@code warmUpNs} that do not count, then {@code runNs} that do. */
  Turn run(int port, long warmUpNs, long runNs) throws IOException {
    try (SocketChannel channel = SocketChannel.open();
        Selector selector = Selector.open()) {
      channel.connect(new InetSocketAddress("127.0.0.1", port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      wire.open(channel);
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      long startNs = System.nanoTime();
      pump(channel, selector, key, startNs + warmUpNs);
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      measuring = true;
      long ownAtStart = threads.getCurrentThreadCpuTime();
      long cpuAtStart = targetCpuNs.getAsLong();
      long measuredFromNs = System.nanoTime();
      pump(channel, selector, key, measuredFromNs + runNs);
      measuring = false;
      double tookNs = System.nanoTime() - measuredFromNs;
      double cpu = targetCpuNs.getAsLong() - cpuAtStart;
      double own = threads.getCurrentThreadCpuTime() - ownAtStart;
      stopping = true;
      pump(channel, selector, key, System.nanoTime() + DRAIN_SECONDS * 1_000_000_000L);
      key.cancel();
      selector.selectNow();
      channel.configureBlocking(true);
      wire.close(channel);
      double each = Math.max(1, count);
      return new Turn(
          count * 1e9 / tookNs,
          latencies.getValueAtPercentile(50) / 1e3,
          latencies.getValueAtPercentile(99.9) / 1e3,
          cpu / each / 1e3,
          own / each / 1e3);
    }
  }

  private void pump(SocketChannel channel, Selector selector, SelectionKey key, long untilNs)
      throws IOException {
    while (System.nanoTime() < untilNs) {
      long nowNs = stopping ? 0 : System.nanoTime();
      while (!stopping && freeCount > 0 && wire.mayPut()) {
        int slot = free[--freeCount];
        begunNs[slot] = nowNs;
        wire.put(out, slot);
      }
      if (stopping && freeCount == depth && out.position() == 0) {
        return;
      }
      int interest = SelectionKey.OP_READ | (flush(channel) ? 0 : SelectionKey.OP_WRITE);
      if (key.interestOps() != interest) {
        key.interestOps(interest);
      }
      if (!isPolling) {
        selector.select(1000);
        selector.selectedKeys().clear();
      }
      take(channel);
    }
  }

  /** Whether all went out. */
  private boolean flush(SocketChannel channel) throws IOException {
    out.flip();
    while (out.hasRemaining() && channel.write(out) > 0) {
      // As far as it goes.
    }
    boolean all = !out.hasRemaining();
    out.compact();
    return all;
  }

  private void take(SocketChannel channel) throws IOException {
    int got = channel.read(in);
    if (got < 0) {
      throw new EOFException("The target ended the stream.");
    }
    in.flip();
    wire.take(in, out, answered);
    in.compact();
  }

  private void onAnswered(int slot) {
    free[freeCount++] = slot;
    if (measuring) {
      count++;
      latencies.recordValue(Math.min(LONGEST_NS, System.nanoTime() - begunNs[slot]));
    }
  }
}
