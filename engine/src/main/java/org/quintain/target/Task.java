// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.DurationLimit;
import org.quintain.device.IoClass;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.DeliveryResult;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.Status;
import org.quintain.sam.TaskAttribute;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * What the engine keeps for one command slot, made once with its pool: the place in a task set, who
 * waits for its end, and the messages by which a command travels between its nexus' reactor and the
 * owner reactor.
 */
final class Task extends CommandExecution {
  // Place in the task set, owned by TaskSet.
  @Nullable Task previous;
  @Nullable Task next;
  boolean isInTaskSet;
  boolean isStarted;
  TaskAttribute attribute = TaskAttribute.SIMPLE;
  StartRule startRule = StartRule.SIMPLE;

  /** Its place among those that may start at the same time: the lowest first. */
  int rank;

  /** What it adds to the counts of its task set, 0 or 1 each, found out once. */
  int barriers;

  int writers;

  /** The same: a command priority of its own. */
  int prioritised;

  Hold hold = Hold.NOBODY;

  /** Processed as if its attribute were HEAD OF QUEUE (SAM-5 8.6.3). */
  boolean isImplicitHead;

  /** Its identifier is that of a command under way. */
  boolean isOverlapped;

  /** What it ends with instead of being processed, null when it is processed. */
  @Nullable Status refusal;

  /** The status qualifier of the refusal. */
  int refusalQualifier;

  /** Whether it was let into the task set while an ACA condition was in effect. */
  boolean passesAllegiance;

  /** It has its status, but an ACA condition keeps it from completing (SAM-5 8.5.4: blocked). */
  boolean isParked;

  /** Aborted by what another nexus did while TAS is 1: its status is TASK ABORTED. */
  boolean isToldOfAbort;

  /** When its fabric handed it over. */
  long receivedNs;

  /** When its store request was handed over last, or it began to wait for something else. */
  long submittedNs;

  /** It waits for errands, which have deadlines of their own. */
  boolean isOnErrands;

  /** What its DLD bits chose, null for no limit (any more). */
  @Nullable DurationLimit durationLimit;

  /** When its processing began, if it has a duration limit. */
  long activeNs;

  /** It exceeded its duration limit, and is told so at its end instead of what else comes of it. */
  boolean isTimedOut;

  /** When it was aborted first. */
  long abortedNs;

  /** It ended before the store answered, so that its slot is not used again before that. */
  boolean isOverdue;

  /** The store has answered an overdue command. */
  boolean isAnswered;

  /** The fabric has released an overdue command. */
  boolean isReleased;

  /** The task management functions that wait for this command's end. */
  final List<PendingFunction> awaitedBy = new ArrayList<>(2);

  private static final PendingFunction[] NOBODY = {};

  private @Nullable LogicalUnit unit;
  private @Nullable NexusState nexus;

  /**
   * Set on the nexus' reactor before the command is handed over: memory for its Data-Out was
   * refused.
   */
  boolean isDataOutRefused;

  // How the owner reactor finds out that what a store lent is out of use.

  /** How many commands of the slot were released, counted on the reactor of their nexus. */
  private int releases;

  /** The same as far as the owner reactor was told. */
  private int releasesTold;

  /** What the owner reactor asks: whether there were more releases than these. */
  private int releasesAskedFor;

  /** Whether the owner reactor wants to be told of the next release. */
  private boolean isReleaseAwaited;

  // Messages between reactors: one object each, since a command has one of each under way at most.
  final TargetDevice device;
  final ReactorTask receive = this::runReceive;
  final ReactorTask dataOutReceived = this::runDataOutReceived;
  final ReactorTask dataInDelivered = this::runDataInDelivered;
  final ReactorTask releaseDataIn = this::runReleaseDataIn;
  final ReactorTask releaseOverdue = this::runReleaseOverdue;
  final ReactorTask returnSlot = this::runReturnSlot;
  final ReactorTask releaseSlot = this::runReleaseSlot;
  final ReactorTask requestDataOut = this::runRequestDataOut;
  final ReactorTask sendDataIn = this::runSendDataIn;
  final ReactorTask sendComplete = this::runSendComplete;
  final ReactorTask endSilently = this::runEndSilently;
  final ReactorTask terminateTransfer = this::runTerminateTransfer;
  final ReactorTask askForRelease = this::runAskForRelease;
  final ReactorTask releaseAwaited = this::onReleaseAwaited;
  DeliveryResult delivery = DeliveryResult.DELIVERED;
  long transferOffset;
  long transferLength;
  boolean isLastDataIn;

  Task(TargetDevice device, Command command) {
    super(command);
    this.device = device;
  }

  static Task from(Command command) {
    return (Task) CommandExecution.of(command);
  }

  /** The command was routed: it belongs to {@code toUnit} until its end. */
  void route(NexusState byNexus, LogicalUnit toUnit, boolean isMappedReadOnly) {
    unit = toUnit;
    if (nexus != byNexus) {
      nexus = byNexus;
    }
    isImplicitHead = false;
    isOverlapped = false;
    if (refusal != null) {
      refusal = null;
    }
    refusalQualifier = 0;
    passesAllegiance = false;
    isParked = false;
    isToldOfAbort = false;
    if (durationLimit != null) {
      durationLimit = null;
    }
    isTimedOut = false;
    begin(toUnit, toUnit.deviceServer(), byNexus.transport(), isMappedReadOnly);
  }

  /** Its slot was taken for a command that has not been routed yet. */
  void forget() {
    isDataOutRefused = false;
    unit = null;
  }

  /** Its fabric gives it back, on the reactor of its nexus. */
  void onReleased(long nowNs) {
    releases++;
    if (isReleaseAwaited) {
      tellOfReleases();
    }
    count(nowNs);
  }

  private void count(long nowNs) {
    LogicalUnit executed = unit;
    Command command = command();
    if (executed == null || command.state() != CommandState.COMPLETING) {
      return; // Never handed over, or its nexus was lost before it was routed.
    }
    CommandDefinition row = definition();
    long dataIn = Math.min(command.dataInBytes(), command.expectedDataInBytes());
    long dataOut = Math.min(command.dataOutBytes(), command.expectedDataOutBytes());
    command.nexus().onCommandOver(dataIn, dataOut);
    executed
        .statisticsOn(command.nexus().reactor())
        .count(
            row == null ? IoClass.OTHER : row.ioClass(),
            nowNs - receivedNs,
            dataIn,
            dataOut,
            command.status(),
            command.isAbortRequested());
  }

  /** Whether it changes the medium. */
  boolean isWriter() {
    CommandDefinition row = definition();
    return row != null && row.writesMedium();
  }

  /** Those who wait for this command's end, which now comes. */
  PendingFunction[] takeAwaitedBy() {
    if (awaitedBy.isEmpty()) {
      return NOBODY;
    }
    PendingFunction[] all = awaitedBy.toArray(NOBODY);
    awaitedBy.clear();
    return all;
  }

  LogicalUnit unit() {
    LogicalUnit present = unit;
    Check.that(present != null, "a routed command has a logical unit", command().slot());
    return present;
  }

  NexusState nexus() {
    NexusState present = nexus;
    Check.that(present != null, "a routed command has a nexus", command().slot());
    return present;
  }

  // Store.

  @Override
  public void submit(long nowNs, BackingStore store, CommandStep then) {
    StoreDeadlines deadlines = unit().deadlines();
    if (deadlines.unansweredCount() > 0 && deadlines.isInTheWayOf(storeRequest())) {
      terminate(nowNs, AdditionalSense.OPERATION_IN_PROGRESS);
      return;
    }
    submittedNs = nowNs;
    deadlines.onSubmitted(nowNs);
    super.submit(nowNs, store, then);
  }

  @Override
  public void onStoreCompleted(long nowNs, StoreRequest request, StoreResult result) {
    if (isOverdue) {
      unit().deadlines().onAnswered(nowNs, this);
    } else {
      super.onStoreCompleted(nowNs, request, result);
    }
  }

  @Override
  public void suspend(CommandStep then) {
    super.suspend(then);
    submittedNs = device.owner().nowNs();
    unit().deadlines().onSubmitted(submittedNs);
  }

  @Override
  public void leaveToErrands() {
    isOnErrands = true;
  }

  @Override
  public void onProgress(long nowNs) {
    submittedNs = nowNs;
  }

  @Override
  public void resume(long nowNs) {
    if (isOverdue) {
      unit().deadlines().onAnswered(nowNs, this);
    } else {
      isOnErrands = false;
      super.resume(nowNs);
    }
  }

  // Releases.

  /** Where the fabric of the slot's nexuses runs; known after the slot's end too. */
  private Reactor fabricReactor() {
    return nexus().nexus().reactor();
  }

  private boolean isLocal() {
    return fabricReactor() == device.owner();
  }

  private void tellOfReleases() {
    isReleaseAwaited = false;
    releasesTold = releases;
    device.owner().post(releaseAwaited);
  }

  @Override
  protected int releases() {
    return releases;
  }

  @Override
  protected boolean isReleasedSince(int releasesBefore) {
    // The difference, since the count may wrap around.
    return (isLocal() ? releases : releasesTold) - releasesBefore > 0;
  }

  @Override
  protected void awaitRelease(int releasesBefore) {
    releasesAskedFor = releasesBefore;
    if (isLocal()) {
      isReleaseAwaited = true;
    } else {
      fabricReactor().post(askForRelease);
    }
  }

  private void runAskForRelease(long nowNs) {
    if (releases - releasesAskedFor > 0) {
      tellOfReleases();
    } else {
      isReleaseAwaited = true;
    }
  }

  // To the owner reactor.

  private void runReceive(long nowNs) {
    device.router().route(nowNs, this);
  }

  private void runDataOutReceived(long nowNs) {
    deviceServer().onDataOutReceived(nowNs, command(), delivery);
  }

  private void runDataInDelivered(long nowNs) {
    deviceServer().onDataInDelivered(nowNs, command(), delivery);
  }

  private void runReleaseOverdue(long nowNs) {
    unit().deadlines().onReleased(this);
  }

  private void runReturnSlot(long nowNs) {
    TargetPort.returnSlot(command());
  }

  private void runReleaseDataIn(long nowNs) {
    device.releaseDataIn(command());
    command().nexus().reactor().post(releaseSlot);
  }

  // To the reactor of the nexus.

  private void runReleaseSlot(long nowNs) {
    device.releaseSlot(command());
  }

  private void runRequestDataOut(long nowNs) {
    command().nexus().transport().receiveDataOut(nowNs, command(), transferOffset, transferLength);
  }

  private void runSendDataIn(long nowNs) {
    command().nexus().transport().sendDataIn(nowNs, command(), transferOffset, isLastDataIn);
  }

  private void runSendComplete(long nowNs) {
    command().nexus().transport().sendCommandComplete(nowNs, command());
  }

  private void runEndSilently(long nowNs) {
    command().nexus().transport().endWithoutStatus(nowNs, command());
  }

  private void runTerminateTransfer(long nowNs) {
    command().nexus().transport().terminateDataTransfer(nowNs, command());
  }
}
