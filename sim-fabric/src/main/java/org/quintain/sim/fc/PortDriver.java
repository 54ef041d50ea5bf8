// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameCrc;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.sam.Check;
import org.quintain.sim.fc.link.FramePool;
import org.quintain.sim.fc.link.LinkClient;
import org.quintain.sim.fc.link.LinkEnd;
import org.quintain.sim.fc.link.LinkFrame;
import org.quintain.sim.fc.link.Train;
import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;
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
  private static final int ROOM = 3;
  private static final int LOOP_UP = 4;

  private final SimWorld world;
  private final String name;
  private final SimReactor reactor;
  private final FramePool pool;
  private final LinkTopology topology;
  private int assignedPortId;
  private final int framePayloadMax;
  private final TraceSource source;
  private final FrameCrc crc = new FrameCrc();
  private final FrameCutter cutter = new FrameCutter();
  private final PortAlarm alarm;
  private @Nullable FrameEndpoint endpoint;
  private @Nullable LinkEnd endOnceAttached;
  private @Nullable TrainSender senderOnceAttached;
  private long roomAtNs = Long.MAX_VALUE;
  private @Nullable OutgoingSequence cut;
  private List<Integer> neighbours = List.of();
  private List<Integer> met = List.of();
  private boolean isUp;
  private boolean pumpScheduled;
  private boolean pumping;

  /** Whether the endpoint's input is at work, behind which output is looked for anyway. */
  private boolean isBusy;

  /** Whether the transmitter was full and has not said since that it has room. */
  private boolean isStalled;

  private long badFrames;

  /**
   * A driver that waits for its link.
   *
   * @param name the port's path, such as "target/0"
   * @param assignedPortId the address that the link gives the port, 0 where logging in does that;
   *     on a loop each initialisation gives one
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
    this.source = world.trace().source(name);
    this.reactor = reactor;
    this.pool = pool;
    this.endpoint = endpoint;
    this.topology = topology;
    this.assignedPortId = assignedPortId;
    this.framePayloadMax = framePayloadMax;
    this.alarm = new PortAlarm(world, reactor, this);
  }

  /** The endpoint's deadline has come, or one that it had. */
  void onAlarm(long nowNs) {
    FrameEndpoint present = endpoint;
    if (present != null) {
      if (present.nextDeadlineNs() <= nowNs) {
        present.onDeadline(nowNs);
      }
      pump(nowNs);
    }
  }

  /** The end of the link that it stands at, and what takes sequences whole. */
  void attach(LinkEnd end, Express express) {
    endOnceAttached = end;
    senderOnceAttached = new TrainSender(express, this, end);
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
    isStalled = false;
  }

  /** The node is there again with a port that knows nothing; its link is down. */
  void appear(FrameEndpoint fresh) {
    Check.that(endpoint == null, "a node appears after it was gone");
    met = List.of();
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
    isBusy = true;
    if (present != null && isUp) {
      int length = frame.lengthBytes() - FrameCrc.LENGTH_BYTES;
      if (crc.isRight(frame.bytes(), 0, length)) {
        present.onFrame(nowNs, frame.bytes(), 0, length, frame.startCode() == INITIATES);
      } else {
        badFrames++;
      }
    }
    at.finish(nowNs, frame);
    isBusy = false;
    pump(nowNs);
  }

  @Override
  public void onTrain(long nowNs, LinkEnd at, Train arrived) {
    FrameEndpoint present = endpoint;
    isBusy = true;
    if (present != null && isUp) {
      present.onSequence(nowNs, arrived.sequence());
    }
    isBusy = false;
    pump(nowNs);
  }

  /** Whether sequences may come to it whole. */
  boolean takesTrains() {
    FrameEndpoint present = endpoint;
    return present != null && isUp && !present.seesFrames();
  }

  @Override
  public void onRoom(long nowNs, LinkEnd at) {
    isStalled = false;
    if (cut != null || (endpoint != null && endpoint.hasOutput())) {
      schedulePump();
    }
  }

  @Override
  public void onLinkUp(long nowNs, LinkEnd at) {
    if (topology != LinkTopology.LOOP) {
      world.schedule(nowNs, this, LINK_UP, 0);
    }
  }

  /** The loop at which it stands gave it an address and tells where others are. */
  void onLoopInitialised(long nowNs, int address, List<Integer> others) {
    assignedPortId = address;
    neighbours = List.copyOf(others);
    world.schedule(nowNs, this, LOOP_UP, 0);
  }

  /** Ports without names: who they are is learnt by logging in (FC-DA-2 5.4). */
  private void meetNeighbours(long nowNs, FrameEndpoint present) {
    for (int known : met) {
      if (!neighbours.contains(known)) {
        present.onNeighbourLost(nowNs, known);
      }
    }
    met = neighbours;
    for (int address : met) {
      present.onNeighbour(nowNs, address, 0, 0);
    }
  }

  @Override
  public void onLinkDown(long nowNs, LinkEnd at) {
    world.schedule(nowNs, this, LINK_DOWN, 0);
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (kind == PUMP) {
      pumpScheduled = false;
    } else if (kind == ROOM) {
      roomAtNs = Long.MAX_VALUE;
    }
    FrameEndpoint present = endpoint;
    if (present == null) {
      return;
    }
    if ((kind == LINK_UP || kind == LOOP_UP) && !isUp && end().isUp()) {
      isUp = true;
      isStalled = false;
      present.onLinkUp(nowNs, this);
      meetNeighbours(nowNs, present);
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
    if (!isBusy && !pumping) {
      schedulePump();
    }
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
    if (!isStalled && !end().anyWaits() && !hasToSend(present)) {
      alarm.arm(present.nextDeadlineNs());
      return;
    }
    pumping = true;
    isStalled &= !(end().hasRoom() && end().hasPlentyOfRoom());
    while (isUp && mayGoOn(present)) {
      OutgoingSequence sequence = cut;
      if (sequence == null) {
        sequence = present.hasOutput() ? present.poll(nowNs) : null;
        if (sequence == null) {
          break;
        }
        cutter.begin(sequence);
        cut = sequence;
      }
      TrainSender sender = senderOnceAttached;
      if (sender == null || !sender.sendNext(sequence, cutter)) {
        sendNext(nowNs);
      }
      if (!cutter.hasNext()) {
        cut = null;
        note(nowNs, sequence);
        present.onSent(nowNs, sequence);
      }
    }
    pumping = false;
    awaitRoom();
    alarm.arm(present.nextDeadlineNs());
  }

  /** Once the transmitter was full it has to drain by half, as hardware does it. */
  private boolean mayGoOn(FrameEndpoint present) {
    if (isStalled) {
      return false;
    }
    boolean hasRoom = end().hasRoom();
    isStalled = !hasRoom && hasToSend(present);
    return hasRoom;
  }

  private boolean hasToSend(FrameEndpoint present) {
    return cut != null || present.hasOutput();
  }

  private void note(long nowNs, OutgoingSequence sequence) {
    if (pool.trains().isPermitted()) {
      ByteBuffer header = sequence.header();
      long exchange = header.getLong(sequence.base() + 12) ^ header.getLong(sequence.base());
      long length = sequence.payload().totalBytes();
      world.trace().event(nowNs, source, TraceKind.SEQUENCE_SENT, length, exchange);
    }
  }

  /** Trains leave room behind without telling. */
  private void awaitRoom() {
    if (isStalled) {
      long roomNs = end().whenRoomNs();
      if (roomNs < roomAtNs) {
        roomAtNs = roomNs;
        world.schedule(roomNs, this, ROOM, 0);
      }
    }
  }

  private void sendNext(long nowNs) {
    LinkFrame frame = pool.take();
    int length = cutter.next(frame.bytes(), 0);
    frame.set(length, cutter.startDelimiter().orderedSet(), cutter.endDelimiter().orderedSet());
    end().send(nowNs, frame);
  }
}
