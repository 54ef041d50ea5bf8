// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;

/**
 * The fabric of an I_T nexus as the engine sees it (SAM-5 5.4). Of a nexus that is lost, nothing is
 * sent any more and everything comes back at once.
 */
final class NexusServices implements TransportServices {
  private final TargetNexus nexus;
  private final FcpTargetPort port;

  NexusServices(TargetNexus nexus) {
    this.nexus = nexus;
    this.port = nexus.port();
  }

  /** Whether nothing of {@code task} may go over the wire any more. */
  private boolean isCutOff(TargetTask task) {
    return nexus.isLost() || task.isAborting || !task.isOpen();
  }

  @Override
  public void receiveDataOut(long nowNs, Command command, long offsetBytes, long lengthBytes) {
    TargetTask task = port.tasks().of(command);
    if (isCutOff(task)) {
      port.scsiTarget().onDataOutReceived(nowNs, command, DeliveryResult.TERMINATED);
      return;
    }
    port.dataOut().receive(nowNs, task, offsetBytes, lengthBytes);
  }

  @Override
  public void sendDataIn(long nowNs, Command command, long offsetBytes, boolean last) {
    TargetTask task = port.tasks().of(command);
    if (isCutOff(task)) {
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
    if (isCutOff(task)) {
      port.endTask(nowNs, task);
      return;
    }
    task.state = TargetTask.State.COMPLETING;
    port.responses().complete(nowNs, task);
  }

  @Override
  public void endWithoutStatus(long nowNs, Command command) {
    TargetTask task = port.tasks().of(command);
    if (isCutOff(task) || !nexus.mayRetry() || !port.keepCleared(nowNs, task)) {
      port.endTask(nowNs, task);
    }
  }

  @Override
  public void terminateDataTransfer(long nowNs, Command command) {
    TargetTask task = port.tasks().of(command);
    if (task.state == TargetTask.State.WITH_ENGINE) {
      port.dataOut().terminate(nowNs, task);
    }
  }

  @Override
  public void taskManagementFunctionExecuted(long nowNs, TaskManagementRequest request) {
    if (!nexus.isLost()) {
      port.functions().onExecuted(nowNs, nexus, request);
    }
  }
}
