// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quintain.device.TargetPortIdentity;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.memory.BufferPool;
import org.quintain.memory.MemoryBlock;
import org.quintain.reactor.Reactor;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.ItNexusIdentity;

/**
 * A SCSI target port (SAM-5 4.5.6): the engine as its fabric sees it. Takes slots and memory from
 * the pools of the nexus' own reactor; everything else happens on the target device's owner
 * reactor, which is the same one or is reached by mailbox.
 */
public final class TargetPort implements ScsiTarget {
  /**
   * What a nexus is told of the power on. POWER ON OCCURRED (29h/01h) would say more, but
   * libiscsi's iscsi-ls tries again after 29h/00h alone.
   */
  private static final AdditionalSense POWER_ON =
      AdditionalSense.POWER_ON_RESET_OR_BUS_DEVICE_RESET_OCCURRED;

  private final TargetDevice device;
  private final TargetPortConfig config;
  private LunMap lunMap;
  private volatile boolean isRetired;
  private final List<NexusState> nexuses = new ArrayList<>();

  TargetPort(TargetDevice device, TargetPortConfig config) {
    this.device = device;
    this.config = config;
    this.lunMap = config.lunMap();
  }

  /** What the operator calls it. */
  public String name() {
    return config.name();
  }

  /** Its relative target port identifier. */
  public int relativeTargetPortIdentifier() {
    return config.relativeTargetPortIdentifier();
  }

  /** How device servers name it. */
  TargetPortIdentity identity() {
    return new TargetPortIdentity(
        config.relativeTargetPortIdentifier(),
        config.name(),
        config.protocolIdentifier(),
        config.targetPortGroup());
  }

  /** Its nexuses, on the owner reactor. */
  Stream<ItNexus> nexuses() {
    return nexuses.stream().map(NexusState::nexus);
  }

  /** The target device it belongs to. */
  public TargetDevice device() {
    return device;
  }

  // Nexuses.

  @Override
  public @Nullable ItNexus onNexusEstablished(
      long nowNs, ItNexusIdentity identity, TransportServices transport, Reactor reactor) {
    ReactorResources resources = device.resourcesOf(reactor);
    int index = isRetired ? -1 : resources.takeNexusIndex();
    if (index < 0) {
      return null;
    }
    ItNexusIdentity named =
        new ItNexusIdentity(
            identity.initiatorDeviceName(),
            identity.initiatorPortName(),
            identity.targetPortName(),
            config.relativeTargetPortIdentifier(),
            identity.protocolIdentifier());
    ItNexus nexus = new ItNexus(index, named, transport, reactor);
    boolean isLocal = reactor == device.owner();
    NexusState state =
        new NexusState(nexus, this, resources, isLocal ? transport : new MailboxTransport(nexus));
    nexus.engineContext(state);
    if (isLocal) {
      establish(nowNs, state);
    } else {
      device.owner().post(atNs -> establish(atNs, state));
    }
    return nexus;
  }

  private static LunMap.Group groupOf(LunMap map, NexusState state) {
    TransportServices transport = state.nexus().transport();
    return map.groupOf(
        state.initiatorDeviceName(), transport.initiatorAddress(), transport.targetAddress());
  }

  private void establish(long nowNs, NexusState state) {
    nexuses.add(state);
    state.see(groupOf(lunMap, state).luns());
    device.trace(
        nowNs,
        TraceEvent.NEXUS_ESTABLISHED,
        state.index(),
        relativeTargetPortIdentifier(),
        state.luns().length);
    // SAM-5 5.14.1 leaves 29h/00h and 29h/01h to us for power on; several initiators' tools go on
    // after 29h/00h alone.
    AdditionalSense condition =
        device.lostNexuses().wasLost(state.nexus().identity())
            ? AdditionalSense.I_T_NEXUS_LOSS_OCCURRED
            : POWER_ON;
    for (LogicalUnit unit : unitsSeenBy(state)) {
      unit.attach(nowNs, state, condition);
    }
  }

  /**
   * The logical units that have unit attention conditions for {@code state}: those it sees and the
   * well-known one.
   */
  private List<LogicalUnit> unitsSeenBy(NexusState state) {
    List<LogicalUnit> units = new ArrayList<>();
    units.add(device.reportLunsWellKnown());
    for (LunMap.Mapping mapping : state.mappings()) {
      if (mapping != null && !units.contains(mapping.unit())) {
        units.add(mapping.unit());
      }
    }
    return units;
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    NexusState state = NexusState.from(nexus);
    Check.that(!state.isLostOnFabric, "a nexus is lost once", nexus.index());
    state.isLostOnFabric = true;
    if (nexus.reactor() == device.owner()) {
      lose(nowNs, state);
    } else {
      device.owner().post(atNs -> lose(atNs, state));
    }
    // Not before now: a fabric may establish the next nexus while this one's commands end.
    state.mayReturnIndex = true;
    giveBackIfGone(state);
  }

  private void lose(long nowNs, NexusState state) {
    state.isLost = true;
    nexuses.remove(state);
    device.trace(nowNs, TraceEvent.NEXUS_LOST, state.index(), relativeTargetPortIdentifier(), 0);
    device.taskManager().abortNexus(nowNs, state.nexus());
    boolean knowsOfPowerOn = true;
    for (LogicalUnit unit : unitsSeenBy(state)) {
      UnitAttentionQueue queue = unit.attentions().of(state.index());
      // Initiators rarely ask the well-known logical unit anything that would tell them.
      knowsOfPowerOn &=
          unit == device.reportLunsWellKnown() || queue == null || queue.peek() != POWER_ON;
      unit.detach(nowNs, state.index());
    }
    device.forEachUnit(unit -> unit.deviceServer().onNexusLoss(nowNs, state.nexus()));
    if (knowsOfPowerOn) {
      device.lostNexuses().onLost(state.nexus().identity());
    }
    leaveIfUnused();
  }

  /** The index of a lost nexus is used again when its last command has been released. */
  private static void giveBackIfGone(NexusState state) {
    if (state.mayReturnIndex && state.commandsOpen == 0) {
      state.mayReturnIndex = false;
      state.resources().returnNexusIndex(state.index());
    }
  }

  @Override
  public void onTransportReset(long nowNs, ItNexus nexus) {
    NexusState state = NexusState.from(nexus);
    if (nexus.reactor() == device.owner()) {
      reset(nowNs, state);
    } else {
      device.owner().post(atNs -> reset(atNs, state));
    }
  }

  private void reset(long nowNs, NexusState state) {
    device.taskManager().resetUnits(nowNs, state, AdditionalSense.SCSI_BUS_RESET_OCCURRED, null);
  }

  /**
   * Replaces who sees what, on the owner reactor. Nexuses whose inventory changes are told on every
   * logical unit that they see from then on (SPC-5 5.18: REPORTED LUNS DATA HAS CHANGED); commands
   * already routed go on.
   */
  public void replaceLunMap(long nowNs, LunMap replacement) {
    lunMap = replacement;
    for (NexusState state : nexuses) {
      List<LogicalUnit> before = unitsSeenBy(state);
      LunMap.@Nullable Mapping[] mappingsBefore = state.mappings();
      state.see(groupOf(replacement, state).luns());
      List<LogicalUnit> after = unitsSeenBy(state);
      for (LogicalUnit unit : before) {
        if (!after.contains(unit)) {
          unit.detach(nowNs, state.index());
        }
      }
      boolean isChanged = !java.util.Arrays.equals(mappingsBefore, state.mappings());
      for (LogicalUnit unit : after) {
        unit.attach(
            nowNs, state, isChanged ? AdditionalSense.REPORTED_LUNS_DATA_HAS_CHANGED : null);
      }
    }
  }

  /** Who sees what now, on the owner reactor. */
  public LunMap lunMap() {
    return lunMap;
  }

  /** Takes no more nexuses from now on, and leaves the target device with its last one. */
  void retire() {
    isRetired = true;
    leaveIfUnused();
  }

  private void leaveIfUnused() {
    if (isRetired && nexuses.isEmpty()) {
      device.onPortUnused(this);
    }
  }

  /** Takes {@code unit} out of what initiators see. */
  void withdraw(long nowNs, LogicalUnit unit) {
    replaceLunMap(nowNs, lunMap.without(unit));
  }

  // Commands.

  @Override
  public @Nullable Command acquire(long nowNs, ItNexus nexus) {
    NexusState state = NexusState.from(nexus);
    if (state.isLostOnFabric || state.commandsOpen >= commandsPerNexus()) {
      return null;
    }
    Command command = state.resources().commands().acquire(nexus);
    if (command != null) {
      state.commandsOpen++;
      Task.from(command).forget();
    }
    return command;
  }

  @Override
  public int commandsPerNexus() {
    return device.config().commandsPerNexus();
  }

  @Override
  public boolean provideDataOut(Command command, long lengthBytes) {
    if (command.dataOutBlock() != null) {
      return true;
    }
    BufferPool buffers = NexusState.from(command.nexus()).resources().buffers();
    MemoryBlock block = buffers.acquire((int) Math.min(lengthBytes, buffers.largestBytes()));
    command.dataOutBlock(block);
    if (block == null) {
      Task.from(command).isDataOutRefused = true;
    }
    return block != null;
  }

  @Override
  public void onCommandReceived(long nowNs, Command command) {
    Task task = Task.from(command);
    task.receivedNs = nowNs;
    if (command.expectedDataOutBytes() > 0 && !task.isDataOutRefused) {
      // The engine runs elsewhere and could not take memory from this reactor's pool later.
      provideDataOut(command, command.expectedDataOutBytes());
    }
    if (command.nexus().reactor() == device.owner()) {
      device.router().route(nowNs, task);
    } else {
      device.owner().post(task.receive);
    }
  }

  @Override
  public void onDataOutReceived(long nowNs, Command command, DeliveryResult result) {
    Task task = Task.from(command);
    if (command.nexus().reactor() == device.owner()) {
      task.deviceServer().onDataOutReceived(nowNs, command, result);
    } else {
      task.delivery = result;
      device.owner().post(task.dataOutReceived);
    }
  }

  @Override
  public void onDataInDelivered(long nowNs, Command command, DeliveryResult result) {
    Task task = Task.from(command);
    if (command.nexus().reactor() == device.owner()) {
      task.deviceServer().onDataInDelivered(nowNs, command, result);
    } else {
      task.delivery = result;
      device.owner().post(task.dataInDelivered);
    }
  }

  @Override
  public void onCommandReleased(long nowNs, Command command) {
    Check.that(
        command.state() == CommandState.COMPLETING || command.state() == CommandState.RECEIVED,
        "a fabric releases a command that it was given back, or never handed over",
        command.slot());
    Task task = Task.from(command);
    task.onReleased(nowNs);
    if (task.isOverdue) {
      leave(NexusState.from(command.nexus()));
      if (command.nexus().reactor() == device.owner()) {
        task.unit().deadlines().onReleased(task);
      } else {
        device.owner().post(task.releaseOverdue);
      }
    } else if (command.dataInBlock() == null) {
      release(command);
    } else if (command.nexus().reactor() == device.owner()) {
      device.releaseDataIn(command);
      release(command);
    } else {
      device.owner().post(Task.from(command).releaseDataIn);
    }
  }

  /**
   * The store has answered an overdue command that its fabric had released: slot and memory go
   * back. Runs on the owner reactor.
   */
  static void giveBackOverdue(Task task) {
    Command command = task.command();
    if (command.dataInBlock() != null) {
      task.device.releaseDataIn(command);
    }
    if (command.nexus().reactor() == task.device.owner()) {
      returnSlot(command);
    } else {
      command.nexus().reactor().post(task.returnSlot);
    }
  }

  /** Gives slot and Data-Out memory back, on the nexus' reactor. */
  static void release(Command command) {
    NexusState state = NexusState.from(command.nexus());
    returnSlot(command);
    leave(state);
  }

  /** One command fewer of the nexus is open. */
  private static void leave(NexusState state) {
    state.commandsOpen--;
    giveBackIfGone(state);
  }

  static void returnSlot(Command command) {
    NexusState state = NexusState.from(command.nexus());
    MemoryBlock dataOut = command.dataOutBlock();
    if (dataOut != null) {
      command.dataOutBlock(null);
      state.resources().buffers().release(dataOut);
    }
    state.resources().commands().release(command);
  }

  @Override
  public void onTaskManagementRequest(long nowNs, TaskManagementRequest request) {
    if (request.nexus().reactor() == device.owner()) {
      device.taskManager().onRequest(nowNs, request);
    } else {
      device.owner().post(atNs -> device.taskManager().onRequest(atNs, request));
    }
  }
}
