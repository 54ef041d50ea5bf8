// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.bare;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.initiator.FramePort;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.FrameWire;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * The {@link FramePort} on any driver of frame links: to the driver an endpoint that sends single
 * frames, to the suite's thread a queue of those that came. The endpoint's side lives on the
 * world's reactor.
 */
public final class BareFramePort implements FramePort, FrameEndpoint {
  private final World world;
  private final long portName;
  private final long nodeName;
  private final Runnable whenClosed;
  private final ArrayDeque<OutgoingSequence> output = new ArrayDeque<>();
  private final FrameCutter cutter = new FrameCutter();
  private @Nullable FrameWire wire;
  private Arrival newest = new Arrival(new Frame(new byte[0], false));

  private volatile boolean up;
  private volatile boolean fabric = true;
  private volatile int assignedPortId;
  private volatile int framePayloadMax = FrameHeader.PAYLOAD_BYTES_MAX;
  private volatile SortedMap<Long, Integer> neighbours = new TreeMap<>();

  /** The frame that the suite took last; those after it are new. */
  private Arrival taken = newest;

  private boolean closed;

  /** A frame that came, and the one after it once there is one. */
  private static final class Arrival {
    final Frame frame;
    volatile @Nullable Arrival next;

    Arrival(Frame frame) {
      this.frame = frame;
    }
  }

  /**
   * A port that still has to be given to a driver on {@code world}'s reactor.
   *
   * @param whenClosed takes it off the link; run once, by the suite's thread
   */
  public BareFramePort(World world, long portName, long nodeName, Runnable whenClosed) {
    this.world = world;
    this.portName = portName;
    this.nodeName = nodeName;
    this.whenClosed = whenClosed;
  }

  // The suite's side.

  @Override
  public long portName() {
    return portName;
  }

  @Override
  public long nodeName() {
    return nodeName;
  }

  @Override
  public boolean hasFabric() {
    return fabric;
  }

  @Override
  public int assignedPortId() {
    return assignedPortId;
  }

  @Override
  public int neighbourPortId(long name) {
    return neighbours.getOrDefault(name, 0);
  }

  @Override
  public int framePayloadMax() {
    return framePayloadMax;
  }

  @Override
  public boolean isUp() {
    return up;
  }

  /** Waits until the link is up; false when that takes longer than {@code timeoutNs}. */
  public boolean awaitUp(long timeoutNs) {
    return world.awaitUntil(() -> up, timeoutNs);
  }

  /** Waits until the link found the port of that name; false when that takes too long. */
  public boolean awaitNeighbour(long name, long timeoutNs) {
    return world.awaitUntil(() -> neighbours.containsKey(name), timeoutNs);
  }

  @Override
  public void send(Frame frame) {
    OutgoingSequence sequence = sequenceOf(frame);
    onReactor(
        nowNs -> {
          FrameWire present = wire;
          if (present != null) {
            output.add(sequence);
            present.markReady();
          }
        });
  }

  private static OutgoingSequence sequenceOf(Frame frame) {
    byte[] bytes = frame.bytes().clone();
    Check.that(
        bytes.length >= Frame.HEADER_BYTES && bytes.length <= Frame.BYTES_MAX,
        "a frame has a header, and 2112 bytes of payload at most",
        bytes.length);
    int payload = bytes.length - Frame.HEADER_BYTES;
    OutgoingSequence sequence = new OutgoingSequence(0, ByteBuffer.wrap(bytes), 0, payload);
    if (payload > 0) {
      sequence.inlinePayload(payload);
    }
    sequence.framePayloadMax(FrameHeader.PAYLOAD_BYTES_MAX);
    sequence.continues(!frame.initiates());
    return sequence;
  }

  private void onReactor(ReactorTask task) {
    if (world.reactor().isCurrent()) {
      task.run(world.nowNs());
    } else {
      world.reactor().post(task);
    }
  }

  @Override
  public @Nullable Frame receive(long timeoutNs) {
    world.awaitUntil(() -> taken.next != null, timeoutNs);
    Arrival next = taken.next;
    if (next == null) {
      return null;
    }
    taken = next;
    return next.frame;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      whenClosed.run();
    }
  }

  // The driver's side.

  @Override
  public void onLinkUp(long nowNs, FrameWire linkWire) {
    wire = linkWire;
    fabric = linkWire.topology() != LinkTopology.POINT_TO_MULTIPOINT;
    assignedPortId = linkWire.assignedPortId();
    framePayloadMax = linkWire.framePayloadMax();
    up = true;
    world.wake();
  }

  @Override
  public void onLinkDown(long nowNs, String reason) {
    wire = null;
    output.clear();
    up = false;
    world.wake();
  }

  @Override
  public void onFrame(long nowNs, ByteBuffer frame, int base, int lengthBytes, boolean initiates) {
    byte[] bytes = new byte[lengthBytes];
    frame.get(base, bytes);
    Arrival arrival = new Arrival(new Frame(bytes, initiates));
    newest.next = arrival;
    newest = arrival;
    world.wake();
  }

  @Override
  public void onSequence(long nowNs, OutgoingSequence sequence) {
    cutter.begin(sequence);
    while (cutter.hasNext()) {
      ByteBuffer frame = ByteBuffer.allocate(cutter.nextLengthBytes());
      int length = cutter.nextWithoutCrc(frame, 0);
      onFrame(nowNs, frame, 0, length, cutter.startDelimiter() == StartDelimiter.SOF_I3);
    }
  }

  @Override
  public boolean seesFrames() {
    return true;
  }

  @Override
  public void onNeighbour(long nowNs, int portId, long name, long node) {
    SortedMap<Long, Integer> more = new TreeMap<>(neighbours);
    more.put(name, portId);
    neighbours = more;
    world.wake();
  }

  @Override
  public void onNeighbourLost(long nowNs, int portId) {
    SortedMap<Long, Integer> fewer = new TreeMap<>(neighbours);
    fewer.values().removeIf(id -> id == portId);
    neighbours = fewer;
  }

  @Override
  public boolean hasOutput() {
    return !output.isEmpty();
  }

  @Override
  public @Nullable OutgoingSequence poll(long nowNs) {
    return output.poll();
  }

  @Override
  public void onSent(long nowNs, OutgoingSequence sequence) {
    // Its memory is its own.
  }

  @Override
  public long nextDeadlineNs() {
    return DeadlineTable.NONE;
  }

  @Override
  public void onDeadline(long nowNs) {
    // It has none.
  }
}
