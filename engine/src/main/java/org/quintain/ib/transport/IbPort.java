// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.PacketCutter;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.MessageKind;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaEndpoint;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaWire;

/**
 * A port of a channel adapter: its queue pairs, its memory regions, its completions, and the queue
 * pair of the general services interface, which belongs to communication management. Driven by what
 * stands below it, on one reactor.
 */
public final class IbPort implements RdmaEndpoint {
  private final IbPortOptions options;
  private final TransportCounters counters = new TransportCounters();
  private final RegionTable regions;
  private final CompletionQueue completions = new CompletionQueue();
  private final QueuePairTable queuePairs;
  private final GeneralServices general = new GeneralServices(this);
  private final Arrival arrival = new Arrival();
  private final PacketCutter cutter = new PacketCutter();
  private final ByteBuffer cutPacket = ByteBuffer.allocate(4096 + PacketCutter.OVERHEAD_BYTES_MAX);

  private @Nullable ManagementAgent agentOnceAttached;
  private @Nullable RdmaWire wire;
  private boolean isRemoved;
  private @Nullable RcQueuePair scheduledFirst;
  private @Nullable RcQueuePair scheduledLast;
  private @Nullable OutgoingMessage freeMessages;
  private int messagesHeld;
  private long nearestNs = DeadlineTable.NONE;
  private int inputs;

  /** A port whose link is down. */
  public IbPort(IbPortOptions options) {
    this.options = options;
    regions = new RegionTable(options.regionsMax(), counters);
    queuePairs = new QueuePairTable(this, options);
  }

  /** Gives it its communication management, before its link first comes up. */
  public void attach(ManagementAgent agent) {
    Check.that(agentOnceAttached == null, "a port has one communication management");
    agentOnceAttached = agent;
  }

  // What communication management and the checks of a simulation ask for.

  /** What it is made of. */
  public IbPortOptions options() {
    return options;
  }

  /** What it counts. */
  public TransportCounters counters() {
    return counters;
  }

  /** The driver while the link is up, or null. */
  public @Nullable RdmaWire wire() {
    return wire;
  }

  /** Whether the adapter is gone for good. */
  public boolean isRemoved() {
    return isRemoved;
  }

  /**
   * A queue pair in RESET, or null when there are as many as there can be.
   *
   * @param listener the upper layer
   * @param owner who connects it
   */
  public @Nullable RcQueuePair createQueuePair(
      QueuePairOptions ofQueuePair, QueuePairListener listener, ConnectionOwner owner) {
    return queuePairs.create(ofQueuePair, listener, owner);
  }

  /** A number to begin sequence numbers with: another each time, the same in each run. */
  public int drawSequenceNumber() {
    return queuePairs.drawSequenceNumber();
  }

  /** Registers memory, see {@link org.quintain.wire.RdmaPort#register}. */
  public @Nullable MemoryRegion register(
      ByteBuffer memory, int offsetBytes, int lengthBytes, int rights) {
    return regions.register(memory, offsetBytes, lengthBytes, rights);
  }

  /**
   * Sends a management datagram to the general services of the port at the end of {@code path}; its
   * bytes are copied.
   */
  public void sendManagementDatagram(RdmaPath path, ByteBuffer datagram, int at, int lengthBytes) {
    general.send(path, datagram, at, lengthBytes);
    markReady();
  }

  /** Tells {@code event} behind the completions there are, when the current input is over. */
  public void defer(DeferredEvent event) {
    completions.add(event);
    onCompletionsAdded();
  }

  /** The agent's nearest deadline may have moved to {@code atNs}. */
  public void onAgentDeadlineMoved(long atNs) {
    if (atNs != DeadlineTable.NONE) {
      markReady();
    }
  }

  /** How many queue pairs there are. */
  public int queuePairCount() {
    return queuePairs.count();
  }

  /** How many memory regions are registered. */
  public int regionCount() {
    return regions.inUse();
  }

  /** How many runs the driver holds. */
  public int messagesHeld() {
    return messagesHeld;
  }

  // What the driver says.

  @Override
  public void onPortUp(long nowNs, RdmaWire toDriver) {
    inputs++;
    wire = toDriver;
    agent().onPortUp(nowNs, toDriver);
    endInput(nowNs);
  }

  @Override
  public void onPortDown(long nowNs, String reason) {
    inputs++;
    wire = null;
    general.clear();
    agent().onPortDown(nowNs);
    endInput(nowNs);
  }

  @Override
  public void onRemoved(long nowNs, String reason) {
    inputs++;
    wire = null;
    isRemoved = true;
    general.clear();
    queuePairs.breakAll(nowNs);
    agent().onRemoved(nowNs);
    endInput(nowNs);
  }

  @Override
  public void onPacket(long nowNs, Gid source, ByteBuffer packet, int base, int lengthBytes) {
    inputs++;
    onPacketBytes(nowNs, source, packet, base, lengthBytes);
    endInput(nowNs);
  }

  private void onPacketBytes(long nowNs, Gid source, ByteBuffer packet, int base, int lengthBytes) {
    if (arrival.read(packet, base, lengthBytes)) {
      dispatch(nowNs, source);
    } else {
      counters.add(TransportCounter.MALFORMED_PACKETS);
    }
    arrival.clear();
  }

  @Override
  public void onMessage(long nowNs, Gid source, OutgoingMessage message) {
    inputs++;
    if (takesWhole(message)) {
      dispatch(nowNs, source);
      arrival.clear();
    } else {
      cutter.begin(message);
      while (cutter.hasNext()) {
        int length = cutter.next(cutPacket, 0);
        onPacketBytes(nowNs, source, cutPacket, 0, length);
      }
      cutter.end();
    }
    endInput(nowNs);
  }

  /** Whether a run, which it reads then, does the same taken as one. */
  private boolean takesWhole(OutgoingMessage message) {
    if (message.isVerbatim()) {
      return false;
    }
    arrival.take(message);
    if (message.packetCount() == 1) {
      return true;
    }
    RcQueuePair queuePair = queuePairs.find(message.destinationQueuePair());
    return queuePair != null && queuePair.takesWhole(arrival, message.mtuBytes());
  }

  private void dispatch(long nowNs, Gid source) {
    if (arrival.destinationQueuePair <= GeneralServices.NUMBER) {
      general.onArrival(nowNs, source, arrival);
      return;
    }
    RcQueuePair queuePair = queuePairs.find(arrival.destinationQueuePair);
    if (queuePair == null || (arrival.isSupported && arrival.kind == MessageKind.DATAGRAM)) {
      counters.add(TransportCounter.UNKNOWN_QUEUE_PAIR);
      return;
    }
    queuePair.onArrival(nowNs, source, arrival);
  }

  @Override
  public boolean hasOutput() {
    return scheduledFirst != null || general.hasOutput() || !completions.isEmpty();
  }

  @Override
  public @Nullable OutgoingMessage poll(long nowNs) {
    inputs++;
    OutgoingMessage run = wire == null ? null : general.next();
    while (run == null && wire != null && scheduledFirst != null) {
      RcQueuePair queuePair = unschedule(scheduledFirst);
      run = queuePair.next(nowNs);
      if (queuePair.canSend()) {
        schedule(queuePair);
      }
    }
    if (run != null) {
      messagesHeld++;
    }
    endInput(nowNs);
    return run;
  }

  @Override
  public void onSent(long nowNs, OutgoingMessage message) {
    inputs++;
    Check.that(messagesHeld > 0, "a run is given back once");
    messagesHeld--;
    Object sender = message.owner();
    message.clear();
    message.next(freeMessages);
    freeMessages = message;
    if (sender instanceof SendEntry entry) {
      entry.queuePair.onSent(entry);
    } else if (sender instanceof ByteBuffer datagram) {
      general.onSent(datagram);
    }
    endInput(nowNs);
  }

  @Override
  public long nextDeadlineNs() {
    return Math.min(nearestNs, agent().nextDeadlineNs());
  }

  @Override
  public void onDeadline(long nowNs) {
    inputs++;
    if (nearestNs <= nowNs) {
      nearestNs = DeadlineTable.NONE;
      nearestNs = Math.min(nearestNs, queuePairs.onDeadline(nowNs));
    }
    agent().onDeadline(nowNs);
    endInput(nowNs);
  }

  private void endInput(long nowNs) {
    if (inputs == 1) {
      completions.deliver(nowNs);
    }
    inputs--;
  }

  // What its parts ask for.

  ManagementAgent agent() {
    ManagementAgent present = agentOnceAttached;
    Check.that(present != null, "a port has its communication management");
    return present;
  }

  RegionTable regions() {
    return regions;
  }

  CompletionQueue completions() {
    return completions;
  }

  /** A completion came about, perhaps outside any input: the driver is to come by. */
  void onCompletionsAdded() {
    if (!completions.isEmpty()) {
      markReady();
    }
  }

  void onDeadlineSet(long atNs) {
    if (atNs < nearestNs) {
      nearestNs = atNs;
      markReady();
    }
  }

  void schedule(RcQueuePair queuePair) {
    if (queuePair.isScheduled) {
      return;
    }
    queuePair.isScheduled = true;
    RcQueuePair last = scheduledLast;
    if (last == null) {
      scheduledFirst = queuePair;
      markReady();
    } else {
      last.nextScheduled = queuePair;
    }
    scheduledLast = queuePair;
  }

  private RcQueuePair unschedule(RcQueuePair first) {
    scheduledFirst = first.nextScheduled;
    if (scheduledFirst == null) {
      scheduledLast = null;
    }
    first.nextScheduled = null;
    first.isScheduled = false;
    return first;
  }

  private void markReady() {
    RdmaWire present = wire;
    if (inputs == 0 && present != null) {
      present.markReady();
    }
  }

  /** A run out of the pool, which grows to the most that was ever needed. */
  OutgoingMessage takeMessage() {
    OutgoingMessage taken = freeMessages;
    if (taken == null) {
      return new OutgoingMessage();
    }
    freeMessages = taken.next();
    taken.next(null);
    return taken;
  }

  void forget(RcQueuePair queuePair) {
    queuePairs.forget(queuePair);
  }
}
