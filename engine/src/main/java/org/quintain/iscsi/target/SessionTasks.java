// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.sam.Check;

/**
 * The commands of one session, from the PDU that brought each until its memory is free: by index,
 * by Initiator Task Tag and by the engine's slot (RFC 7143 4.2.2.1, 11.2.1.8). Owned by the node's
 * reactor; nothing is allocated per command.
 */
final class SessionTasks {
  private static final int TASKS_BESIDE_WINDOW = 16;

  private final IscsiTargetSession session;

  /** Made as they are first needed: most of many sessions are idle. */
  private final IscsiTask[] tasks;

  private int tasksMade;
  private final int[] freeTask;
  private int freeTaskCount;
  private final IttTable byTag;
  private @Nullable IscsiTask[] bySlot = new @Nullable IscsiTask[0];
  private int openImmediate;
  private int openTasks;
  private final KeptCommands kept;

  /** For {@code commands} commands of the engine's at once; none for a discovery session. */
  SessionTasks(IscsiTargetSession session, int commands) {
    this.session = session;
    kept = new KeptCommands(Math.max(1, commands));
    // A task lives until the stream took its response, longer than its place in the window.
    tasks = new IscsiTask[commands > 0 ? 2 * commands + TASKS_BESIDE_WINDOW : 0];
    freeTask = new int[tasks.length];
    for (int index = tasks.length - 1; index >= 0; index--) {
      freeTask[freeTaskCount++] = index;
    }
    byTag = new IttTable(tasks.length);
  }

  /** How many there can be. */
  int capacity() {
    return tasks.length;
  }

  /** How many are in use, those that have ended and whose memory is not free included. */
  int occupiedCount() {
    return tasks.length - freeTaskCount;
  }

  /** The session ends: what the engine has it gives back, the rest ends here. */
  void endThoseTheEngineHasNot(long nowNs) {
    for (int index = 0; index < tasksMade; index++) {
      IscsiTask task = tasks[index];
      if (task.state == IscsiTask.State.RECEIVING
          || task.state == IscsiTask.State.HELD
          || task.state == IscsiTask.State.COMPLETING) {
        end(nowNs, task);
      }
    }
  }

  /** All tasks by index, of which the first {@link #made} were ever needed. */
  IscsiTask[] byIndex() {
    return tasks;
  }

  /** How many of {@link #byIndex} there are; the others are null. */
  int made() {
    return tasksMade;
  }

  /** How many commands still need a response, or an end without one. */
  int openCount() {
    return openTasks;
  }

  int openImmediate() {
    return openImmediate;
  }

  /** The task of an Initiator Task Tag, or null. */
  @Nullable IscsiTask find(int initiatorTaskTag) {
    return byTag.find(initiatorTaskTag);
  }

  /**
   * A task with a command for a SCSI Command PDU, or null when either is out: TASK SET FULL is the
   * answer then.
   */
  @Nullable IscsiTask acquire(
      long nowNs, FullFeaturePhase connection, int tag, int cmdSn, boolean immediate) {
    if (freeTaskCount == 0) {
      return null;
    }
    Command command = session.scsiTarget().acquire(nowNs, session.nexus());
    if (command == null) {
      return null;
    }
    IscsiTask task = task(freeTask[--freeTaskCount]);
    task.begin(connection, command, tag, cmdSn);
    task.isImmediate = immediate;
    if (command.slot() >= bySlot.length) {
      bySlot = Arrays.copyOf(bySlot, Math.max(64, Integer.highestOneBit(command.slot()) * 2));
    }
    bySlot[command.slot()] = task;
    byTag.add(task);
    openTasks++;
    connection.allegiance().onBegun();
    if (immediate) {
      openImmediate++;
    }
    return task;
  }

  /** The task of {@code index}; free ones are taken from the lowest index on. */
  private IscsiTask task(int index) {
    if (index == tasksMade) {
      tasks[tasksMade++] = new IscsiTask(index, R2tSender.outstandingMax(session.parameters()));
    }
    return tasks[index];
  }

  /** The command of {@code task} goes to the engine. */
  void deliver(long nowNs, IscsiTask task) {
    task.state = IscsiTask.State.WITH_ENGINE;
    if (!task.isImmediate) {
      task.isCounted = true;
      session.window().onCommandOpened();
    }
    session.node().counters().add(IscsiCounter.SCSI_COMMANDS);
    session.scsiTarget().onCommandReceived(nowNs, task.command());
  }

  /** The task is over for the initiator: its response is queued, or it gets none. */
  void end(long nowNs, IscsiTask task) {
    if (task.state == IscsiTask.State.ENDED) {
      return;
    }
    FullFeaturePhase connection = task.connection();
    connection.forget(task);
    ResponseFence fence = session.fence();
    if (fence != null && !fence.isOpen()) {
      fence.forget(nowNs, task);
    }
    task.state = IscsiTask.State.ENDED;
    byTag.remove(task);
    openTasks--;
    task.awaitsDelivery = false;
    if (task.isImmediate) {
      openImmediate--;
    }
    leaveWindow(task);
    releaseIfDone(nowNs, task);
    connection.allegiance().onEnded(nowNs);
  }

  /** The task gives its place in the command window free, once. */
  void leaveWindow(IscsiTask task) {
    if (task.isCounted) {
      task.isCounted = false;
      session.window().onCommandClosed();
    }
  }

  /** The ended commands that are kept for a repetition, over all connections. */
  KeptCommands kept() {
    return kept;
  }

  /**
   * {@code task}, whose response was sent and is in {@code history}, goes on by {@code connection}:
   * the response will be sent anew.
   */
  void revive(IscsiTask task, FullFeaturePhase connection, StatusHistory history) {
    Check.that(task.state == IscsiTask.State.ENDED, "an ended task is revived", task.index);
    task.state = IscsiTask.State.COMPLETING;
    history.takeTask(task);
    task.connection = connection;
    byTag.add(task);
    openTasks++;
    connection.allegiance().onBegun();
    openImmediate += task.isImmediate ? 1 : 0;
  }

  /** One reference to the command's memory is gone. */
  void unpin(long nowNs, IscsiTask task) {
    task.references--;
    Check.that(task.references >= 0, "references are given up once each", task.index);
    releaseIfDone(nowNs, task);
  }

  private void releaseIfDone(long nowNs, IscsiTask task) {
    if (task.state != IscsiTask.State.ENDED || task.references > 0) {
      return;
    }
    Command command = task.command();
    bySlot[command.slot()] = null;
    task.connection().dataIn().onReleased(task);
    task.end();
    freeTask[freeTaskCount++] = task.index;
    session.scsiTarget().onCommandReleased(nowNs, command);
    session.checkDrained(nowNs);
  }

  /** The task of a command that the engine has. */
  IscsiTask of(Command command) {
    IscsiTask task = bySlot[command.slot()];
    Check.that(
        task != null && task.command().slot() == command.slot(),
        "the engine speaks of a command it has",
        command.slot());
    return task;
  }
}
