// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ManageTask;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.Lun;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/**
 * What an initiator does besides its commands: task management and session events that the run
 * draws, and the ladder that every initiator climbs when a command does not come back.
 *
 * <pre>
 * a command is late → ABORT TASK → LOGICAL UNIT RESET → the wire is broken, log in again
 * </pre>
 */
final class ClientRecovery {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long COMMAND_TIMEOUT_NS = 60 * SECOND_NS;
  private static final long FUNCTION_TIMEOUT_NS = 15 * SECOND_NS;
  private static final long ABORTED_NS = 40 * SECOND_NS;
  private static final double RACES = 0.05;

  private enum Rung {
    NONE,
    ABORT,
    RESET
  }

  private final SimClient client;
  private final Swarm swarm;
  private final SimWorld world;
  private final RandomStream random;
  private final TraceSource source;
  private @Nullable ManageTask function;
  private @Nullable ClientSlot aborted;
  private @Nullable ClientSlot owed;
  private long owedIdentifier;
  private long owedDeadlineNs;
  private Rung rung = Rung.NONE;
  private long functionDeadlineNs;
  private boolean manageWanted;
  private boolean sessionEventWanted;
  private boolean faultsStopped;
  private @Nullable ClientSlot raced;
  private long racedIdentifier;
  private long raceAtNs = Long.MAX_VALUE;
  private final long[] caused = new long[FaultClass.values().length];

  ClientRecovery(
      SimClient client, Swarm swarm, SimWorld world, RandomStream random, TraceSource source) {
    this.client = client;
    this.swarm = swarm;
    this.world = world;
    this.random = random;
    this.source = source;
  }

  long commandTimeoutNs() {
    return COMMAND_TIMEOUT_NS;
  }

  /** A command ended well: the run may have this initiator do something else next. */
  void onProgress(long nowNs, ClientSlot ended) {
    if (!faultsStopped) {
      manageWanted |= random.chance(swarm.managementPerCommand());
      sessionEventWanted |= random.chance(swarm.sessionEventPerCommand());
      if (swarm.meets(FaultClass.ABORT_RACE) && random.chance(RACES)) {
        drawRace(nowNs, nowNs + COMMAND_TIMEOUT_NS - ended.deadlineNs);
      }
    }
  }

  /** Some command is to be aborted when it has been under way for about as long as this one was. */
  private void drawRace(long nowNs, long serviceNs) {
    ClientSlot slot = anyActive();
    if (slot != null && raceAtNs == Long.MAX_VALUE) {
      raced = slot;
      racedIdentifier = slot.command.identifier();
      long sentNs = slot.deadlineNs - COMMAND_TIMEOUT_NS;
      raceAtNs = Math.max(nowNs, sentNs + (long) (serviceNs * (0.5 + random.unit())));
    }
  }

  private void race(long nowNs) {
    ClientSlot slot = raced;
    raced = null;
    raceAtNs = Long.MAX_VALUE;
    if (slot != null && isAborted(slot, racedIdentifier)) {
      caused[FaultClass.ABORT_RACE.ordinal()]++;
      abort(nowNs, slot);
    }
  }

  void stopFaults() {
    faultsStopped = true;
    manageWanted = false;
    sessionEventWanted = false;
    raceAtNs = Long.MAX_VALUE;
  }

  /** Whether {@link #poll} has something to do at once. */
  boolean isWaiting(long nowNs) {
    ManageTask under = function;
    return under == null ? manageWanted || sessionEventWanted || nowNs >= raceAtNs : under.isDone();
  }

  void onNexusGone() {
    function = null;
    aborted = null;
    owed = null;
    raceAtNs = Long.MAX_VALUE;
    rung = Rung.NONE;
  }

  void poll(long nowNs) {
    checkOwed(nowNs);
    ManageTask under = function;
    if (under != null) {
      awaitFunction(nowNs, under);
      return;
    }
    ClientSlot late = late(nowNs);
    if (late != null) {
      rung = Rung.ABORT;
      abort(nowNs, late);
    } else if (!faultsStopped) {
      draw(nowNs);
    }
  }

  private @Nullable ClientSlot late(long nowNs) {
    for (ClientSlot slot : client.slots()) {
      if (client.isOfThisNexus(slot) && nowNs > slot.deadlineNs) {
        return slot;
      }
    }
    return null;
  }

  private void abort(long nowNs, ClientSlot slot) {
    aborted = slot;
    submit(
        nowNs,
        new ManageTask(
            TaskManagementFunction.ABORT_TASK, slot.command.lun(), slot.command.identifier()));
  }

  private void submit(long nowNs, ManageTask task) {
    function = task;
    functionDeadlineNs = nowNs + FUNCTION_TIMEOUT_NS;
    world
        .trace()
        .event(
            nowNs,
            source,
            TraceKind.MANAGEMENT_SUBMITTED,
            task.function().ordinal(),
            task.commandIdentifier());
    client.portInUse().submit(task);
  }

  private void awaitFunction(long nowNs, ManageTask under) {
    if (under.isDone()) {
      function = null;
      world
          .trace()
          .event(
              nowNs,
              source,
              TraceKind.MANAGEMENT_ENDED,
              under.function().ordinal(),
              under.response().ordinal());
      onFunctionEnded(nowNs, under);
    } else if (nowNs > functionDeadlineNs) {
      client.breakWire();
      onNexusGone();
    }
  }

  private void onFunctionEnded(long nowNs, ManageTask ended) {
    noteAborted(nowNs, ended);
    ClientSlot slot = aborted;
    aborted = null;
    Rung climbed = rung;
    rung = Rung.NONE;
    if (climbed == Rung.NONE || slot == null || !slot.active || nowNs <= slot.deadlineNs) {
      return;
    }
    if (climbed == Rung.ABORT) {
      rung = Rung.RESET;
      aborted = slot;
      submit(
          nowNs, new ManageTask(TaskManagementFunction.LOGICAL_UNIT_RESET, slot.command.lun(), 0));
    } else {
      client.breakWire();
    }
  }

  /**
   * A command whose abort is complete (SAM-5 7.2) ends, if not at once then when its port has sent
   * the data that it had queued. A code other than 0 says that the target knew no such command.
   */
  private void noteAborted(long nowNs, ManageTask ended) {
    ClientSlot slot = aborted;
    if (slot != null
        && ended.function() == TaskManagementFunction.ABORT_TASK
        && ended.response() == FunctionResponse.FUNCTION_COMPLETE
        && ended.transportCode() <= 0
        && isAborted(slot, ended.commandIdentifier())) {
      owed = slot;
      owedIdentifier = ended.commandIdentifier();
      owedDeadlineNs = nowNs + ABORTED_NS;
    }
  }

  private boolean isAborted(ClientSlot slot, long identifier) {
    return client.isOfThisNexus(slot) && slot.command.identifier() == identifier;
  }

  private void checkOwed(long nowNs) {
    ClientSlot slot = owed;
    if (slot == null || nowNs < owedDeadlineNs) {
      return;
    }
    owed = null;
    if (isAborted(slot, owedIdentifier)) {
      throw new RunFailure(
          "ABORT TASK is complete, but the "
              + slot.kind
              + " of logical unit "
              + slot.logicalUnit
              + " that it named does not end");
    }
  }

  private void draw(long nowNs) {
    if (nowNs >= raceAtNs) {
      race(nowNs);
    } else if (manageWanted) {
      manageWanted = false;
      manage(nowNs);
    } else if (sessionEventWanted) {
      sessionEventWanted = false;
      sessionEvent(nowNs);
    }
  }

  private void manage(long nowNs) {
    ClientSlot slot = anyActive();
    long lun = slot == null ? Lun.ofIndex(0) : slot.command.lun();
    caused[FaultClass.TASK_MANAGEMENT.ordinal()]++;
    switch (random.below(8)) {
      case 0 -> submit(nowNs, new ManageTask(TaskManagementFunction.LOGICAL_UNIT_RESET, lun, 0));
      case 1 -> submit(nowNs, new ManageTask(TaskManagementFunction.ABORT_TASK_SET, lun, 0));
      case 2 -> submit(nowNs, new ManageTask(TaskManagementFunction.CLEAR_TASK_SET, lun, 0));
      default -> {
        if (slot != null) {
          abort(nowNs, slot);
        }
      }
    }
  }

  private @Nullable ClientSlot anyActive() {
    ClientSlot[] slots = client.slots();
    int start = random.below(slots.length);
    for (int step = 0; step < slots.length; step++) {
      ClientSlot slot = slots[(start + step) % slots.length];
      if (client.isOfThisNexus(slot)) {
        return slot;
      }
    }
    return null;
  }

  void addCounts(SortedMap<String, Long> counts) {
    for (FaultClass fault : FaultClass.values()) {
      if (caused[fault.ordinal()] > 0) {
        counts.merge(fault.label(), caused[fault.ordinal()], Long::sum);
      }
    }
  }

  private void sessionEvent(long nowNs) {
    boolean logout = swarm.meets(FaultClass.LOGOUT);
    boolean reinstatement = swarm.meets(FaultClass.REINSTATEMENT);
    if (logout && (!reinstatement || random.coin())) {
      caused[FaultClass.LOGOUT.ordinal()]++;
      client.disconnect();
    } else if (reinstatement) {
      caused[FaultClass.REINSTATEMENT.ordinal()]++;
      client.connect(nowNs);
    }
  }
}
