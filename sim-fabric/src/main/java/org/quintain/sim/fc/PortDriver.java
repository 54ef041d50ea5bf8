// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameCrc;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.sam.Check;
import org.quintain.sim.fc.link.FramePool;
import org.quintain.sim.fc.link.LinkClient;
import org.quintain.sim.fc.link.LinkEnd;
import org.quintain.sim.fc.link.LinkFrame;
import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.FrameWire;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * The adapter of a node: the loop that {@link FrameEndpoint} asks for, on the port's own reactor.
 * Cuts sequences into frames as fast as the link takes them, and throws away frames whose CRC is
 * wrong.
 *
 * <pre>
 * DOWN ⇄ UP       GONE: the node lost its power
 * </pre>
 */
final class PortDriver implements LinkClient, FrameWire, ReactorEvents {
  private static final int INITIATES = StartDelimiter.SOF_I3.orderedSet();
  private static final int PUMP = 0;
  private static final int LINK_UP = 1;
  private static final int LINK_DOWN = 2;

  private final SimWorld world;
  private final String name;
  private final SimReactor reactor;
  private final FramePool pool;
  private final LinkTopology topology;
  private final int assignedPortId;
  private final int framePayloadMax;
  private final FrameCrc crc = new FrameCrc();
  private final FrameCutter cutter = new FrameCutter();
  private final Alarm alarm;
  private @Nullable FrameEndpoint endpoint;
  private @Nullable LinkEnd endOnceAttached;
  private @Nullable OutgoingSequence cut;
  private boolean isUp;
  private boolean pumpScheduled;
  private boolean pumping;
  private long badFrames;

  /**
   * A driver that waits for its link.
   *
   * @param name the port's path, such as "target/0"
   * @param assignedPortId what loop initialisation gave the port, or 0
   */
  PortDriver(
      SimWorld world,
      String name,
      SimReactor reactor,
      FramePool pool,
      FrameEndpoint endpoint,
      LinkTopology topology,
      int assignedPortId,
      int framePayloadMax) {
    this.world = world;
    this.name = name;
    this.reactor = reactor;
    this.pool = pool;
    this.endpoint = endpoint;
    this.topology = topology;
    this.assignedPortId = assignedPortId;
    this.framePayloadMax = framePayloadMax;
    this.alarm = new Alarm(reactor);
  }

  /** What the event queue keeps of deadlines, so that it keeps nothing of a node that is gone. */
  private final class Alarm implements ReactorEvents {
    private final SimReactor bound;
    private long armedNs = DeadlineTable.NONE;

    Alarm(SimReactor bound) {
      this.bound = bound;
    }

    @Override
    public SimReactor reactor() {
      return bound;
    }

    void arm(long nearestNs) {
      if (nearestNs < armedNs) {
        armedNs = nearestNs;
        world.schedule(nearestNs, this, 0, nearestNs);
      }
    }

    @Override
    public void onEvent(long nowNs, int kind, long argument) {
      if (argument == armedNs) {
        armedNs = DeadlineTable.NONE;
      }
      FrameEndpoint present = endpoint;
      if (present != null) {
        if (present.nextDeadlineNs() <= nowNs) {
          present.onDeadline(nowNs);
        }
        pump(nowNs);
      }
    }
  }

  /** The end of the link that it stands at. */
  void attach(LinkEnd end) {
    endOnceAttached = end;
  }

  LinkEnd end() {
    LinkEnd present = endOnceAttached;
    Check.that(present != null, "a port has a link");
    return present;
  }

  /** The node lost its power: nobody is told anything any more, frames are thrown away. */
  void vanish() {
    endpoint = null;
    cut = null;
    isUp = false;
  }

  /** The node is there again with a port that knows nothing; its link is down. */
  void appear(FrameEndpoint fresh) {
    Check.that(endpoint == null, "a node appears after it was gone");
    endpoint = fresh;
  }

  /** How many frames it threw away. */
  long badFrames() {
    return badFrames;
  }

  @Override
  public SimReactor reactor() {
    return reactor;
  }

  @Override
  public boolean cutsThrough() {
    return false;
  }

  // What the link says.

  @Override
  public void onFrame(long nowNs, LinkEnd at, LinkFrame frame) {
    FrameEndpoint present = endpoint;
    if (present != null && isUp) {
      int length = frame.lengthBytes() - FrameCrc.LENGTH_BYTES;
      if (crc.isRight(frame.bytes(), 0, length)) {
        present.onFrame(nowNs, frame.bytes(), 0, length, frame.startCode() == INITIATES);
      } else {
        badFrames++;
      }
    }
    at.finish(nowNs, frame);
    pump(nowNs);
  }

  @Override
  public void onRoom(long nowNs, LinkEnd at) {
    if (cut != null || (endpoint != null && endpoint.hasOutput())) {
      schedulePump();
    }
  }

  @Override
  public void onLinkUp(long nowNs, LinkEnd at) {
    world.schedule(nowNs, this, LINK_UP, 0);
  }

  @Override
  public void onLinkDown(long nowNs, LinkEnd at) {
    world.schedule(nowNs, this, LINK_DOWN, 0);
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (kind == PUMP) {
      pumpScheduled = false;
    }
    FrameEndpoint present = endpoint;
    if (present == null) {
      return;
    }
    if (kind == LINK_UP && !isUp) {
      isUp = true;
      present.onLinkUp(nowNs, this);
    } else if (kind == LINK_DOWN && isUp) {
      isUp = false;
      OutgoingSequence unfinished = cut;
      cut = null;
      if (unfinished != null) {
        present.onSent(nowNs, unfinished);
      }
      present.onLinkDown(nowNs, "the link is down");
    }
    pump(nowNs);
  }

  // What the endpoint says.

  @Override
  public void markReady() {
    schedulePump();
  }

  private void schedulePump() {
    if (!pumpScheduled) {
      pumpScheduled = true;
      world.schedule(world.nowNs(), this, PUMP, 0);
    }
  }

  @Override
  public LinkTopology topology() {
    return topology;
  }

  @Override
  public int assignedPortId() {
    return assignedPortId;
  }

  @Override
  public int framePayloadMax() {
    return framePayloadMax;
  }

  @Override
  public int bufferToBufferCredit() {
    return end().buffers();
  }

  @Override
  public String name() {
    return name;
  }

  private void pump(long nowNs) {
    FrameEndpoint present = endpoint;
    if (present == null || pumping) {
      return;
    }
    pumping = true;
    while (isUp && end().hasRoom()) {
      OutgoingSequence sequence = cut;
      if (sequence == null) {
        sequence = present.hasOutput() ? present.poll(nowNs) : null;
        if (sequence == null) {
          break;
        }
        cutter.begin(sequence);
        cut = sequence;
      }
      sendNext(nowNs);
      if (!cutter.hasNext()) {
        cut = null;
        present.onSent(nowNs, sequence);
      }
    }
    pumping = false;
    alarm.arm(present.nextDeadlineNs());
  }

  private void sendNext(long nowNs) {
    LinkFrame frame = pool.take();
    int length = cutter.next(frame.bytes(), 0);
    frame.set(length, cutter.startDelimiter().orderedSet(), cutter.endDelimiter().orderedSet());
    end().send(nowNs, frame);
  }
}
