// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.ExchangeState;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.ItNexusIdentity;

/**
 * The target function of one N_Port (FCP-4 4.2): an I_T nexus for each process login, tasks for
 * their commands. Owned by the reactor of the N_Port; everything here happens there.
 */
public final class FcpTargetPort {
  /** SPC-5 7.6.1: Fibre Channel. */
  public static final int PROTOCOL_IDENTIFIER = 0;

  private final Reactor reactor;
  private final ExchangeManager exchanges;
  private final ScsiTarget scsiTarget;
  private final long portName;
  private final FcpTargetSettings settings;
  private final FcpCounters counters = new FcpCounters();
  private final TaskTable tasks;
  private final ReactorTask sweep = this::sweep;
  private final List<TargetNexus> nexuses = new ArrayList<>();

  private final TargetOutput output;
  private final CommandReceiver commands = new CommandReceiver(this);
  private final DataOutReceiver dataOut = new DataOutReceiver(this);
  private final DataInSender dataIn = new DataInSender(this);
  private final ResponseSender responses = new ResponseSender(this);
  private final FunctionHandler functions = new FunctionHandler(this);
  private final RetransmissionHandler retransmissions = new RetransmissionHandler(this);

  /** When the reactor was asked to look at the tasks' deadlines, the earliest of those times. */
  private long sweepNs = TargetTask.NEVER;

  /**
   * @param exchanges those of the physical port that the N_Port stands on
   * @param scsiTarget the engine's port behind it
   * @param portName the N_Port's own name
   */
  public FcpTargetPort(
      Reactor reactor,
      ExchangeManager exchanges,
      ScsiTarget scsiTarget,
      long portName,
      FcpTargetSettings settings) {
    this.reactor = reactor;
    this.exchanges = exchanges;
    this.scsiTarget = scsiTarget;
    this.portName = portName;
    this.settings = settings;
    this.tasks = new TaskTable(settings.tasksMax());
    this.output = new TargetOutput(this, exchanges);
  }

  /** What PRLI offers and asks for. */
  public FcpServiceParameters serviceParameters() {
    return settings.serviceParameters();
  }

  /** What was counted. */
  public FcpCounters counters() {
    return counters;
  }

  /** The nexuses that stand, in the order in which they were established. */
  public List<TargetNexus> nexuses() {
    return List.copyOf(nexuses);
  }

  /** How many commands and functions of {@code nexus} are open. */
  public int tasksOf(TargetNexus nexus) {
    int open = 0;
    for (int index = 0; index < tasks.made(); index++) {
      TargetTask task = tasks.at(index);
      open += task.nexus == nexus && task.isOpen() ? 1 : 0;
    }
    return open;
  }

  /** How many commands and functions are open, or have memory with the wire. */
  public int tasksInUse() {
    return tasks.inUse();
  }

  /**
   * A process login established an image pair with the initiator at {@code remoteId} (FCP-4 6.3).
   * Null when the engine is out of nexuses.
   *
   * @param initiatorPortName the initiator's N_Port_Name
   * @param agreed what is in force of the service parameters
   */
  public @Nullable TargetNexus establish(
      long nowNs, int remoteId, long initiatorPortName, FcpServiceParameters agreed) {
    lose(nowNs, remoteId);
    String initiator = WorldWideName.format(initiatorPortName);
    TargetNexus nexus = new TargetNexus(this, remoteId, initiatorPortName, agreed);
    ItNexusIdentity identity =
        new ItNexusIdentity(
            initiator, initiator, WorldWideName.format(portName), 1, PROTOCOL_IDENTIFIER);
    ItNexus established = scsiTarget.onNexusEstablished(nowNs, identity, nexus.services(), reactor);
    if (established == null) {
      counters.add(FcpCounter.NEXUSES_REFUSED);
      return null;
    }
    nexus.itNexus(established);
    nexuses.add(nexus);
    counters.add(FcpCounter.NEXUSES_ESTABLISHED);
    return nexus;
  }

  /** The nexus with the initiator at {@code remoteId}, or null. */
  public @Nullable TargetNexus nexusOf(int remoteId) {
    for (TargetNexus nexus : nexuses) {
      if (nexus.remoteId() == remoteId) {
        return nexus;
      }
    }
    return null;
  }

  /**
   * The login of the initiator at {@code remoteId} ended, by PRLO, LOGO, another login in its
   * place, or the link: nexus loss (SAM-5 6.3.4; FCP-4 4.9).
   */
  public void lose(long nowNs, int remoteId) {
    TargetNexus nexus = nexusOf(remoteId);
    if (nexus == null) {
      return;
    }
    nexuses.remove(nexus);
    nexus.markLost();
    counters.add(FcpCounter.NEXUSES_LOST);
    for (int index = 0; index < tasks.made(); index++) {
      TargetTask task = tasks.at(index);
      boolean ours = task.state != TargetTask.State.WITH_ENGINE || task.function != null;
      if (task.nexus == nexus && task.isOpen() && ours) {
        endTask(nowNs, task);
      }
    }
    scsiTarget.onNexusLoss(nowNs, nexus.itNexus());
  }

  /** How many bytes of the command that {@code exchange} carries went over the wire (FCP-4 6.5). */
  public long transferredBytes(Exchange exchange) {
    return exchange.context() instanceof TargetTask task ? task.transferred : 0;
  }

  /**
   * Whether commands of a nexus that the initiator of that name lost are still with the engine,
   * where a write may yet reach the medium. A nexus that takes its place has to wait for them: its
   * initiator takes them for over (SAM-5 6.3.4).
   */
  boolean isClearing(long initiatorPortName) {
    for (int index = 0; index < tasks.made(); index++) {
      TargetTask task = tasks.at(index);
      TargetNexus nexus = task.nexus;
      boolean isUsed = task.state != TargetTask.State.FREE;
      if (isUsed && nexus != null && nexus.isLost() && nexus.portName() == initiatorPortName) {
        return true;
      }
    }
    return false;
  }

  // For the rest of the package.

  ExchangeManager exchanges() {
    return exchanges;
  }

  ScsiTarget scsiTarget() {
    return scsiTarget;
  }

  FcpTargetSettings settings() {
    return settings;
  }

  TaskTable tasks() {
    return tasks;
  }

  TargetOutput output() {
    return output;
  }

  CommandReceiver commands() {
    return commands;
  }

  DataOutReceiver dataOut() {
    return dataOut;
  }

  DataInSender dataIn() {
    return dataIn;
  }

  ResponseSender responses() {
    return responses;
  }

  FunctionHandler functions() {
    return functions;
  }

  RetransmissionHandler retransmissions() {
    return retransmissions;
  }

  /** SAM-5 5.10: a command came under the identifier of another: all of its nexus end. */
  void abortAllOf(long nowNs, TargetNexus nexus) {
    for (int index = 0; index < tasks.made(); index++) {
      TargetTask task = tasks.at(index);
      if (task.nexus == nexus
          && task.state == TargetTask.State.WITH_ENGINE
          && task.function == null
          && !task.isAborting) {
        task.isAborting = true;
        functions.abort(nowNs, task);
      }
    }
  }

  /**
   * {@code task} was cleared for another initiator and gets no answer (SAM-5 5.6). Its exchange is
   * kept as long as one whose response is not confirmed: an initiator that hears by REC of no such
   * exchange takes its FCP_CMND for lost and sends it once more (FCP-4 12.4.1.2), though a part may
   * have been done. Whether there is an exchange to be kept.
   */
  boolean keepCleared(long nowNs, TargetTask task) {
    Exchange exchange = task.exchange;
    if (exchange == null || exchange.state() != ExchangeState.OPEN) {
      return false;
    }
    task.state = TargetTask.State.CLEARED;
    task.awaitsDelivery = false;
    task.isReceiving = false;
    task.isBurstOpen = false;
    task.sendLength = 0;
    exchange.receiveNothing();
    // REC tells that nothing is to come from here; what SRR asks for is not to be had.
    exchanges.giveInitiative(exchange);
    setDeadline(task, nowNs + settings.confirmTimeoutNs());
    return true;
  }

  /** The task is over for the initiator: its response is queued, or it gets none. */
  void endTask(long nowNs, TargetTask task) {
    if (!task.isOpen()) {
      return;
    }
    task.state = TargetTask.State.ENDED;
    task.awaitsDelivery = false;
    clearDeadline(task);
    Exchange exchange = task.exchange;
    task.exchange = null;
    if (exchange != null) {
      exchange.context(null);
      exchange.receiveNothing();
      if (exchange.state() == ExchangeState.ABORT_REQUESTED) {
        exchanges.acceptAbort(nowNs, exchange);
      } else {
        exchanges.release(exchange);
      }
    }
    releaseIfDone(nowNs, task);
  }

  /** The wire has taken a sequence of {@code task}'s Data-In, or gave it up. */
  void onDataSent(long nowNs, TargetTask task) {
    task.references--;
    if (task.references == 0) {
      dataIn.onAllSent(nowNs, task);
      releaseIfDone(nowNs, task);
    }
  }

  private void releaseIfDone(long nowNs, TargetTask task) {
    if (task.state != TargetTask.State.ENDED || task.references > 0) {
      return;
    }
    Command command = task.command;
    tasks.release(task);
    if (command != null) {
      scsiTarget.onCommandReleased(nowNs, command);
    }
  }

  /** What {@code task} waits for is over at {@code atNs}. */
  void setDeadline(TargetTask task, long atNs) {
    task.deadlineNs = atNs;
    if (atNs < sweepNs) {
      sweepNs = atNs;
      reactor.callAt(atNs, sweep);
    }
  }

  void clearDeadline(TargetTask task) {
    task.deadlineNs = TargetTask.NEVER;
  }

  private void sweep(long nowNs) {
    if (nowNs < sweepNs) {
      return;
    }
    sweepNs = TargetTask.NEVER;
    for (int index = 0; index < tasks.made(); index++) {
      TargetTask task = tasks.at(index);
      if (task.deadlineNs <= nowNs) {
        clearDeadline(task);
        onTimeout(nowNs, task);
      } else if (task.deadlineNs != TargetTask.NEVER) {
        setDeadline(task, task.deadlineNs);
      }
    }
  }

  private void onTimeout(long nowNs, TargetTask task) {
    if (task.state == TargetTask.State.CONFIRMING) {
      counters.add(FcpCounter.CONFIRMATIONS_MISSED);
      endTask(nowNs, task);
    } else if (task.state == TargetTask.State.CLEARED) {
      endTask(nowNs, task);
    } else if (task.isBurstOpen) {
      dataOut.onTimeout(nowNs, task);
    }
  }
}
