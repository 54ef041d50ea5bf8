// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.MessagePort;
import org.quintain.initiator.PacketPort;
import org.quintain.initiator.TargetControl;
import org.quintain.reactor.World;

/**
 * The simulated InfiniBand subnet as conformance and load see it: calls wait, and waiting takes
 * events. Initiator ports stand on two adapters in turn, each with an identifier of its own.
 */
final class SimSrpFabric implements Fabric, TargetControl {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long CONNECT_TIMEOUT_NS = 60 * SECOND_NS;
  private static final int ADAPTERS = 2;

  private final String url;
  private final long lun;
  private final SimulatedSrp fabric;
  private final List<InitiatorPort> ports = new ArrayList<>();
  private final Map<String, Integer> chosen = new LinkedHashMap<>();
  private int portCount;

  SimSrpFabric(String url, long lun, SimulatedSrp fabric) {
    this.url = url;
    this.lun = lun;
    this.fabric = fabric;
  }

  /** How many adapters initiators have. */
  static int adapters() {
    return ADAPTERS;
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public World world() {
    return fabric.world();
  }

  @Override
  public long lun() {
    return lun;
  }

  @Override
  public InitiatorPort connect(String initiatorName) throws FabricException {
    return establish(portCount++, 0);
  }

  @Override
  public int targetPorts() {
    return fabric.targetPorts();
  }

  @Override
  public InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    Integer known = chosen.get(initiatorName + "/" + initiatorPort);
    int number = known == null ? portCount++ : known;
    chosen.put(initiatorName + "/" + initiatorPort, number);
    return establish(number, targetPort);
  }

  private InitiatorPort establish(int portNumber, int targetPort) throws FabricException {
    InitiatorPort port = fabric.connect(portNumber % ADAPTERS, portNumber / ADAPTERS, targetPort);
    boolean decided =
        world()
            .awaitUntil(
                () -> port.isConnected() || !port.disconnectReason().isEmpty(), CONNECT_TIMEOUT_NS);
    ports.add(port);
    if (!port.isConnected()) {
      fabric.breakWire(port);
      throw new FabricException(
          "No login to "
              + IbNames.targetPort(targetPort)
              + " in the simulation: "
              + (decided ? port.disconnectReason() : "nothing was heard in time")
              + ".");
    }
    return port;
  }

  @Override
  public @Nullable ByteStream openByteStream() {
    return null;
  }

  @Override
  public PacketPort openPacketPort() throws FabricException {
    return fabric.openBare();
  }

  @Override
  public MessagePort openMessagePort() {
    int number = portCount++;
    return fabric.openMessagePort(number % ADAPTERS, number / ADAPTERS);
  }

  @Override
  public String targetName() {
    return IbNames.targetPort(0).toString();
  }

  @Override
  public TargetControl control() {
    return this;
  }

  @Override
  public void powerCycle() {
    fabric.powerOff();
    fabric.world().run(SECOND_NS);
    fabric.powerOn();
  }

  @Override
  public void close() {
    for (InitiatorPort port : ports) {
      if (port.isConnected()) {
        port.close();
      }
    }
  }
}
