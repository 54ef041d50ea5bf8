// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.quintain.fabric.Command;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;

/**
 * The fabric of a nexus that lives on another reactor than the engine: every service travels by
 * mailbox, in order, without allocating for commands.
 *
 * <p>A terminate may arrive after the transfer it means has ended, which fabrics take as nothing to
 * do: the command cannot have been released meanwhile, because its end comes by the same mailbox,
 * later.
 */
final class MailboxTransport implements TransportServices {
  private final ItNexus nexus;

  MailboxTransport(ItNexus nexus) {
    this.nexus = nexus;
  }

  @Override
  public void receiveDataOut(long nowNs, Command command, long offsetBytes, long lengthBytes) {
    Task task = Task.from(command);
    task.transferOffset = offsetBytes;
    task.transferLength = lengthBytes;
    nexus.reactor().post(task.requestDataOut);
  }

  @Override
  public void sendDataIn(long nowNs, Command command, long offsetBytes, boolean last) {
    Task task = Task.from(command);
    task.transferOffset = offsetBytes;
    task.isLastDataIn = last;
    nexus.reactor().post(task.sendDataIn);
  }

  @Override
  public void sendCommandComplete(long nowNs, Command command) {
    nexus.reactor().post(Task.from(command).sendComplete);
  }

  @Override
  public void endWithoutStatus(long nowNs, Command command) {
    nexus.reactor().post(Task.from(command).endSilently);
  }

  @Override
  public void terminateDataTransfer(long nowNs, Command command) {
    nexus.reactor().post(Task.from(command).terminateTransfer);
  }

  @Override
  public void taskManagementFunctionExecuted(long nowNs, TaskManagementRequest request) {
    nexus
        .reactor()
        .post(
            atNs -> {
              if (!NexusState.from(nexus).isLostOnFabric) {
                nexus.transport().taskManagementFunctionExecuted(atNs, request);
              }
            });
  }
}
