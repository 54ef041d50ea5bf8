// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.reactor.Reactor;
import org.quintain.sam.ItNexusIdentity;

/** Does as the engine behind it does; what is planted overrides what it spoils. */
public class ForwardingTarget implements ScsiTarget {
  private final ScsiTarget behind;

  /** Does as {@code behind} does. */
  protected ForwardingTarget(ScsiTarget behind) {
    this.behind = behind;
  }

  @Override
  public @Nullable ItNexus onNexusEstablished(
      long nowNs, ItNexusIdentity identity, TransportServices transport, Reactor reactor) {
    return behind.onNexusEstablished(nowNs, identity, transport, reactor);
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    behind.onNexusLoss(nowNs, nexus);
  }

  @Override
  public void onTransportReset(long nowNs, ItNexus nexus) {
    behind.onTransportReset(nowNs, nexus);
  }

  @Override
  public @Nullable Command acquire(long nowNs, ItNexus nexus) {
    return behind.acquire(nowNs, nexus);
  }

  @Override
  public int commandsPerNexus() {
    return behind.commandsPerNexus();
  }

  @Override
  public boolean provideDataOut(Command command, long lengthBytes) {
    return behind.provideDataOut(command, lengthBytes);
  }

  @Override
  public void onCommandReceived(long nowNs, Command command) {
    behind.onCommandReceived(nowNs, command);
  }

  @Override
  public void onDataOutReceived(long nowNs, Command command, DeliveryResult result) {
    behind.onDataOutReceived(nowNs, command, result);
  }

  @Override
  public void onDataInDelivered(long nowNs, Command command, DeliveryResult result) {
    behind.onDataInDelivered(nowNs, command, result);
  }

  @Override
  public void onCommandReleased(long nowNs, Command command) {
    behind.onCommandReleased(nowNs, command);
  }

  @Override
  public void onTaskManagementRequest(long nowNs, TaskManagementRequest request) {
    behind.onTaskManagementRequest(nowNs, request);
  }
}
