// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.nio.ByteBuffer;
import java.util.Random;
import org.quintain.fabric.Command;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.Status;

/**
 * A target that stops making sense after a number of commands: noise in every answer, or none at
 * all.
 */
public final class Noise implements Bend {
  private final Random random;
  private final boolean isSilent;
  private int commandsLeft = Integer.MAX_VALUE;

  /** Noise out of {@code seed}, or silence; neither begins before {@link #beginAfter}. */
  public Noise(long seed, boolean isSilent) {
    this.random = new Random(seed);
    this.isSilent = isSilent;
  }

  /** Lets {@code commands} more commands pass unharmed. */
  public void beginAfter(int commands) {
    commandsLeft = commands;
  }

  private boolean isOn() {
    return commandsLeft < 0;
  }

  @Override
  public boolean onCommand(Command command) {
    commandsLeft--;
    return !isOn() || !isSilent;
  }

  @Override
  public void onAnswer(Command command) {
    if (!isOn()) {
      return;
    }
    for (int i = 0; i < command.dataIn().count(); i++) {
      ByteBuffer base = command.dataIn().base(i);
      for (int at = 0; at < command.dataIn().length(i) && !base.isReadOnly(); at++) {
        base.put(command.dataIn().offset(i) + at, (byte) random.nextInt());
      }
    }
    Status[] statuses = Status.values();
    command.status(statuses[random.nextInt(statuses.length)], 0);
    int length = random.nextInt(64);
    for (int at = 0; at < length; at++) {
      command.sense()[at] = (byte) random.nextInt();
    }
    command.senseLength(length);
    command.transfers(random.nextInt(4096), command.dataInBytes() + random.nextInt(8));
  }

  @Override
  public boolean onFunction(long nowNs, TaskManagementRequest request, ScsiTarget engine) {
    if (commandsLeft > 0) {
      return false;
    }
    if (!isSilent) {
      FunctionResponse[] all = FunctionResponse.values();
      request.respond(all[random.nextInt(all.length)], 0);
      request.nexus().transport().taskManagementFunctionExecuted(nowNs, request);
    }
    return true;
  }
}
