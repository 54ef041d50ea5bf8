// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTotals;
import org.quintain.device.ControlParameters;
import org.quintain.device.DeviceServer;
import org.quintain.device.DurationLimit;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.RangeLocks;
import org.quintain.device.StoreWatch;
import org.quintain.device.TargetPortIdentity;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.TransportServices;
import org.quintain.memory.BufferPool;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Status;

/**
 * A logical unit (SAM-5 4.8): a task set, a device server, and the unit attention conditions of
 * each nexus. All of it is owned by the target device's owner reactor.
 */
public final class LogicalUnit implements LogicalUnitServices {
  private static final long REMOVAL_LOOK_NS = 100_000_000L;
  private static final int SILENT_END = 0x100;

  private final TargetDevice device;
  private final int number;
  private final String name;
  private final TaskSet taskSet;
  private final DeviceServer deviceServer;

  private final UnitAttentions attentions;
  private final Allegiances allegiances;
  private final CommandChecks checks = new CommandChecks(this);
  private final CommandErrors errors = new CommandErrors(this);
  private final StoreDeadlines deadlines = new StoreDeadlines(this);
  private final DurationWatch durations = new DurationWatch(this);
  private final CommandStatistics[] statistics;
  private TaskSetLimits limits = TaskSetLimits.share(Integer.MAX_VALUE, 1);

  LogicalUnit(
      TargetDevice device,
      int number,
      String name,
      Function<LogicalUnitServices, DeviceServer> deviceServer) {
    this.device = device;
    this.number = number;
    this.name = name;
    this.taskSet = new TaskSet(this, device.nexusIndices());
    this.attentions = new UnitAttentions(device, number);
    this.allegiances = new Allegiances(device.nexusIndices());
    this.statistics = new CommandStatistics[device.reactorIndices()];
    for (int index = 0; index < statistics.length; index++) {
      statistics[index] = new CommandStatistics();
    }
    this.deviceServer = deviceServer.apply(this);
  }

  /** Its number within the target device, in the order in which they were added. */
  public int number() {
    return number;
  }

  /** The name the operator gave it. */
  public String name() {
    return name;
  }

  /** What executes its commands. */
  public DeviceServer deviceServer() {
    return deviceServer;
  }

  /** A copy of what it did up to now, for any thread. */
  public CommandStatistics statistics() {
    CommandStatistics sum = new CommandStatistics();
    for (CommandStatistics each : statistics) {
      sum.add(each);
    }
    return sum;
  }

  @Override
  public CommandTotals totals() {
    return statistics();
  }

  CommandStatistics statisticsOn(Reactor nexusReactor) {
    return statistics[nexusReactor.index()];
  }

  TargetDevice device() {
    return device;
  }

  TaskSet taskSet() {
    return taskSet;
  }

  StoreDeadlines deadlines() {
    return deadlines;
  }

  /** Its limits. */
  public TaskSetLimits limits() {
    return limits;
  }

  /** Sets its limits, on the owner reactor or before anything runs. */
  public void limits(TaskSetLimits replacement) {
    limits = replacement;
  }

  Allegiances allegiances() {
    return allegiances;
  }

  UnitAttentions attentions() {
    return attentions;
  }

  /** What the Control mode page says of the moment. */
  ControlParameters control() {
    return deviceServer.control();
  }

  // The path of a command.

  /** A command was routed here: it enters the task set. */
  void receive(long nowNs, Task task) {
    CommandDefinition definition = task.definition();
    NexusState nexus = task.nexus();
    task.attribute = task.command().attribute();
    task.isImplicitHead = definition != null && definition.isImplicitHeadOfQueue();
    task.isOverlapped = !nexus.commands().add(task);
    if (task.isOverlapped) {
      // SAM-5 5.10: the commands of the nexus are aborted, the new one says why.
      device.taskManager().abortOverlapped(nowNs, this, nexus);
    } else {
      checks.onReceived(task);
      DurationLimit limit = deviceServer.durationLimitOf(task);
      if (limit != null) {
        durations.onReceived(task, limit);
      }
    }
    taskSet.admit(nowNs, task);
  }

  /** The task set lets a command run. */
  void start(long nowNs, Task task) {
    Command command = task.command();
    command.moveTo(CommandState.ENABLED);
    DurationLimit limit = task.durationLimit;
    if (limit != null) {
      durations.onStarted(nowNs, task, limit);
    }
    checks.run(nowNs, task);
  }

  /**
   * It leaves the target device: what waits ends, what runs may end by itself. Runs {@code then}
   * when nothing of it is left, its unanswered store requests included.
   */
  void remove(long nowNs, ReactorTask then) {
    deviceServer.onRemoval(nowNs);
    clearAllegiances(nowNs);
    taskSet.suspend();
    for (Task task : taskSet.find(each -> !each.isStarted)) {
      if (task.isInTaskSet && !task.isStarted) {
        task.terminate(nowNs, AdditionalSense.LOGICAL_UNIT_NOT_SUPPORTED);
      }
    }
    taskSet.resume(nowNs);
    awaitNothingLeft(nowNs, then);
  }

  private void awaitNothingLeft(long nowNs, ReactorTask then) {
    if (taskSet.isEmpty() && deadlines.isQuiet() && deviceServer.isIdle()) {
      then.run(nowNs);
    } else {
      reactor().callAt(nowNs + REMOVAL_LOOK_NS, atNs -> awaitNothingLeft(atNs, then));
    }
  }

  /** The one end of every command: its status, or silence if it was aborted. */
  @Override
  public void complete(long nowNs, Command command) {
    Task task = Task.from(command);
    boolean isAborted = command.isAbortRequested() && !task.isTimedOut;
    if (!isAborted && isBlocked(task)) {
      task.isParked = true;
      return;
    }
    TransportServices transport = task.transport();
    RangeLocks ranges = task.leaveRanges();
    task.releaseScratch();
    command.moveTo(CommandState.COMPLETING);
    deviceServer.onCommandEnded(nowNs, task);
    taskSet.remove(task);
    if (!task.isOverlapped) {
      task.nexus().commands().remove(task);
    }
    device.onCommandEnded();
    if (isAborted || task.isTimedOut || command.status() != Status.GOOD) {
      errors.settle(nowNs, task, isAborted);
    }
    boolean isSilent = isAborted && !task.isToldOfAbort;
    device.trace(
        nowNs,
        TraceEvent.COMMAND_ENDED,
        task.nexus().index(),
        command.identifier(),
        isSilent ? SILENT_END : command.status().code());
    PendingFunction[] awaitedBy = task.takeAwaitedBy();
    if (isSilent) {
      transport.endWithoutStatus(nowNs, command);
    } else {
      if (command.dataIn().count() > 0) {
        transport.sendDataIn(nowNs, command, 0, true);
      }
      transport.sendCommandComplete(nowNs, command);
    }
    // The slot may already serve another command: nothing of this one is touched any more.
    if (awaitedBy.length > 0 || ranges != null || taskSet.hasWaiting()) {
      letOthersGoOn(nowNs, awaitedBy, ranges);
    }
  }

  private void letOthersGoOn(long nowNs, PendingFunction[] awaitedBy, @Nullable RangeLocks ranges) {
    for (PendingFunction function : awaitedBy) {
      function.onOneEnded(nowNs);
    }
    CommandExecution.wake(nowNs, ranges);
    taskSet.startWhatMay(nowNs);
  }

  /** Whether an ACA condition keeps {@code task} from completing (SAM-5 5.9.2). */
  private boolean isBlocked(Task task) {
    return !allegiances.isNone()
        && !task.passesAllegiance
        && task.startRule != StartRule.ENDING
        && allegiances.isInEffect(task.nexus().index(), control());
  }

  /**
   * Clears the ACA condition of the nexus of {@code index}, if there is one: what was blocked
   * completes, what waited starts (SAM-5 5.9.5).
   */
  void clearAllegiance(long nowNs, int index) {
    if (allegiances.clear(index)) {
      taskSet.suspend();
      for (Task task : taskSet.find(each -> each.isParked)) {
        if (task.isInTaskSet && task.isParked) {
          task.isParked = false;
          complete(nowNs, task.command());
        }
      }
      taskSet.resume(nowNs);
    }
  }

  /** Clears all ACA conditions: the logical unit was reset. */
  void clearAllegiances(long nowNs) {
    for (int index = 0; index < device.nexusIndices() && !allegiances.isNone(); index++) {
      clearAllegiance(nowNs, index);
    }
  }

  @Override
  public void clearAllegiance(long nowNs, ItNexus faulted) {
    clearAllegiance(nowNs, faulted.index());
  }

  // Unit attentions.

  /** {@code nexus} sees this logical unit from now on; {@code condition} tells it since when. */
  void attach(long nowNs, NexusState nexus, @Nullable AdditionalSense condition) {
    boolean isNew = !isAttached(nexus.index());
    attentions.attach(nexus.index());
    if (condition != null) {
      attentions.establish(nowNs, nexus.index(), condition);
    }
    if (isNew) {
      deviceServer.onNexusEstablished(nowNs, nexus.nexus());
    }
  }

  /** The nexus of {@code index} is gone, or does not see this logical unit any more. */
  void detach(long nowNs, int index) {
    attentions.detach(index);
    clearAllegiance(nowNs, index);
  }

  boolean isAttached(int index) {
    return attentions.of(index) != null;
  }

  @Override
  public @Nullable AdditionalSense takeUnitAttention(Command command) {
    UnitAttentionQueue queue = attentions.of(command.nexus().index());
    return queue == null ? null : queue.take();
  }

  // What the device server needs.

  @Override
  public void establishUnitAttentionForOthers(
      long nowNs, @Nullable ItNexus except, AdditionalSense condition) {
    attentions.establishForOthers(nowNs, except == null ? -1 : except.index(), condition);
  }

  @Override
  public void establishUnitAttention(long nowNs, ItNexus nexus, AdditionalSense condition) {
    attentions.establish(nowNs, nexus.index(), condition);
  }

  @Override
  public List<ItNexus> nexuses() {
    return device.nexusesThat(nexus -> isAttached(nexus.index()));
  }

  @Override
  public List<DeviceServer> neighbours() {
    List<DeviceServer> servers = new ArrayList<>();
    device.forEachUnit(unit -> servers.add(unit.deviceServer()));
    return servers;
  }

  @Override
  public List<TargetPortIdentity> ports() {
    return device.ports().stream().map(TargetPort::identity).toList();
  }

  @Override
  public void abortCommands(long nowNs, Predicate<Command> wanted, ReactorTask then) {
    device.taskManager().abortFor(nowNs, this, wanted, then);
  }

  @Override
  public void afterCommands(long nowNs, Predicate<Command> wanted, ReactorTask then) {
    device.taskManager().awaitFor(nowNs, this, wanted, then);
  }

  @Override
  public Reactor reactor() {
    return device.owner();
  }

  @Override
  public void forEachExecuting(Consumer<CommandExecution> visitor) {
    taskSet.forEachRunning(visitor);
  }

  @Override
  public BufferPool buffers() {
    return device.ownerBuffers();
  }

  @Override
  public StoreWatch storeWatch() {
    return deadlines;
  }

  @Override
  public long[] accessibleLuns(Command command) {
    return NexusState.from(command.nexus()).luns();
  }

  @Override
  public void onLunsReported(Command command) {
    device.forEachUnit(
        unit -> {
          UnitAttentionQueue queue = unit.attentions.of(command.nexus().index());
          if (queue != null) {
            queue.remove(AdditionalSense.REPORTED_LUNS_DATA_HAS_CHANGED);
          }
        });
  }
}
