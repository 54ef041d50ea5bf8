// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.quintain.sim.trace.Trace;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/** What one event costs a simulation's digest and its ring of last events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TraceBenchmark {
  private final Trace trace = new Trace();
  private final TraceSource source = trace.source("benchmark");
  private final TraceKind kind = TraceKind.values()[0];
  private long nowNs;

  /** One event. */
  @Benchmark
  public void event() {
    nowNs += 100;
    trace.event(nowNs, source, kind, nowNs, 7);
  }
}
