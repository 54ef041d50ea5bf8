// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.time.EventHandler;
import org.quintain.sim.trace.TraceSource;

/**
 * One end of a link: its transmitter with the frames that wait for the line or for a credit, and
 * its receive buffers. Times are kept in picoseconds, since a frame of 64GFC is some hundred
 * nanoseconds long; events are due at the nanosecond that follows.
 */
public final class LinkEnd implements EventHandler {
  /** How many frames a node's port keeps ready for its transmitter. */
  private static final int ROOM = 8;

  private static final int TRANSMIT = 0;
  private static final int STARVED = 1;
  private static final long ERROR_DETECT_NS = 2_000_000_000L;
  private static final long HOLD_NS = 500_000_000L;

  private final FcLink link;
  private final SimWorld world;
  private final String name;
  private final TraceSource source;
  private final LinkClient client;
  private final int buffers;
  private final Credits credits;
  private final LinkTrouble trouble;
  private final LinkReceiver receiver;
  private final RecoveryGroup frames;
  private final ArrayDeque<LinkFrame> waiting = new ArrayDeque<>();
  private final Trains trains;
  private final Timetable timetable;
  private final int order;
  private @Nullable LinkEnd peerOnceJoined;
  private final Line line;
  private long transmitAtNs = Long.MAX_VALUE;
  private long blockedSinceNs = -1;
  private boolean starvedScheduled;
  private boolean transmitting;
  private int creditsLost;
  private long framesDiscarded;

  LinkEnd(FcLink link, String name, LinkClient client, int buffers, int credit) {
    this.link = link;
    this.world = link.world();
    this.name = name;
    this.source = world.trace().source(name);
    this.client = client;
    this.buffers = buffers;
    this.credits = new Credits(credit);
    this.line = new Line(link.profile());
    this.frames = new RecoveryGroup(link.profile().recoveryExponent());
    this.trouble = new LinkTrouble(this, link, world.random(name));
    this.receiver = new LinkReceiver(this, trouble);
    this.trains = link.pool().trains();
    this.timetable = new Timetable(this, trains);
    this.order = trains.register(this);
  }

  void join(LinkEnd other) {
    peerOnceJoined = other;
  }

  LinkEnd peer() {
    LinkEnd present = peerOnceJoined;
    Check.that(present != null, "a link has two ends");
    return present;
  }

  /** Its path, such as "link/2/a". */
  public String name() {
    return name;
  }

  /** What stands behind it. */
  public LinkClient client() {
    return client;
  }

  /** What stands at the other end. */
  public LinkClient peerClient() {
    return peer().client;
  }

  /** The link it is an end of. */
  public FcLink link() {
    return link;
  }

  /** Whether the link is up. */
  public boolean isUp() {
    return link.isUp();
  }

  /** How many receive buffers it has, which is the credit it tells at login. */
  public int buffers() {
    return buffers;
  }

  /** How many frames it sent. */
  public long framesSent() {
    return line.framesSent() + timetable.begun(world.nowNs());
  }

  /** How many frames it gave up because they could not be sent in time. */
  public long framesDiscarded() {
    return framesDiscarded;
  }

  /** Whether frames wait for the line, those of trains aside. */
  public boolean anyWaits() {
    return !waiting.isEmpty();
  }

  /** Whether a node's port should give it another frame. */
  public boolean hasRoom() {
    if (!waiting.isEmpty()) {
      transmit(world.nowNs()); // What is due now has begun.
    }
    return link.isUp() && waiting.size() + timetable.waiting(world.nowNs()) < ROOM;
  }

  /** Whether so much is free that {@link LinkClient#onRoom} is called. */
  public boolean hasPlentyOfRoom() {
    return waiting.size() + timetable.waiting(world.nowNs()) < ROOM / 2;
  }

  /** When trains, which don't call {@link LinkClient#onRoom}, leave plenty of room; or never. */
  public long whenRoomNs() {
    return timetable.waiting(world.nowNs()) < ROOM
        ? Long.MAX_VALUE
        : timetable.whenFewerWait(ROOM / 2);
  }

  // The transmitter.

  /** Sends {@code frame} when line and credit allow; takes it over. */
  public void send(long nowNs, LinkFrame frame) {
    if (!link.isUp()) {
      finish(nowNs, frame);
      return;
    }
    trains.toFrames(nowNs);
    frame.readyPs = Math.max(frame.readyPs, nowNs * 1_000);
    frame.queuedNs = nowNs;
    enqueue(frame);
    transmit(nowNs);
  }

  /** Frames that come at the same time leave in the order of the links that they came by. */
  private void enqueue(LinkFrame frame) {
    LinkFrame last = waiting.peekLast();
    if (last != null && last.queuedNs == frame.queuedNs && order(frame) < order(last)) {
      waiting.removeLast();
      enqueue(frame);
      waiting.addLast(last);
    } else {
      waiting.addLast(frame);
    }
  }

  private static int order(LinkFrame frame) {
    return frame.heldBy == null ? 0 : frame.heldBy.order();
  }

  private void transmit(long nowNs) {
    if (transmitting) {
      return;
    }
    transmitting = true;
    boolean sent = false;
    while (!waiting.isEmpty() && beginNext(nowNs)) {
      sent = true;
    }
    transmitting = false;
    if (sent && waiting.size() < ROOM / 2) {
      client.onRoom(nowNs, this);
    }
  }

  /** Begins the frame that waits longest, or sees to it that this is tried again in time. */
  private boolean beginNext(long nowNs) {
    LinkFrame frame = waiting.element();
    if (client.reactor() == null && nowNs - frame.queuedNs > HOLD_NS) {
      framesDiscarded++;
      finish(nowNs, waiting.remove());
      return true;
    }
    long startPs = Math.max(line.freeAtPs(), frame.readyPs);
    credits.settle(Math.max(startPs, nowNs * 1_000));
    if (credits.isSpent()) {
      long nextPs = credits.nextArrivalPs();
      if (nextPs == Credits.NONE) {
        onBlocked(nowNs);
        return false;
      }
      startPs = nextPs;
    }
    startPs = Math.max(startPs, credits.sincePs());
    long startNs = Timetable.ceilNs(startPs);
    if (startNs > nowNs) {
      transmitBy(startNs);
      return false;
    }
    credits.spend();
    blockedSinceNs = -1;
    begin(nowNs, waiting.remove(), startPs);
    return true;
  }

  void transmitBy(long timeNs) {
    if (timeNs < transmitAtNs) {
      transmitAtNs = timeNs;
      world.schedule(timeNs, this, TRANSMIT, link.epoch());
    }
  }

  /**
   * All buffers of the receiver are taken: it will say when one is free. When it does not for
   * E_D_TOV, credits are lost, and the link is reset (FC-FS-6 19.4.8).
   */
  private void onBlocked(long nowNs) {
    if (blockedSinceNs < 0) {
      blockedSinceNs = nowNs;
    }
    if (!starvedScheduled) {
      starvedScheduled = true;
      world.schedule(blockedSinceNs + ERROR_DETECT_NS, this, STARVED, link.epoch());
    }
  }

  private void begin(long nowNs, LinkFrame frame, long startPs) {
    LinkProfile profile = link.profile();
    LinkEnd peer = peer();
    line.begin(startPs, frame.lengthBytes());
    frame.tailPs = line.frameEndPs() + profile.propagationPs();
    if (frame.heldBy != null) {
      frame.heldBy.freeAt(frame, Timetable.ceilNs(line.frameEndPs()));
    }
    LinkTrouble.Fate fate = trouble.of(nowNs, frame);
    link.note(nowNs, source, frame);
    link.tap().onFrame(nowNs, this, frame, frame.remark);
    int missed = frames.missedAfter(fate != LinkTrouble.Fate.UNSEEN);
    if (missed > 0) {
      long missedEpoch = (long) link.epoch() << 32 | missed;
      world.schedule(
          Timetable.ceilNs(frame.tailPs), peer.receiver, LinkReceiver.MISSED, missedEpoch);
    }
    if (fate == LinkTrouble.Fate.UNSEEN) {
      creditsLost++;
      link.pool().giveBack(frame);
      return;
    }
    frame.isDiscarded = fate == LinkTrouble.Fate.DISCARDED;
    long seenPs =
        peer.client.cutsThrough()
            ? startPs + profile.headerPs() + profile.propagationPs()
            : frame.tailPs;
    peer.receiver.expect(nowNs, frame, Timetable.ceilNs(seenPs));
  }

  // For trains.

  Timetable timetable() {
    return timetable;
  }

  /** Its number among all ends of the fabric, from 1 on. */
  int order() {
    return order;
  }

  LinkReceiver receiver() {
    return receiver;
  }

  Line line() {
    return line;
  }

  /** How many credits there are when no train takes any. */
  int creditsAt(long nowNs) {
    credits.settle(nowNs * 1_000);
    return credits.available();
  }

  /** A frame of a train took a credit; its R_RDY comes, or came, at {@code arrivalPs}. */
  void spendCredit(long nowNs, long arrivalPs) {
    credits.settle(nowNs * 1_000);
    credits.spend();
    if (arrivalPs != Credits.NONE) {
      credits.onReady(arrivalPs);
    }
  }

  /** A frame of a train waits here. */
  void putBack(LinkFrame frame) {
    waiting.add(frame);
  }

  // The receiver.

  /** The client is done with {@code frame}: its buffer is free, the other end is told by R_RDY. */
  public void finish(long nowNs, LinkFrame frame) {
    LinkReceiver.free(nowNs, frame);
    link.pool().giveBack(frame);
  }

  /** An R_RDY for this end's transmitter was sent, or was lost on the way. */
  void onReadySent(long arrivalPs, boolean isSeen) {
    if (!isSeen) {
      creditsLost++;
      return;
    }
    credits.onReady(arrivalPs);
    if (!waiting.isEmpty()) {
      transmitBy(Math.max(Timetable.ceilNs(arrivalPs), world.nowNs()));
    }
  }

  /** A credit that was lost comes back with an R_RDY in its place. */
  void onCreditRecovered() {
    creditsLost--;
  }

  // What happens to the link.

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    switch (kind) {
      case TRANSMIT -> {
        if (transmitAtNs <= nowNs) {
          transmitAtNs = Long.MAX_VALUE;
        }
        transmit(nowNs);
      }
      case STARVED -> onStarved(nowNs);
      default -> Check.that(false, "an end of a link has two kinds of event", kind);
    }
  }

  private void onStarved(long nowNs) {
    starvedScheduled = false;
    if (blockedSinceNs < 0 || waiting.isEmpty()) {
      return;
    }
    if (nowNs - blockedSinceNs < ERROR_DETECT_NS) {
      onBlocked(nowNs);
    } else {
      link.reset(nowNs);
    }
  }

  /** What was on its way to this end is lost; all buffers count as free. */
  void clear(long nowNs) {
    receiver.clear(nowNs);
    credits.reset();
    creditsLost = 0;
    frames.clear();
    blockedSinceNs = -1;
    line.clear(nowNs);
    transmitAtNs = Long.MAX_VALUE;
  }

  /** What waits for the line is lost with the link. */
  void dropWaiting(long nowNs) {
    while (!waiting.isEmpty()) {
      finish(nowNs, waiting.remove());
    }
  }

  void resume(long nowNs) {
    transmit(nowNs);
  }

  /** Each buffer of the peer is free and known to be, or on its way to be, or lost by a fault. */
  void checkCredits() {
    int accounted = credits.known() + peer().receiver.buffersTaken() + creditsLost;
    Check.that(
        accounted == peer().buffers,
        "a credit is gone by a fault alone",
        accounted,
        peer().buffers);
  }

  /** Whether nothing waits, nothing is on its way and no buffer is held. */
  boolean isQuiet() {
    return waiting.isEmpty() && receiver.isQuiet();
  }

  /** How many credits faults took and nothing has brought back yet. */
  public int creditsLost() {
    return creditsLost;
  }
}
