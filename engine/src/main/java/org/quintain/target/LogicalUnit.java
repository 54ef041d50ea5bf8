// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CdbCheck;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.DeviceServer;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.RangeLocks;
import org.quintain.device.TargetPortIdentity;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.TransportServices;
import org.quintain.memory.BufferPool;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.sam.Status;
import org.quintain.sam.TaskAttribute;

/**
 * A logical unit (SAM-5 4.8): a task set, a device server, and the unit attention conditions of
 * each nexus. All of it is owned by the target device's owner reactor.
 */
public final class LogicalUnit implements LogicalUnitServices {
  private static final int SILENT_END = 0x100;

  private final TargetDevice device;
  private final int number;
  private final String name;
  private final TaskSet taskSet;
  private final DeviceServer deviceServer;

  /** By nexus index; null where the nexus does not see this logical unit. */
  private final @Nullable UnitAttentionQueue[] attentions;

  LogicalUnit(
      TargetDevice device,
      int number,
      String name,
      Function<LogicalUnitServices, DeviceServer> deviceServer) {
    this.device = device;
    this.number = number;
    this.name = name;
    this.taskSet = new TaskSet(this);
    this.attentions = new UnitAttentionQueue[device.nexusIndices()];
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

  TaskSet taskSet() {
    return taskSet;
  }

  // The path of a command.

  /** A command was routed here: it enters the task set. */
  void receive(long nowNs, Task task) {
    CommandDefinition definition = task.definition();
    NexusState nexus = task.nexus();
    task.attribute = task.command().attribute();
    task.isOverlapped = nexus.commands().find(number, task.command().identifier()) != null;
    task.isBypassing =
        task.isOverlapped || (definition != null && definition.isImplicitHeadOfQueue());
    if (task.isOverlapped) {
      // SAM-5 5.10: the commands of the nexus are aborted, the new one says why.
      device.taskManager().abortOverlapped(nowNs, this, nexus);
    } else {
      nexus.commands().add(task);
    }
    taskSet.admit(nowNs, task);
  }

  /**
   * The task set lets a command run: the checks that come before execution, in their order (SAM-5
   * 5.3.3).
   */
  void start(long nowNs, Task task) {
    Command command = task.command();
    command.moveTo(CommandState.ENABLED);
    device.trace(
        nowNs,
        TraceEvent.COMMAND_ENABLED,
        task.nexus().index(),
        command.identifier(),
        device.firstCdbBytes(command));
    CommandDefinition definition = task.definition();
    if (task.isOverlapped) {
      task.terminate(nowNs, AdditionalSense.OVERLAPPED_COMMANDS_ATTEMPTED);
      return;
    }
    if (task.isDataOutRefused) {
      task.busy(nowNs);
      return;
    }
    // SAM-5 5.3.3: what resets leave is told before a reservation conflict, the rest after it.
    UnitAttentionQueue queue =
        definition != null && definition.passesUnitAttention()
            ? null
            : attentions[task.nexus().index()];
    AdditionalSense reset = queue == null ? null : queue.takeReset();
    if (reset != null) {
      task.terminate(nowNs, reset);
      return;
    }
    if (!deviceServer.admits(nowNs, task, AdmissionStage.RESERVATION)) {
      return;
    }
    AdditionalSense attention = queue == null ? null : queue.take();
    if (attention != null) {
      task.terminate(nowNs, deviceServer.senseOf(attention));
      return;
    }
    if (task.attribute == TaskAttribute.ACA) {
      // SAM-5 8.6.5: there is no auto contingent allegiance that it could belong to.
      task.terminate(nowNs, AdditionalSense.INVALID_MESSAGE_ERROR);
      return;
    }
    if (definition == null) {
      task.terminate(nowNs, CdbCheck.unknown(command, deviceServer));
      return;
    }
    if (!deviceServer.admits(nowNs, task, AdmissionStage.ACCESS)) {
      return;
    }
    SenseData violation = CdbCheck.violation(command, definition);
    if (violation != null) {
      task.terminate(nowNs, violation);
    } else if (definition.writesMedium() && task.isWriteProtected()) {
      task.terminate(nowNs, task.writeProtection());
    } else if (deviceServer.admits(nowNs, task, AdmissionStage.READINESS)) {
      deviceServer.execute(nowNs, command);
    }
  }

  /** The one end of every command: its status, or silence if it was aborted. */
  @Override
  public void complete(long nowNs, Command command) {
    Task task = Task.from(command);
    TransportServices transport = task.transport();
    boolean isAborted = command.isAbortRequested();
    RangeLocks ranges = task.leaveRanges();
    command.moveTo(CommandState.COMPLETING);
    deviceServer.onCommandEnded(nowNs, task);
    taskSet.remove(task);
    if (!task.isOverlapped) {
      task.nexus().commands().remove(task);
    }
    device.onCommandEnded();
    device.trace(
        nowNs,
        TraceEvent.COMMAND_ENDED,
        task.nexus().index(),
        command.identifier(),
        isAborted ? SILENT_END : command.status().code());
    PendingFunction[] awaitedBy = task.takeAwaitedBy();
    if (isAborted) {
      transport.endWithoutStatus(nowNs, command);
    } else {
      if (command.dataIn().count() > 0) {
        transport.sendDataIn(nowNs, command, 0, true);
      }
      transport.sendCommandComplete(nowNs, command);
    }
    // The slot may already serve another command: nothing of this one is touched any more.
    for (PendingFunction function : awaitedBy) {
      function.onOneEnded(nowNs);
    }
    CommandExecution.wake(nowNs, ranges);
    taskSet.startWhatMay(nowNs);
  }

  /** Ends a command that cannot run, before any execution. */
  void end(long nowNs, Task task, Status status) {
    task.command().status(status, 0);
    complete(nowNs, task.command());
  }

  // Unit attentions.

  /** The nexus of {@code index} sees this logical unit from now on. */
  void attach(int index) {
    if (attentions[index] == null) {
      attentions[index] = new UnitAttentionQueue();
    }
  }

  /** The nexus of {@code index} is gone, or does not see this logical unit any more. */
  void detach(int index) {
    attentions[index] = null;
  }

  boolean isAttached(int index) {
    return attentions[index] != null;
  }

  /** Establishes {@code condition} for the nexus of {@code index}, if it sees this logical unit. */
  void establishUnitAttention(long nowNs, int index, AdditionalSense condition) {
    UnitAttentionQueue queue = attentions[index];
    if (queue != null && queue.establish(condition)) {
      device.trace(
          nowNs,
          TraceEvent.UNIT_ATTENTION_ESTABLISHED,
          index,
          number,
          condition.code() << 8 | condition.qualifier());
    }
  }

  /**
   * Establishes {@code condition} for every nexus that sees this logical unit, in the order of
   * their indices.
   */
  void establishUnitAttentionForAll(long nowNs, AdditionalSense condition) {
    for (int index = 0; index < attentions.length; index++) {
      establishUnitAttention(nowNs, index, condition);
    }
  }

  @Nullable UnitAttentionQueue unitAttentions(int index) {
    return attentions[index];
  }

  @Override
  public @Nullable AdditionalSense takeUnitAttention(Command command) {
    UnitAttentionQueue queue = attentions[command.nexus().index()];
    return queue == null ? null : queue.take();
  }

  // What the device server needs.

  @Override
  public void establishUnitAttentionForOthers(
      long nowNs, @Nullable ItNexus except, AdditionalSense condition) {
    for (int index = 0; index < attentions.length; index++) {
      if (except == null || index != except.index()) {
        establishUnitAttention(nowNs, index, condition);
      }
    }
  }

  @Override
  public void establishUnitAttention(long nowNs, ItNexus nexus, AdditionalSense condition) {
    establishUnitAttention(nowNs, nexus.index(), condition);
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
  public long[] accessibleLuns(Command command) {
    return NexusState.from(command.nexus()).luns();
  }

  @Override
  public void onLunsReported(Command command) {
    device.forEachUnit(
        unit -> {
          UnitAttentionQueue queue = unit.attentions[command.nexus().index()];
          if (queue != null) {
            queue.remove(AdditionalSense.REPORTED_LUNS_DATA_HAS_CHANGED);
          }
        });
  }
}
