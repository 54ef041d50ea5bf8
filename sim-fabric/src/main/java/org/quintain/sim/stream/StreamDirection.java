// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.time.EventHandler;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/**
 * One direction of a stream: a ring that the sender writes, the network carries and the receiver
 * reads. Bytes never move within it, only the four positions do.
 *
 * <pre>
 *   read ≤ arrived ≤ sent ≤ written
 *   |— unread —|— under way —|— unsent —|
 *   |←  receive buffer max  →|← send buffer max →|
 * </pre>
 */
final class StreamDirection implements EventHandler {
  private static final int TRANSMIT = 0;
  private static final int ARRIVE = 1;
  private static final int ARRIVE_END = 2;
  private static final long RETRANSMISSION_NS = 200_000_000L;
  private static final int SCRATCH_BYTES = 64 << 10;

  private final SimWorld world;
  private final SimStream stream;
  private final boolean fromInitiator;
  private final StreamProfile profile;
  private final StreamWeather weather;
  private final RandomStream random;
  private final TraceSource source;
  private final byte[] ring;
  private final int mask;
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private final CRC32C crc = new CRC32C();

  private long read;
  private long arrived;
  private long sent;
  private long written;
  private long busyUntilNs;
  private long lastArrivalNs;
  private long stalledUntilNs;
  private boolean transmitScheduled;
  private boolean endWanted;
  private boolean endSent;
  private boolean endArrived;
  private boolean shut;
  private boolean dead;

  StreamDirection(
      SimWorld world,
      SimStream stream,
      boolean fromInitiator,
      StreamProfile profile,
      StreamWeather weather) {
    this.world = world;
    this.stream = stream;
    this.fromInitiator = fromInitiator;
    this.profile = profile;
    this.weather = weather;
    String path = stream.name() + (fromInitiator ? "/initiator" : "/target");
    this.random = world.random(path);
    this.source = world.trace().source(path);
    int both = profile.sendBufferBytes() + profile.receiveBufferBytes();
    int capacity = Integer.highestOneBit(both - 1) << 1;
    this.ring = new byte[capacity];
    this.mask = capacity - 1;
  }

  void check() {
    Check.that(
        read <= arrived && arrived <= sent && sent <= written,
        "bytes are written, sent, arrive and are read in this order",
        arrived,
        sent);
    Check.that(
        written - sent <= profile.sendBufferBytes() && sent - read <= profile.receiveBufferBytes(),
        "a stream's buffers are bounded",
        written - sent,
        sent - read);
  }

  // The sender's side.

  int freeToWrite() {
    return shut || dead ? Integer.MAX_VALUE : (int) (profile.sendBufferBytes() - (written - sent));
  }

  /** Takes the first {@code length} bytes of {@code list}. */
  void write(SegmentList list, int length) {
    if (shut || dead) {
      return; // Nobody carries them: the reset that answers is under way.
    }
    int left = length;
    for (int index = 0; left > 0; index++) {
      int take = Math.min(left, list.length(index));
      copyIn(list.base(index), list.offset(index), take);
      left -= take;
    }
    scheduleTransmit(world.nowNs());
  }

  private void copyIn(ByteBuffer from, int offset, int length) {
    int at = (int) (written & mask);
    int first = Math.min(length, ring.length - at);
    from.get(offset, ring, at, first);
    if (first < length) {
      from.get(offset + first, ring, 0, length - first);
    }
    written += length;
  }

  /** The sender sends no more once all is out. */
  void end() {
    endWanted = true;
    scheduleTransmit(world.nowNs());
  }

  /**
   * Whether bytes written into this direction are lost, because it was shut or the stream is gone.
   */
  boolean isShut() {
    return shut;
  }

  /** Whether bytes were written that have not arrived. */
  boolean hasUnacknowledged() {
    return written > arrived;
  }

  void kill() {
    dead = true;
  }

  // The receiver's side.

  int available() {
    return (int) (arrived - read);
  }

  boolean isEndReached() {
    return endArrived && read == arrived;
  }

  /** Moves {@code length} bytes into {@code space} at its position, which moves. */
  void read(ByteBuffer space, int length) {
    Check.that(length <= arrived - read, "only bytes that arrived are read", length);
    int at = (int) (read & mask);
    int first = Math.min(length, ring.length - at);
    space.put(ring, at, first);
    if (first < length) {
      space.put(ring, 0, length - first);
    }
    boolean wasFull = sent - read >= profile.receiveBufferBytes();
    read += length;
    if (wasFull && written > sent) {
      scheduleTransmit(world.nowNs() + profile.latencyNs());
    }
  }

  /** How many of {@code most} bytes go at once: all of them, or a random part. */
  int cut(int most) {
    return most > 1 && random.chance(profile.cutProbability()) ? 1 + random.below(most) : most;
  }

  // The network.

  private void scheduleTransmit(long atNs) {
    if (!transmitScheduled && !dead) {
      transmitScheduled = true;
      world.schedule(Math.max(atNs, Math.max(busyUntilNs, stalledUntilNs)), this, TRANSMIT, 0);
    }
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (dead) {
      return;
    }
    if (kind == TRANSMIT) {
      transmitScheduled = false;
      transmit(nowNs);
    } else if (kind == ARRIVE) {
      arrived += argument;
      Check.that(arrived <= sent, "bytes arrive after they were sent", arrived, sent);
      stream.receiver(fromInitiator).onArrival(nowNs);
    } else {
      endArrived = true;
      stream.receiver(fromInitiator).onArrival(nowNs);
    }
  }

  private void transmit(long nowNs) {
    if (stalledUntilNs > nowNs || busyUntilNs > nowNs) {
      scheduleTransmit(nowNs);
      return;
    }
    long window = profile.receiveBufferBytes() - (sent - read);
    int length = (int) Math.min(Math.min(written - sent, window), profile.segmentBytesMax());
    length = Math.min(length, SCRATCH_BYTES);
    if (length > 0) {
      sendSegment(nowNs, stream.tap().cut(fromInitiator, cut(length)));
    }
    if (dead) {
      return;
    }
    if (written > sent) {
      if (profile.receiveBufferBytes() > sent - read) {
        scheduleTransmit(nowNs);
      }
    } else if (endWanted && !endSent) {
      sendEnd(nowNs, "");
    }
  }

  private void sendSegment(long nowNs, int length) {
    int at = (int) (sent & mask);
    int first = Math.min(length, ring.length - at);
    System.arraycopy(ring, at, scratch, 0, first);
    System.arraycopy(ring, 0, scratch, first, length - first);
    StreamTap tap = stream.tap();
    tap.onSegment(nowNs, fromInitiator, scratch, 0, length);
    StreamFaults faults = weather.faults();
    long delayNs = 0;
    String remark = "";
    if (random.chance(faults.bitFlip())) {
      int index = random.below(length);
      if (tap.isCovered(fromInitiator, index)) {
        scratch[index] ^= (byte) (1 << random.below(8));
        met(nowNs, StreamFaultKind.BIT_FLIP, sent + index);
        remark = "bit flip at byte " + index + " of this segment";
      } else {
        delayNs = retransmission(nowNs);
        remark = "checksum error, sent again later";
      }
    } else if (random.chance(faults.loss())) {
      delayNs = retransmission(nowNs);
      remark = "lost, sent again later";
    }
    System.arraycopy(scratch, 0, ring, at, first);
    System.arraycopy(scratch, first, ring, 0, length - first);
    crc.reset();
    crc.update(scratch, 0, length);
    tap.onSent(nowNs, fromInitiator, scratch, 0, length, remark);
    world.trace().event(nowNs, source, TraceKind.SEGMENT_SENT, length, crc.getValue());
    sent += length;
    busyUntilNs = nowNs + length * 1_000_000_000L / profile.bytesPerSecond();
    world.schedule(arrivalNs(delayNs), this, ARRIVE, length);
    stream.sender(fromInitiator).onSpace(nowNs);
    breakStream(nowNs, faults);
  }

  private long arrivalNs(long delayNs) {
    long onTheWay = profile.latencyNs() + random.exponentialNs(profile.jitterMeanNs());
    lastArrivalNs = Math.max(lastArrivalNs, busyUntilNs + delayNs + onTheWay);
    return lastArrivalNs;
  }

  private long retransmission(long nowNs) {
    met(nowNs, StreamFaultKind.LOSS, sent);
    return RETRANSMISSION_NS << random.below(3);
  }

  private void breakStream(long nowNs, StreamFaults faults) {
    if (random.chance(faults.stall())) {
      stalledUntilNs = nowNs + random.exponentialNs(faults.stallMeanNs());
      met(nowNs, StreamFaultKind.STALL, stalledUntilNs - nowNs);
    }
    if (random.chance(faults.reset())) {
      met(nowNs, StreamFaultKind.RESET, sent);
      stream.reset(nowNs, "injected reset");
    } else if (random.chance(faults.halfOpen())) {
      met(nowNs, StreamFaultKind.HALF_OPEN, sent);
      stream.loseOneEnd(nowNs, random.coin());
    } else if (!endSent && random.chance(faults.endOfStream())) {
      met(nowNs, StreamFaultKind.END_OF_STREAM, sent);
      shut = true;
      written = sent;
      sendEnd(nowNs, "injected end of stream");
    }
  }

  private void met(long nowNs, StreamFaultKind kind, long argument) {
    weather.onMet(kind);
    world.trace().event(nowNs, source, TraceKind.FAULT, kind.ordinal(), argument);
  }

  private void sendEnd(long nowNs, String remark) {
    endSent = true;
    stream.tap().onEndOfStream(nowNs, fromInitiator, remark);
    world.schedule(arrivalNs(0), this, ARRIVE_END, 0);
  }
}
