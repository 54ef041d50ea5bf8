// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.World;
import org.quintain.sam.Check;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sam.Status;

/**
 * A fabric without a wire: an initiator port whose nexus leads straight into a {@link ScsiTarget}.
 * It knows nothing of the engine but the border, so that whatever implements the border can stand
 * between.
 *
 * <p>Runs on the world's reactor; submissions from other threads travel there by mailbox. Ends are
 * told from a queue of its own, never from within a submission, so that a listener which submits
 * again does not grow the stack.
 */
public final class DirectInitiatorPort implements InitiatorPort, TransportServices {
  private final World world;
  private final Reactor reactor;
  private final ScsiTarget target;
  private final ItNexus nexus;
  private final int commandsMax;

  /** What is under way, by the slot number of the target's command. */
  private Exchange[] bySlot = new Exchange[0];

  private final ArrayDeque<ExecuteCommand> waiting = new ArrayDeque<>();
  private final ArrayDeque<ManageTask> functions = new ArrayDeque<>();
  private final ArrayDeque<PendingFunction> functionsUnderWay = new ArrayDeque<>();
  private int underWay;
  private long lastIdentifier;
  private boolean isPumping;
  private volatile boolean isConnected = true;

  /** One command under way. */
  private static final class Exchange {
    @Nullable ExecuteCommand execute;
  }

  /** One function under way. */
  private record PendingFunction(TaskManagementRequest request, ManageTask function) {}

  /**
   * Establishes a nexus; called on the world's reactor, or before it runs.
   *
   * @throws FabricException when the target has no nexus to give
   */
  public DirectInitiatorPort(World world, ScsiTarget target, ItNexusIdentity identity)
      throws FabricException {
    this.world = world;
    this.reactor = world.reactor();
    this.target = target;
    ItNexus established = target.onNexusEstablished(world.nowNs(), identity, this, reactor);
    if (established == null) {
      throw new FabricException(
          "The target has no nexus left for " + identity.initiatorPortName() + ".");
    }
    this.nexus = established;
    this.commandsMax = target.commandsPerNexus();
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public boolean isConnected() {
    return isConnected;
  }

  @Override
  public String disconnectReason() {
    return isConnected ? "" : "the initiator port was closed";
  }

  @Override
  public int commandsMax() {
    return commandsMax;
  }

  @Override
  public void submit(ExecuteCommand command) {
    command.begin(world.nowNs());
    if (reactor.isCurrent()) {
      enqueue(reactor.nowNs(), command);
    } else {
      reactor.post(nowNs -> enqueue(nowNs, command));
    }
  }

  private void enqueue(long nowNs, ExecuteCommand command) {
    command.identifier(++lastIdentifier);
    if (isPumping || !waiting.isEmpty() || underWay >= commandsMax) {
      waiting.addLast(command);
      pump(nowNs);
      return;
    }
    isPumping = true;
    send(nowNs, command);
    isPumping = false;
    pump(nowNs);
  }

  @Override
  public void submit(ManageTask function) {
    if (reactor.isCurrent()) {
      enqueue(reactor.nowNs(), function);
    } else {
      reactor.post(nowNs -> enqueue(nowNs, function));
    }
  }

  private void enqueue(long nowNs, ManageTask function) {
    functions.addLast(function);
    pump(nowNs);
  }

  @Override
  public void close() {
    if (reactor.isCurrent()) {
      lose(reactor.nowNs());
    } else {
      reactor.post(this::lose);
      world.awaitUntil(() -> !isConnected, 5_000_000_000L);
    }
  }

  private void lose(long nowNs) {
    if (!isConnected) {
      return;
    }
    isConnected = false;
    for (Exchange exchange : bySlot) {
      ExecuteCommand execute = exchange.execute;
      if (execute != null) {
        // The target may still need the slot; the client waits no longer.
        exchange.execute = null;
        end(nowNs, execute, ServiceResponse.NEXUS_LOST);
      }
    }
    for (PendingFunction pending : functionsUnderWay) {
      end(pending.function());
    }
    functionsUnderWay.clear();
    target.onNexusLoss(nowNs, nexus);
    pump(nowNs);
    world.wake();
  }

  /** Sends what waits, in the order of submission, from one loop however often it is asked for. */
  private void pump(long nowNs) {
    if (isPumping) {
      return;
    }
    isPumping = true;
    while (true) {
      ManageTask function = functions.pollFirst();
      if (function != null) {
        send(nowNs, function);
        continue;
      }
      if (waiting.isEmpty() || (isConnected && underWay >= commandsMax)) {
        break;
      }
      send(nowNs, waiting.removeFirst());
    }
    isPumping = false;
  }

  private void send(long nowNs, ExecuteCommand execute) {
    if (!isConnected) {
      end(nowNs, execute, ServiceResponse.NEXUS_LOST);
      return;
    }
    Command command = target.acquire(nowNs, nexus);
    if (command == null) {
      execute.answer(Status.TASK_SET_FULL.code(), 0, residualOfNothing(execute), false);
      end(nowNs, execute, ServiceResponse.COMMAND_COMPLETE);
      return;
    }
    Exchange exchange = exchangeOf(command);
    exchange.execute = execute;
    underWay++;
    System.arraycopy(execute.cdb(), 0, command.cdb(), 0, execute.cdbLength());
    command.cdbLength(execute.cdbLength());
    command.address(execute.lun(), execute.identifier(), execute.attribute());
    command.priority(execute.priority());
    command.expect(execute.dataOutLength(), execute.dataInLength());
    if (execute.dataOutLength() > 0) {
      // Where memory is out, the target ends the command with BUSY.
      boolean isProvided = target.provideDataOut(command, execute.dataOutLength());
      Check.that(isProvided || command.dataOutBlock() == null, "memory is there or is not");
    }
    target.onCommandReceived(nowNs, command);
  }

  private static long residualOfNothing(ExecuteCommand execute) {
    return Math.max(execute.dataInLength(), execute.dataOutLength());
  }

  private Exchange exchangeOf(Command command) {
    int slot = command.slot();
    if (slot >= bySlot.length) {
      Exchange[] longer = java.util.Arrays.copyOf(bySlot, slot + 1);
      for (int index = bySlot.length; index < longer.length; index++) {
        longer[index] = new Exchange();
      }
      bySlot = longer;
    }
    return bySlot[slot];
  }

  /**
   * The client's side of {@code command}, or null when the nexus was lost and the client waits no
   * longer.
   */
  private @Nullable ExecuteCommand executeOf(Command command) {
    ExecuteCommand execute = exchangeOf(command).execute;
    Check.that(execute != null || !isConnected, "a service is for a command under way");
    return execute;
  }

  private void send(long nowNs, ManageTask function) {
    if (!isConnected) {
      end(function);
      return;
    }
    // Commands that have not been sent are aborted here: the target knows nothing of them.
    switch (function.function()) {
      case ABORT_TASK -> abortWaiting(nowNs, function.lun(), function.commandIdentifier(), false);
      case ABORT_TASK_SET, CLEAR_TASK_SET, LOGICAL_UNIT_RESET ->
          abortWaiting(nowNs, function.lun(), 0, true);
      case I_T_NEXUS_RESET,
          TARGET_WARM_RESET,
          TARGET_COLD_RESET,
          CLEAR_ACA,
          QUERY_TASK,
          QUERY_TASK_SET,
          QUERY_ASYNCHRONOUS_EVENT -> {}
    }
    TaskManagementRequest request =
        new TaskManagementRequest(
            nexus,
            function.function(),
            function.lun(),
            function.commandIdentifier(),
            ++lastIdentifier);
    functionsUnderWay.addLast(new PendingFunction(request, function));
    target.onTaskManagementRequest(nowNs, request);
  }

  private void abortWaiting(long nowNs, long lun, long identifier, boolean isAll) {
    for (ExecuteCommand command : waiting.toArray(new ExecuteCommand[0])) {
      if (command.lun() == lun && (isAll || command.identifier() == identifier)) {
        waiting.remove(command);
        end(nowNs, command, ServiceResponse.ABORTED);
      }
    }
  }

  private void end(ManageTask function) {
    function.end(function.response(), -1);
    world.wake();
  }

  private void end(long nowNs, ExecuteCommand execute, ServiceResponse response) {
    execute.end(nowNs, response);
    world.wake();
  }

  // What the target asks of its fabric.

  @Override
  public void receiveDataOut(long nowNs, Command command, long offsetBytes, long lengthBytes) {
    ExecuteCommand execute = executeOf(command);
    if (execute == null) {
      target.onDataOutReceived(nowNs, command, DeliveryResult.TERMINATED);
      return;
    }
    MemoryBlock block = command.dataOutBlock();
    Check.that(block != null, "Data-Out is received into the command's block", command.slot());
    Check.that(
        offsetBytes >= 0 && offsetBytes + lengthBytes <= execute.dataOutLength(),
        "a target asks for no more Data-Out than there is",
        offsetBytes,
        lengthBytes);
    block.bytes().put((int) offsetBytes, execute.dataOut(), (int) offsetBytes, (int) lengthBytes);
    target.onDataOutReceived(nowNs, command, DeliveryResult.DELIVERED);
  }

  @Override
  public void sendDataIn(long nowNs, Command command, long offsetBytes, boolean last) {
    ExecuteCommand execute = executeOf(command);
    if (execute == null) {
      return;
    }
    SegmentList data = command.dataIn();
    ByteBuffer into = execute.dataIn();
    Check.that(
        offsetBytes >= 0 && offsetBytes + data.totalBytes() <= execute.dataInLength(),
        "a target sends no more Data-In than there is room for",
        offsetBytes,
        data.totalBytes());
    int at = (int) offsetBytes;
    for (int index = 0; index < data.count(); index++) {
      into.put(at, data.base(index), data.offset(index), data.length(index));
      at += data.length(index);
    }
    execute.dataInTransferred(Math.max(execute.dataInTransferred(), at));
    if (!last) {
      target.onDataInDelivered(nowNs, command, DeliveryResult.DELIVERED);
    }
  }

  @Override
  public void sendCommandComplete(long nowNs, Command command) {
    ExecuteCommand execute = executeOf(command);
    if (execute != null) {
      if (command.senseLength() > 0) {
        System.arraycopy(command.sense(), 0, execute.sense(), 0, command.senseLength());
      }
      long dataOut = command.dataOutBytes() - command.expectedDataOutBytes();
      long dataIn = command.dataInBytes() - command.expectedDataInBytes();
      long excess = dataOut != 0 ? dataOut : dataIn;
      execute.answer(command.status().code(), command.senseLength(), Math.abs(excess), excess > 0);
    }
    finish(nowNs, command, execute, ServiceResponse.COMMAND_COMPLETE);
  }

  @Override
  public void endWithoutStatus(long nowNs, Command command) {
    finish(nowNs, command, executeOf(command), ServiceResponse.ABORTED);
  }

  private void finish(
      long nowNs, Command command, @Nullable ExecuteCommand execute, ServiceResponse response) {
    exchangeOf(command).execute = null;
    underWay--;
    target.onCommandReleased(nowNs, command);
    if (execute != null) {
      end(nowNs, execute, response);
    }
    pump(nowNs);
  }

  @Override
  public void terminateDataTransfer(long nowNs, Command command) {
    // Transfers end before their request returns: there is never one to terminate.
  }

  @Override
  public void taskManagementFunctionExecuted(long nowNs, TaskManagementRequest request) {
    for (PendingFunction pending : functionsUnderWay) {
      if (pending.request() == request) {
        functionsUnderWay.remove(pending);
        pending.function().end(request.response(), -1);
        world.wake();
        return;
      }
    }
    Check.that(!isConnected, "a function is answered once, unless its nexus was lost before");
  }
}
