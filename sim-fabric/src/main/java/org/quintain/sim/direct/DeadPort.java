// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.direct;

import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.reactor.World;
import org.quintain.sam.FunctionResponse;

/** A port whose nexus never came to be. */
final class DeadPort implements InitiatorPort {
  private final World world;
  private final String reason;

  DeadPort(World world, String reason) {
    this.world = world;
    this.reason = reason;
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public void submit(ExecuteCommand command) {
    command.begin(world.nowNs());
    world.reactor().post(nowNs -> command.end(nowNs, ServiceResponse.NEXUS_LOST));
  }

  @Override
  public void submit(ManageTask function) {
    function.end(FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, -1);
  }

  @Override
  public boolean isConnected() {
    return false;
  }

  @Override
  public String disconnectReason() {
    return reason;
  }

  @Override
  public int commandsMax() {
    return 0;
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
