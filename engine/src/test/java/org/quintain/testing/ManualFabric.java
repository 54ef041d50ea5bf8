// SPDX-License-Identifier: Apache-2.0
package org.quintain.testing;

import java.util.ArrayList;
import java.util.List;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.sam.TaskAttribute;

/**
 * A fabric that does nothing by itself: what the engine asks of it is written down for the test to
 * answer.
 */
public class ManualFabric implements TransportServices {
  private final TestWorld world;
  private final ScsiTarget target;
  private final Reactor reactor;
  private final ItNexus nexus;
  private final List<String> calls = new ArrayList<>();
  private final List<TaskManagementRequest> answered = new ArrayList<>();

  /** A fabric with one nexus from {@code initiator}, on the reactor of {@code reactorIndex}. */
  public ManualFabric(TestWorld world, ScsiTarget target, String initiator, int reactorIndex) {
    this.world = world;
    this.target = target;
    this.reactor = world.reactor(reactorIndex);
    ItNexus[] made = new ItNexus[1];
    world.on(
        reactorIndex,
        () ->
            made[0] =
                target.onNexusEstablished(
                    0, Client.identity(initiator, Disk.TARGET), this, reactor));
    Check.that(made[0] != null, "there is a nexus left");
    this.nexus = made[0];
  }

  /** Its nexus. */
  public ItNexus nexus() {
    return nexus;
  }

  /** What the engine asked for, one word each with the command's identifier, in order. */
  public List<String> calls() {
    return calls;
  }

  /** The functions that were answered. */
  public List<TaskManagementRequest> answered() {
    return answered;
  }

  /** Hands a command over. */
  public Command send(long identifier, byte[] cdb, long dataOut, long dataIn) {
    return send(identifier, cdb, dataOut, dataIn, TaskAttribute.SIMPLE);
  }

  /** Hands a command over that has {@code attribute}. */
  public Command send(
      long identifier, byte[] cdb, long dataOut, long dataIn, TaskAttribute attribute) {
    Command command = target.acquire(world.nowNs(), nexus);
    Check.that(command != null, "there is a slot left");
    System.arraycopy(cdb, 0, command.cdb(), 0, cdb.length);
    command.cdbLength(cdb.length);
    command.address(0, identifier, attribute);
    command.expect(dataOut, dataIn);
    world.on(reactor.index(), () -> target.onCommandReceived(world.nowNs(), command));
    return command;
  }

  /** Answers the Data-Out that was asked for. */
  public void answerDataOut(Command command, DeliveryResult result) {
    world.on(reactor.index(), () -> target.onDataOutReceived(world.nowNs(), command, result));
  }

  /** Gives a command back that has ended. */
  public void release(Command command) {
    world.on(reactor.index(), () -> target.onCommandReleased(world.nowNs(), command));
  }

  @Override
  public void reportAsynchronousEvent(long nowNs, long lun, SenseData sense) {
    Check.that(reactor.isCurrent(), "a fabric is called on its nexus' reactor");
    calls.add(String.format("event %x at %x", sense.code() << 8 | sense.qualifier(), lun));
  }

  private void note(String what, Command command) {
    Check.that(reactor.isCurrent(), "a fabric is called on its nexus' reactor");
    calls.add(what + " " + command.identifier());
  }

  @Override
  public void receiveDataOut(long nowNs, Command command, long offsetBytes, long lengthBytes) {
    note("receive", command);
  }

  @Override
  public void sendDataIn(long nowNs, Command command, long offsetBytes, boolean last) {
    note(last ? "last" : "data", command);
  }

  @Override
  public void sendCommandComplete(long nowNs, Command command) {
    note("status" + command.status().code(), command);
  }

  @Override
  public void endWithoutStatus(long nowNs, Command command) {
    note("silent", command);
  }

  @Override
  public void terminateDataTransfer(long nowNs, Command command) {
    note("terminate", command);
  }

  @Override
  public void taskManagementFunctionExecuted(long nowNs, TaskManagementRequest request) {
    Check.that(reactor.isCurrent(), "a fabric is called on its nexus' reactor");
    calls.add("executed " + request.functionIdentifier());
    answered.add(request);
  }
}
