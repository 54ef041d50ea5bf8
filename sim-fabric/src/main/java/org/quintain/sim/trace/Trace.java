// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.random.RandomStream;

/**
 * The trace of one run: a digest that every event moves, a ring of the last events, and, where a
 * sink is given, one line per event. The sink doesn't change the digest. Owned by the simulation's
 * thread.
 */
public final class Trace {
  private static final int RING = 256;
  private static final long P1 = 0x9FB2_1C65_1E98_DF25L;
  private static final long P2 = 0xD6E8_FEB8_6659_FD93L;

  private final @Nullable Appendable sink;
  private long laneOne = 0x6A09_E667_F3BC_C908L;
  private long laneTwo = 0xBB67_AE85_84CA_A73BL;
  private long events;

  private final long[] ringTimeNs = new long[RING];
  private final @Nullable TraceSource[] ringSource = new @Nullable TraceSource[RING];
  private final @Nullable TraceKind[] ringKind = new @Nullable TraceKind[RING];
  private final long[] ringFirst = new long[RING];
  private final long[] ringSecond = new long[RING];

  /** A trace that keeps no lines. */
  public Trace() {
    this(null);
  }

  /** A trace that writes each event as a line into {@code sink}, if there is one. */
  public Trace(@Nullable Appendable sink) {
    this.sink = sink;
  }

  /** Names a component. */
  public TraceSource source(String name) {
    return new TraceSource(name);
  }

  /** Something happened. */
  public void event(long nowNs, TraceSource source, TraceKind kind, long first, long second) {
    laneOne = Long.rotateLeft(laneOne ^ (nowNs + source.hash()), 27) * P1 + first;
    laneTwo = Long.rotateLeft(laneTwo ^ (kind.hash() + second), 31) * P2 + laneOne;
    int at = (int) (events++ & (RING - 1));
    ringTimeNs[at] = nowNs;
    ringSource[at] = source;
    ringKind[at] = kind;
    ringFirst[at] = first;
    ringSecond[at] = second;
    if (sink != null) {
      write(sink, line(nowNs, source, kind, first, second));
    }
  }

  /** A line for the reader of the sink alone; the digest doesn't know it. */
  public void remark(long nowNs, TraceSource source, String text) {
    if (sink != null) {
      write(sink, time(nowNs) + " " + source.name() + " # " + text);
    }
  }

  /** Whether remarks go anywhere. */
  public boolean hasSink() {
    return sink != null;
  }

  private static void write(Appendable sink, String line) {
    try {
      sink.append(line).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("the trace cannot be written", e);
    }
  }

  /** The digest of everything so far. */
  public long digest() {
    return RandomStream.mix(laneOne ^ RandomStream.mix(laneTwo ^ events));
  }

  /** The digest as 16 hexadecimal digits. */
  public String digestText() {
    return String.format(Locale.ROOT, "%016x", digest());
  }

  /** How many events there were. */
  public long events() {
    return events;
  }

  /** The last events, oldest first, as lines: what a broken invariant is explained with. */
  public List<String> last(int count) {
    List<String> lines = new ArrayList<>();
    long kept = Math.min(Math.min(count, RING), events);
    for (long number = events - kept; number < events; number++) {
      int at = (int) (number & (RING - 1));
      TraceSource source = ringSource[at];
      TraceKind kind = ringKind[at];
      if (source != null && kind != null) {
        lines.add(line(ringTimeNs[at], source, kind, ringFirst[at], ringSecond[at]));
      }
    }
    return lines;
  }

  /** Virtual time as seconds with nine digits. */
  public static String time(long nowNs) {
    return String.format(Locale.ROOT, "%d.%09d", nowNs / 1_000_000_000L, nowNs % 1_000_000_000L);
  }

  private static String line(
      long nowNs, TraceSource source, TraceKind kind, long first, long second) {
    StringBuilder line = new StringBuilder(96);
    line.append(time(nowNs)).append(' ').append(source.name()).append(' ').append(kind.label());
    number(line, kind.firstName(), first);
    number(line, kind.secondName(), second);
    return line.toString();
  }

  private static void number(StringBuilder line, String name, long value) {
    if (name.isEmpty()) {
      return;
    }
    line.append(' ').append(name).append('=');
    if (name.equals("crc")) {
      line.append(Long.toHexString(value));
    } else {
      line.append(value);
    }
  }
}
