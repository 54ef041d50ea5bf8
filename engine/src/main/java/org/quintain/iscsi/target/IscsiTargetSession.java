// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.iscsi.negotiation.SessionParameters;
import org.quintain.iscsi.negotiation.SessionType;
import org.quintain.sam.Check;

/**
 * One iSCSI session (RFC 7143 4.3): command numbering, tasks, and the I_T nexus that a normal
 * session realises. The engine calls it as that nexus' fabric; it hands each call to the connection
 * that the command came by. Owned by the node's reactor.
 */
public final class IscsiTargetSession {
  /** Tells the end of a session's last command. */
  @FunctionalInterface
  interface DrainListener {
    void onDrained(long nowNs);
  }

  private static final int TASKS_BESIDE_WINDOW = 16;

  private final IscsiTargetNode node;
  private final SessionIdentity identity;
  private final int tsih;
  private final @Nullable IscsiTarget target;
  private final SessionParameters parameters;
  private final CommandWindow window;
  private final ConnectionGroup connections = new ConnectionGroup(this);

  /** Made as they are first needed: most of many sessions are idle. */
  private final IscsiTask[] tasks;

  private int tasksMade;
  private final int[] freeTask;
  private int freeTaskCount;
  private final IttTable byTag;
  private @Nullable IscsiTask[] bySlot = new @Nullable IscsiTask[0];
  private int openImmediate;
  private int openTasks;
  private int nextTransferTag = 1;

  private @Nullable ItNexus nexus;
  private final KeptCommands kept;
  private boolean closed;
  private boolean drained;
  private final List<DrainListener> drainListeners = new ArrayList<>(1);

  IscsiTargetSession(
      IscsiTargetNode node,
      SessionIdentity identity,
      int tsih,
      @Nullable IscsiTarget target,
      SessionParameters parameters,
      int firstCmdSn) {
    this.node = node;
    this.identity = identity;
    this.tsih = tsih;
    this.target = target;
    this.parameters = parameters;
    boolean normal = parameters.sessionType() == SessionType.NORMAL && target != null;
    int commands = normal && target != null ? target.scsiTarget().commandsPerNexus() : 1;
    window = new CommandWindow(KeptCommands.windowSize(parameters, commands), firstCmdSn);
    kept = new KeptCommands(commands);
    // A task lives until the stream took its response, longer than its place in the window.
    tasks = new IscsiTask[normal ? 2 * commands + TASKS_BESIDE_WINDOW : 0];
    freeTask = new int[tasks.length];
    for (int index = tasks.length - 1; index >= 0; index--) {
      freeTask[freeTaskCount++] = index;
    }
    byTag = new IttTable(tasks.length);
  }

  SessionIdentity identity() {
    return identity;
  }

  /** The target session identifying handle, 1 to 65,535. */
  public int tsih() {
    return tsih;
  }

  /** The initiator's name. */
  public String initiatorName() {
    return identity.initiatorName();
  }

  /** The initiator session identifier, in the low 48 bits. */
  public long isid() {
    return identity.isid();
  }

  /** The target's name, empty for a discovery session without one. */
  public String targetName() {
    return identity.targetName();
  }

  /** What was negotiated for the session. */
  public SessionParameters parameters() {
    return parameters;
  }

  /** The "host:port" of its initiator's end, of the first connection. */
  public String peerAddress() {
    return connections.isEmpty() ? "" : connections.at(0).connection().peerAddress();
  }

  /** How many commands it has under way. */
  public int commandsInFlight() {
    return tasks.length - freeTaskCount;
  }

  boolean isDiscovery() {
    return parameters.sessionType() == SessionType.DISCOVERY;
  }

  boolean isClosed() {
    return closed;
  }

  /** How many PDUs a connection of this session queues at most: responses, and data to go with. */
  int outputSlots() {
    return tasks.length + 2 * OutputReserve.SLOTS;
  }

  @Nullable IscsiTarget target() {
    return target;
  }

  IscsiTargetNode node() {
    return node;
  }

  CommandWindow window() {
    return window;
  }

  /** All tasks by index, of which the first {@link #tasksMade} were ever needed. */
  IscsiTask[] tasksByIndex() {
    return tasks;
  }

  /** How many of {@link #tasksByIndex} there are; the others are null. */
  int tasksMade() {
    return tasksMade;
  }

  /** How many commands still need a response, or an end without one. */
  int openTasks() {
    return openTasks;
  }

  int openImmediate() {
    return openImmediate;
  }

  /** The SCSI target, which a normal session has. */
  ScsiTarget scsiTarget() {
    IscsiTarget present = target;
    Check.that(present != null, "a normal session has a target");
    return present.scsiTarget();
  }

  /** The nexus, which a normal session has. */
  ItNexus nexus() {
    ItNexus present = nexus;
    Check.that(present != null, "a normal session has a nexus");
    return present;
  }

  void nexus(ItNexus established) {
    nexus = established;
  }

  /** Its connections in full feature phase. */
  ConnectionGroup connections() {
    return connections;
  }

  /** Where it stands in the diagram of RFC 7143 8.3.2. */
  public SessionState state() {
    return connections.state();
  }

  /**
   * Asks the initiator to log out within {@code seconds}; its connections are dropped then (RFC
   * 7143 11.9.1, event 1).
   */
  public void requestLogout(long nowNs, int seconds) {
    connections.requestLogout(nowNs, seconds);
  }

  /** How many connections it has. */
  public int connectionCount() {
    return connections.count();
  }

  /** A tag for an R2T, a ping or a text exchange, never the reserved one. */
  int newTransferTag() {
    int tag = nextTransferTag++;
    if (nextTransferTag == -1) {
      nextTransferTag = 0;
    }
    return tag;
  }

  /** The task of an Initiator Task Tag, or null. */
  @Nullable IscsiTask findTask(int initiatorTaskTag) {
    return byTag.find(initiatorTaskTag);
  }

  /**
   * A task with a command for a SCSI Command PDU, or null when either is out: TASK SET FULL is the
   * answer then.
   */
  @Nullable IscsiTask acquireTask(
      long nowNs, FullFeaturePhase connection, int tag, int cmdSn, boolean immediate) {
    if (freeTaskCount == 0) {
      return null;
    }
    Command command = scsiTarget().acquire(nowNs, nexus());
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
    connection.onTaskBegun();
    if (immediate) {
      openImmediate++;
    }
    return task;
  }

  /** The task of {@code index}; free ones are taken from the lowest index on. */
  private IscsiTask task(int index) {
    if (index == tasksMade) {
      tasks[tasksMade++] = new IscsiTask(index, R2tSender.outstandingMax(parameters));
    }
    return tasks[index];
  }

  /** The command of {@code task} goes to the engine. */
  void deliver(long nowNs, IscsiTask task) {
    task.state = IscsiTask.State.WITH_ENGINE;
    if (!task.isImmediate) {
      task.isCounted = true;
      window.onCommandOpened();
    }
    node.counters().add(IscsiCounter.SCSI_COMMANDS);
    scsiTarget().onCommandReceived(nowNs, task.command());
  }

  /** The task is over for the initiator: its response is queued, or it gets none. */
  void endTask(long nowNs, IscsiTask task) {
    if (task.state == IscsiTask.State.ENDED) {
      return;
    }
    FullFeaturePhase connection = task.connection();
    connection.forget(task);
    task.state = IscsiTask.State.ENDED;
    byTag.remove(task);
    openTasks--;
    task.awaitsDelivery = false;
    if (task.isImmediate) {
      openImmediate--;
    }
    leaveWindow(task);
    releaseIfDone(nowNs, task);
    connection.onTaskEnded(nowNs);
  }

  /** The task gives its place in the command window free, once. */
  void leaveWindow(IscsiTask task) {
    if (task.isCounted) {
      task.isCounted = false;
      window.onCommandClosed();
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
    connection.onTaskBegun();
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
    task.end();
    freeTask[freeTaskCount++] = task.index;
    scsiTarget().onCommandReleased(nowNs, command);
    checkDrained(nowNs);
  }

  /** Ends the session of the target's own will; the initiator is told why its connections close. */
  void drop(long nowNs, String reason) {
    connections.drop(nowNs, reason);
  }

  /**
   * The session ends: nexus loss (SAM-5 6.3.4). What the engine has comes back by {@link
   * #endWithoutStatus}, what it has not is given back here.
   */
  void close(long nowNs) {
    if (closed) {
      return;
    }
    closed = true;
    connections.releaseHistories(nowNs);
    while (window.takeAny() != null) {
      // The tasks among them end below.
    }
    for (int index = 0; index < tasksMade; index++) {
      IscsiTask task = tasks[index];
      if (task.state == IscsiTask.State.RECEIVING
          || task.state == IscsiTask.State.HELD
          || task.state == IscsiTask.State.COMPLETING) {
        endTask(nowNs, task);
      }
    }
    ItNexus lost = nexus;
    if (lost != null) {
      scsiTarget().onNexusLoss(nowNs, lost);
    }
    checkDrained(nowNs);
  }

  /** Tells {@code listener} when the closed session's last command is gone, perhaps at once. */
  void onDrained(long nowNs, DrainListener listener) {
    if (drained) {
      listener.onDrained(nowNs);
    } else {
      drainListeners.add(listener);
    }
  }

  private void checkDrained(long nowNs) {
    if (!closed || drained || freeTaskCount < tasks.length) {
      return;
    }
    drained = true;
    node.remove(this);
    for (DrainListener listener : drainListeners) {
      listener.onDrained(nowNs);
    }
  }

  /** The task of a command that the engine has. */
  IscsiTask taskOf(Command command) {
    IscsiTask task = bySlot[command.slot()];
    Check.that(
        task != null && task.command().slot() == command.slot(),
        "the engine speaks of a command it has",
        command.slot());
    return task;
  }
}
