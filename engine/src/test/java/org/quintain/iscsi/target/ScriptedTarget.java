// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandPool;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.memory.BufferPool;
import org.quintain.memory.MemoryBlock;
import org.quintain.reactor.Reactor;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sam.Status;

/** An engine that does what its test tells it, and writes down what the fabric does. */
final class ScriptedTarget implements ScsiTarget {
  static final int COMMANDS = 16;

  final List<String> log = new ArrayList<>();
  final List<Command> received = new ArrayList<>();
  final List<TaskManagementRequest> functions = new ArrayList<>();
  final List<ItNexusIdentity> identities = new ArrayList<>();
  final CommandPool pool = new CommandPool(64, command -> {});
  final BufferPool buffers = BufferPool.forCommands(64, false);
  int commandsPerNexus = COMMANDS;
  int openPerNexus;
  boolean hasMemory = true;
  boolean hasNexus = true;

  /** Whether commands that are lost with their nexus end at once, or when the test says so. */
  boolean endsLostCommands = true;

  @Override
  public ItNexus onNexusEstablished(
      long nowNs, ItNexusIdentity identity, TransportServices transport, Reactor reactor) {
    if (!hasNexus) {
      return null;
    }
    identities.add(identity);
    log.add("nexus " + identity.initiatorPortName());
    return new ItNexus(0, identity, transport, reactor);
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    log.add("loss " + nexus.identity().initiatorPortName());
    if (endsLostCommands) {
      endAll(nowNs, nexus);
    }
  }

  /** Ends all commands of {@code nexus} silently. */
  void endAll(long nowNs, ItNexus nexus) {
    for (Command command : new ArrayList<>(received)) {
      if (command.state() != CommandState.FREE
          && command.state() != CommandState.COMPLETING
          && command.nexus() == nexus) {
        if (command.state() == CommandState.RECEIVING_DATA_OUT) {
          nexus.transport().terminateDataTransfer(nowNs, command);
        }
        command.moveTo(CommandState.COMPLETING);
        nexus.transport().endWithoutStatus(nowNs, command);
      }
    }
  }

  @Override
  public void onTransportReset(long nowNs, ItNexus nexus) {
    log.add("reset");
  }

  @Override
  public Command acquire(long nowNs, ItNexus nexus) {
    return openPerNexus == commandsPerNexus ? null : acquired(nexus);
  }

  private Command acquired(ItNexus nexus) {
    openPerNexus++;
    return pool.acquire(nexus);
  }

  @Override
  public int commandsPerNexus() {
    return commandsPerNexus;
  }

  @Override
  public boolean provideDataOut(Command command, long lengthBytes) {
    MemoryBlock block =
        hasMemory ? buffers.acquire((int) Math.min(lengthBytes, buffers.largestBytes())) : null;
    command.dataOutBlock(block);
    return block != null;
  }

  @Override
  public void onCommandReceived(long nowNs, Command command) {
    log.add("command " + command.identifier());
    received.add(command);
    command.moveTo(CommandState.ENABLED);
  }

  @Override
  public void onDataOutReceived(long nowNs, Command command, DeliveryResult result) {
    log.add("data-out " + command.identifier() + " " + result);
    command.moveTo(CommandState.ENABLED);
  }

  @Override
  public void onDataInDelivered(long nowNs, Command command, DeliveryResult result) {
    log.add("data-in " + command.identifier() + " " + result);
    command.moveTo(CommandState.ENABLED);
  }

  @Override
  public void onCommandReleased(long nowNs, Command command) {
    log.add("released " + command.identifier());
    openPerNexus--;
    received.remove(command);
    MemoryBlock block = command.dataOutBlock();
    if (block != null) {
      command.dataOutBlock(null);
      buffers.release(block);
    }
    if (command.state() == CommandState.RECEIVED) {
      command.moveTo(CommandState.COMPLETING);
    }
    pool.release(command);
  }

  @Override
  public void onTaskManagementRequest(long nowNs, TaskManagementRequest request) {
    log.add("function " + request.function() + " " + request.commandIdentifier());
    functions.add(request);
  }

  // What the test tells it.

  Command last() {
    return received.get(received.size() - 1);
  }

  void receiveDataOut(long nowNs, Command command, long offset, long length) {
    command.moveTo(CommandState.RECEIVING_DATA_OUT);
    command.nexus().transport().receiveDataOut(nowNs, command, offset, length);
  }

  void complete(long nowNs, Command command, Status status) {
    command.status(status, 0);
    command.moveTo(CommandState.COMPLETING);
    command.nexus().transport().sendCommandComplete(nowNs, command);
  }

  void sendPiece(long nowNs, Command command, byte[] data, long offset) {
    command.dataIn().clear();
    command.dataIn().add(ByteBuffer.wrap(data), 0, data.length);
    command.moveTo(CommandState.SENDING_DATA_IN);
    command.nexus().transport().sendDataIn(nowNs, command, offset, false);
  }

  void sendAndComplete(long nowNs, Command command, byte[] data, Status status) {
    command.dataIn().clear();
    int length = (int) Math.min(data.length, command.expectedDataInBytes());
    command.dataIn().add(ByteBuffer.wrap(data), 0, length);
    command.transfers(0, data.length);
    command.status(status, 0);
    command.nexus().transport().sendDataIn(nowNs, command, 0, true);
    command.moveTo(CommandState.COMPLETING);
    command.nexus().transport().sendCommandComplete(nowNs, command);
  }

  void execute(long nowNs, TaskManagementRequest request, FunctionResponse response) {
    request.respond(response, 0);
    request.nexus().transport().taskManagementFunctionExecuted(nowNs, request);
  }

  /** Whether everything that was taken was given back. */
  boolean isIdle() {
    return pool.inUse() == 0 && buffers.lentCount() == 0;
  }
}
