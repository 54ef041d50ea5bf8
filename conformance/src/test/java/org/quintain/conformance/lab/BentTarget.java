// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.reactor.Reactor;
import org.quintain.sam.ItNexusIdentity;

/** Stands between fabric and engine and lets a {@link Bend} change what passes either way. */
final class BentTarget extends ForwardingTarget {
  private final ScsiTarget engine;
  private final Bend bend;

  BentTarget(ScsiTarget engine, Bend bend) {
    super(engine);
    this.engine = engine;
    this.bend = bend;
  }

  @Override
  public @Nullable ItNexus onNexusEstablished(
      long nowNs, ItNexusIdentity identity, TransportServices transport, Reactor reactor) {
    return super.onNexusEstablished(nowNs, identity, new BentTransport(transport), reactor);
  }

  @Override
  public void onCommandReceived(long nowNs, Command command) {
    if (bend.onCommand(command)) {
      super.onCommandReceived(nowNs, command);
    }
  }

  @Override
  public void onTaskManagementRequest(long nowNs, TaskManagementRequest request) {
    if (!bend.onFunction(nowNs, request, engine)) {
      super.onTaskManagementRequest(nowNs, request);
    }
  }

  /** The way back. Data-In that ends a command is bent together with its status. */
  private final class BentTransport implements TransportServices {
    private final TransportServices fabric;
    private @Nullable Command bentAlready;

    BentTransport(TransportServices fabric) {
      this.fabric = fabric;
    }

    @Override
    public void receiveDataOut(long nowNs, Command command, long offsetBytes, long lengthBytes) {
      fabric.receiveDataOut(nowNs, command, offsetBytes, lengthBytes);
    }

    @Override
    public void sendDataIn(long nowNs, Command command, long offsetBytes, boolean last) {
      if (last) {
        bend.onAnswer(command);
        bentAlready = command;
      }
      fabric.sendDataIn(nowNs, command, offsetBytes, last);
    }

    @Override
    public void sendCommandComplete(long nowNs, Command command) {
      if (bentAlready == command) {
        bentAlready = null;
      } else {
        bend.onAnswer(command);
      }
      fabric.sendCommandComplete(nowNs, command);
    }

    @Override
    public void endWithoutStatus(long nowNs, Command command) {
      fabric.endWithoutStatus(nowNs, command);
    }

    @Override
    public void terminateDataTransfer(long nowNs, Command command) {
      fabric.terminateDataTransfer(nowNs, command);
    }

    @Override
    public void taskManagementFunctionExecuted(long nowNs, TaskManagementRequest request) {
      fabric.taskManagementFunctionExecuted(nowNs, request);
    }
  }
}
