// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.reactor.Reactor;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.ItNexusIdentity;

/**
 * A target that says of aborts and resets that they are complete, and goes on with the commands.
 */
final class BrokenTarget implements ScsiTarget {
  private final ScsiTarget target;

  BrokenTarget(ScsiTarget target) {
    this.target = target;
  }

  @Override
  public @Nullable ItNexus onNexusEstablished(
      long nowNs, ItNexusIdentity identity, TransportServices transport, Reactor reactor) {
    return target.onNexusEstablished(nowNs, identity, transport, reactor);
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    target.onNexusLoss(nowNs, nexus);
  }

  @Override
  public void onTransportReset(long nowNs, ItNexus nexus) {
    target.onTransportReset(nowNs, nexus);
  }

  @Override
  public @Nullable Command acquire(long nowNs, ItNexus nexus) {
    return target.acquire(nowNs, nexus);
  }

  @Override
  public int commandsPerNexus() {
    return target.commandsPerNexus();
  }

  @Override
  public boolean provideDataOut(Command command, long lengthBytes) {
    return target.provideDataOut(command, lengthBytes);
  }

  @Override
  public void onCommandReceived(long nowNs, Command command) {
    target.onCommandReceived(nowNs, command);
  }

  @Override
  public void onDataOutReceived(long nowNs, Command command, DeliveryResult result) {
    target.onDataOutReceived(nowNs, command, result);
  }

  @Override
  public void onDataInDelivered(long nowNs, Command command, DeliveryResult result) {
    target.onDataInDelivered(nowNs, command, result);
  }

  @Override
  public void onCommandReleased(long nowNs, Command command) {
    target.onCommandReleased(nowNs, command);
  }

  @Override
  public void onTaskManagementRequest(long nowNs, TaskManagementRequest request) {
    request.respond(FunctionResponse.FUNCTION_COMPLETE, 0);
    request.nexus().transport().taskManagementFunctionExecuted(nowNs, request);
  }
}
