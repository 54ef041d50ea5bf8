// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.sam.Lun;
import org.quintain.sam.TaskAttribute;
import org.quintain.sim.check.HistoryChecker;
import org.quintain.sim.check.SectorPattern;
import org.quintain.sim.check.WriteOutcome;
import org.quintain.sim.fabric.SimulatedFabric;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/**
 * One initiator of a run: keeps a queue of drawn commands under way, judges how each ends, and logs
 * in again when its nexus falls. Submits from the listener, on reactor 0; {@link #poll} runs
 * between events.
 *
 * <pre>
 * DOWN → CONNECTING → UP → DOWN …    STOPPED from UP, once told to stop and drained
 * </pre>
 */
final class SimClient implements ExecuteCommand.Listener {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long CONNECT_TIMEOUT_NS = 60 * SECOND_NS;

  private enum State {
    DOWN,
    CONNECTING,
    UP,
    STOPPED
  }

  /** A write that may still take effect, until a later nexus stands. */
  private record OpenWrite(long number, int logicalUnit, int first, int count, int generation) {}

  private final int index;
  private final Swarm swarm;
  private final SimWorld world;
  private final SimulatedFabric fabric;
  private final Histories histories;
  private final OutcomeJudge judge;
  private final RandomStream random;
  private final TraceSource source;
  private final ClientSlot[] slots;
  private final List<OpenWrite> openWrites = new ArrayList<>();
  private final ClientRecovery recovery;
  private final CommandDraft draft;

  private State state = State.DOWN;
  private @Nullable InitiatorPort port;
  private int generation;
  private int activeCount;
  private int budget;
  private long completed;
  private long retryAtNs;
  private long nextScanNs;
  private long connectDeadlineNs;
  private boolean wireBroke;
  private boolean healed;

  SimClient(
      int index,
      Swarm swarm,
      SimWorld world,
      SimulatedFabric fabric,
      Histories histories,
      OutcomeJudge judge) {
    this.index = index;
    this.swarm = swarm;
    this.world = world;
    this.fabric = fabric;
    this.histories = histories;
    this.judge = judge;
    String path = "initiator/" + index;
    this.random = world.random(path);
    this.source = world.trace().source(path);
    this.recovery =
        new ClientRecovery(this, swarm, world, world.random(path + "/recovery"), source);
    this.draft = new CommandDraft(swarm, histories, random);
    this.budget = swarm.commandsPerInitiator();
    int bufferBytes = Math.max(4096, swarm.mix().transferBlocksMax() * swarm.blockBytes() + 512);
    slots = new ClientSlot[swarm.queueDepth()];
    for (int number = 0; number < slots.length; number++) {
      slots[number] = new ClientSlot(number, bufferBytes);
      slots[number].command.attachment(slots[number]).listener(this);
    }
  }

  // Between events.

  /** Looks after the nexus and what takes too long. Cheap when there is nothing to do. */
  void poll(long nowNs) {
    InitiatorPort present = port;
    if (state == State.UP && present != null && !present.isConnected()) {
      onNexusDown(nowNs);
    }
    boolean wanted = state == State.CONNECTING || (state == State.UP && recovery.isWaiting(nowNs));
    if (nowNs < nextScanNs && !wanted) {
      return;
    }
    nextScanNs = swarm.nextScanNs(nowNs);
    switch (state) {
      case DOWN -> connectWhenDue(nowNs);
      case CONNECTING -> awaitNexus(nowNs);
      case UP -> {
        recovery.poll(nowNs);
        refill(nowNs);
      }
      case STOPPED -> {
        // Nothing is wanted any more.
      }
    }
  }

  private void connectWhenDue(long nowNs) {
    if (nowNs >= retryAtNs) {
      connect(nowNs);
    }
  }

  /** Begins a nexus, in place of the one that stands, if one does. */
  void connect(long nowNs) {
    generation++;
    wireBroke = false;
    connectDeadlineNs = nowNs + CONNECT_TIMEOUT_NS;
    port = fabric.connect(index);
    state = State.CONNECTING;
    recovery.onNexusGone();
  }

  private void awaitNexus(long nowNs) {
    InitiatorPort present = presentPort();
    if (present.isConnected()) {
      state = State.UP;
      world.trace().event(nowNs, source, TraceKind.NEXUS_UP, index, generation);
      settleOpenWrites();
      refill(nowNs);
    } else if (!present.disconnectReason().isEmpty()) {
      onNexusDown(nowNs);
    } else if (nowNs > connectDeadlineNs) {
      breakWire();
    }
  }

  private InitiatorPort presentPort() {
    InitiatorPort present = port;
    if (present == null) {
      throw new RunFailure("initiator " + index + " has no port");
    }
    return present;
  }

  private void onNexusDown(long nowNs) {
    world.trace().event(nowNs, source, TraceKind.NEXUS_DOWN, index, generation);
    state = State.DOWN;
    port = null;
    retryAtNs = nowNs + random.exponentialNs(SECOND_NS / 2);
    recovery.onNexusGone();
  }

  /**
   * A nexus stands that began after these writes' nexus fell: they have no more effect (SAM-5
   * 6.3.4).
   */
  private void settleOpenWrites() {
    for (OpenWrite write : openWrites) {
      settle(write);
    }
    openWrites.clear();
  }

  private void settle(OpenWrite write) {
    histories
        .of(write.logicalUnit())
        .endWrite(write.number(), write.first(), write.count(), WriteOutcome.PERHAPS);
  }

  private void refill(long nowNs) {
    for (ClientSlot slot : slots) {
      if (!slot.active && budget > 0 && state == State.UP) {
        submit(nowNs, slot);
      }
    }
  }

  // Submitting.

  private void submit(long nowNs, ClientSlot slot) {
    budget--;
    WorkloadMix mix = swarm.mix();
    slot.kind = mix.kind(random);
    slot.logicalUnit = random.below(swarm.logicalUnitCount());
    slot.powerEpoch = histories.powerEpoch();
    slot.generation = generation;
    ExecuteCommand command = slot.command;
    command.noData().lun(Lun.ofIndex(slot.logicalUnit));
    command.attribute(random.chance(mix.ordered()) ? TaskAttribute.ORDERED : TaskAttribute.SIMPLE);
    draft.draw(slot);
    start(nowNs, slot);
  }

  private void start(long nowNs, ClientSlot slot) {
    slot.active = true;
    slot.afterHealing = healed;
    activeCount++;
    slot.deadlineNs = nowNs + recovery.commandTimeoutNs();
    ExecuteCommand command = slot.command;
    world
        .trace()
        .event(nowNs, source, TraceKind.COMMAND_SUBMITTED, slot.number, command.cdb()[0] & 0xFF);
    presentPort().submit(command);
  }

  /**
   * Reads {@code count} sectors of {@code logicalUnit} from {@code first} on, out of turn, for the
   * last check.
   */
  boolean submitReadBack(long nowNs, int logicalUnit, int first, int count) {
    ClientSlot slot = slots[0];
    if (slot.active || state != State.UP) {
      return false;
    }
    int sectorsPerBlock = swarm.blockBytes() / SectorPattern.SECTOR_BYTES;
    slot.kind = WorkloadMix.Kind.READ;
    slot.logicalUnit = logicalUnit;
    slot.powerEpoch = histories.powerEpoch();
    slot.generation = generation;
    slot.firstSector = first;
    slot.sectorCount = count;
    slot.forceUnitAccess = false;
    slot.command.noData().lun(Lun.ofIndex(logicalUnit)).attribute(TaskAttribute.SIMPLE);
    draft.read(slot, first / sectorsPerBlock, count / sectorsPerBlock);
    start(nowNs, slot);
    return true;
  }

  // Ends.

  @Override
  public void onEnded(long nowNs, ExecuteCommand command) {
    ClientSlot slot = (ClientSlot) java.util.Objects.requireNonNull(command.attachment());
    slot.active = false;
    activeCount--;
    completed++;
    world
        .trace()
        .event(
            nowNs,
            source,
            TraceKind.COMMAND_ENDED,
            slot.number,
            command.serviceResponse().ordinal() * 256L + command.status());
    judge.judge(slot, wireBroke);
    switch (slot.kind) {
      case READ -> endRead(slot);
      case WRITE -> endWrite(slot);
      case FLUSH -> {
        if (OutcomeJudge.isGood(command)) {
          histories.of(slot.logicalUnit).endFlush(slot.token);
        }
      }
      case VERIFY, OTHER -> {
        // Their status was all there is to judge.
      }
    }
    if (OutcomeJudge.isGood(command)) {
      recovery.onProgress(nowNs, slot);
      if (budget > 0 && state == State.UP && presentPort().isConnected()) {
        submit(nowNs, slot);
      }
    }
  }

  private void endRead(ClientSlot slot) {
    HistoryChecker history = histories.of(slot.logicalUnit);
    ExecuteCommand command = slot.command;
    if (!OutcomeJudge.isGood(command) || slot.powerEpoch != histories.powerEpoch()) {
      history.dropRead(slot.token);
      return;
    }
    OutcomeJudge.judgeLengths(slot);
    String wrong = history.endRead(slot.token, slot.firstSector, slot.sectorCount, slot.dataIn);
    if (wrong != null) {
      throw new RunFailure("a read of initiator " + index + " is wrong: " + wrong);
    }
  }

  private void endWrite(ClientSlot slot) {
    WriteOutcome outcome = OutcomeJudge.writeOutcome(slot);
    if (OutcomeJudge.isGood(slot.command)) {
      OutcomeJudge.judgeLengths(slot);
    }
    histories
        .of(slot.logicalUnit)
        .endWrite(slot.token, slot.firstSector, slot.sectorCount, outcome);
    if (outcome == WriteOutcome.UNKNOWN) {
      OpenWrite write =
          new OpenWrite(
              slot.token, slot.logicalUnit, slot.firstSector, slot.sectorCount, slot.generation);
      boolean laterNexusStands = state == State.UP && slot.generation < generation;
      if (laterNexusStands) {
        settle(write);
      } else {
        openWrites.add(write);
      }
    }
  }

  // What the run and the recovery ask of a client.

  ClientSlot[] slots() {
    return slots;
  }

  /** Whether {@code slot} is under way on the nexus that stands now. */
  boolean isOfThisNexus(ClientSlot slot) {
    return slot.active && slot.generation == generation;
  }

  InitiatorPort portInUse() {
    return presentPort();
  }

  void disconnect() {
    fabric.disconnect(presentPort());
  }

  void breakWire() {
    wireBroke = true;
    fabric.breakWire(presentPort());
  }

  /** Allows {@code commands} from here on, whatever was allowed before. */
  void limit(int commands) {
    budget = commands;
  }

  boolean isDrained() {
    return budget == 0 && activeCount == 0;
  }

  boolean isUp() {
    return state == State.UP;
  }

  long completed() {
    return completed;
  }

  void addCounts(SortedMap<String, Long> counts) {
    recovery.addCounts(counts);
  }

  void stopFaults() {
    healed = true;
    recovery.stopFaults();
  }

  /** Ends the nexus in good order and wants no other. */
  void stop() {
    if (state == State.UP) {
      disconnect();
    }
    state = State.STOPPED;
  }

  boolean isStopped() {
    InitiatorPort present = port;
    return state == State.STOPPED && (present == null || !present.isConnected());
  }

  String describe() {
    InitiatorPort present = port;
    return "initiator "
        + index
        + " is "
        + state
        + " with "
        + activeCount
        + " commands under way and "
        + budget
        + " to send"
        + (present == null || present.disconnectReason().isEmpty()
            ? ""
            : " (" + present.disconnectReason() + ")");
  }
}
