// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.TargetControl;
import org.quintain.initiator.TargetNote;
import org.quintain.reactor.World;

/**
 * A fabric whose every command is shown to {@code observer} when it has ended. Takes the place of
 * the command's listener, which the bench does not use.
 */
public record ObservedFabric(Fabric fabric, Consumer<ExecuteCommand> observer) implements Fabric {
  @Override
  public String url() {
    return fabric.url();
  }

  @Override
  public World world() {
    return fabric.world();
  }

  @Override
  public long lun() {
    return fabric.lun();
  }

  @Override
  public InitiatorPort connect(String initiatorName) throws FabricException {
    return new Port(fabric.connect(initiatorName), observer);
  }

  @Override
  public int targetPorts() {
    return fabric.targetPorts();
  }

  @Override
  public InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    return new Port(fabric.connect(initiatorName, initiatorPort, targetPort), observer);
  }

  @Override
  public @Nullable ByteStream openByteStream() throws FabricException {
    return fabric.openByteStream();
  }

  @Override
  public String told(TargetNote note) {
    return fabric.told(note);
  }

  @Override
  public String targetName() {
    return fabric.targetName();
  }

  @Override
  public @Nullable TargetControl control() {
    return fabric.control();
  }

  @Override
  public void close() {
    fabric.close();
  }

  private record Port(InitiatorPort port, Consumer<ExecuteCommand> observer)
      implements InitiatorPort {
    @Override
    public World world() {
      return port.world();
    }

    @Override
    public void submit(ExecuteCommand command) {
      command.listener((nowNs, ended) -> observer.accept(ended));
      port.submit(command);
    }

    @Override
    public void submit(ManageTask function) {
      port.submit(function);
    }

    @Override
    public boolean isConnected() {
      return port.isConnected();
    }

    @Override
    public String disconnectReason() {
      return port.disconnectReason();
    }

    @Override
    public int commandsMax() {
      return port.commandsMax();
    }

    @Override
    public void close() {
      port.close();
    }
  }
}
