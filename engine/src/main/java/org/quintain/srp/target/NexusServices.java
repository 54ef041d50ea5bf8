// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.sam.SenseData;

/**
 * The fabric of an I_T nexus as the engine sees it (SAM-5 5.4). Over a channel that is gone nothing
 * is sent any more and everything comes back as soon as the wire has let go of it.
 */
final class NexusServices implements TransportServices {
  private final TargetNexus nexus;
  private final SrpTargetPort port;
  private final String initiatorAddress;
  private final String targetAddress;

  NexusServices(TargetNexus nexus, String initiatorAddress, String targetAddress) {
    this.nexus = nexus;
    this.port = nexus.port();
    this.initiatorAddress = initiatorAddress;
    this.targetAddress = targetAddress;
  }

  @Override
  public String initiatorAddress() {
    return initiatorAddress;
  }

  @Override
  public String targetAddress() {
    return targetAddress;
  }

  @Override
  public void receiveDataOut(long nowNs, Command command, long offsetBytes, long lengthBytes) {
    TargetTask task = port.tasks().of(command);
    if (task.isCutOff()) {
      port.scsiTarget().onDataOutReceived(nowNs, command, DeliveryResult.TERMINATED);
      return;
    }
    port.dataOut().receive(nowNs, task, offsetBytes, lengthBytes);
  }

  @Override
  public void sendDataIn(long nowNs, Command command, long offsetBytes, boolean last) {
    TargetTask task = port.tasks().of(command);
    if (task.isCutOff()) {
      if (!last) {
        port.scsiTarget().onDataInDelivered(nowNs, command, DeliveryResult.FAILED);
      }
      return;
    }
    port.dataIn().send(nowNs, task, offsetBytes, last);
  }

  @Override
  public void sendCommandComplete(long nowNs, Command command) {
    TargetTask task = port.tasks().of(command);
    if (task.isCutOff()) {
      port.life().end(nowNs, task);
      return;
    }
    port.responses().complete(nowNs, task);
  }

  @Override
  public void endWithoutStatus(long nowNs, Command command) {
    port.life().end(nowNs, port.tasks().of(command));
  }

  @Override
  public void terminateDataTransfer(long nowNs, Command command) {
    TargetTask task = port.tasks().of(command);
    if (task.state == TargetTask.State.WITH_ENGINE) {
      port.dataOut().terminate(nowNs, task);
    }
  }

  @Override
  public void reportAsynchronousEvent(long nowNs, long lun, SenseData sense) {
    for (TargetChannel channel : nexus.channels()) {
      if (channel.isLive()) {
        channel.requests().report(nowNs, lun, sense);
        return;
      }
    }
  }

  @Override
  public void taskManagementFunctionExecuted(long nowNs, TaskManagementRequest request) {
    port.functions().onExecuted(nowNs, request);
  }
}
