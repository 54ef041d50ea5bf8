// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.quintain.sim.time.EventHandler;
import org.quintain.sim.time.EventQueue;

/** The hold model: with a steady number of events pending, one is taken and one is scheduled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EventQueueBenchmark {
  private static final EventHandler NOTHING = (nowNs, kind, argument) -> {};

  /** Events pending. */
  @Param({"64", "4096"})
  public int pending;

  private EventQueue queue;
  private long random;

  /** Fills the queue. */
  @Setup
  public void fill() {
    queue = new EventQueue(pending + 1);
    random = 42;
    for (int index = 0; index < pending; index++) {
      queue.schedule(delay(), NOTHING, 0, index);
    }
  }

  /** One event out, one in. */
  @Benchmark
  public long hold() {
    queue.take();
    long nowNs = queue.timeNs();
    queue.schedule(nowNs + delay(), NOTHING, 1, nowNs);
    return nowNs;
  }

  private long delay() {
    random = random * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
    return (random >>> 44) + 1;
  }
}
