// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.bare.BareFramePort;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.fcp.initiator.FcpInitiatorPort;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FramePort;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.TargetControl;
import org.quintain.reactor.World;

/**
 * The simulated Fibre Channel fabric as conformance and load see it: calls wait, and waiting takes
 * events. Each initiator port is a virtual N_Port (NPIV) beside one of two adapters.
 */
final class SimFcFabric implements Fabric, TargetControl {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long CONNECT_TIMEOUT_NS = 60 * SECOND_NS;
  private static final int ADAPTERS = 2;

  private final String url;
  private final long lun;
  private final SimulatedFc fabric;
  private final List<Nexus> nexuses = new ArrayList<>();
  private final Map<String, Integer> chosen = new LinkedHashMap<>();
  private int portCount;

  /** A nexus and the virtual port that is its alone, or none's. */
  private record Nexus(FcpInitiatorPort port, int portNumber, boolean isSole) {}

  SimFcFabric(String url, long lun, SimulatedFc fabric) {
    this.url = url;
    this.lun = lun;
    this.fabric = fabric;
  }

  FcNetwork network() {
    return fabric.network();
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
    return establish(portCount++, 0, true);
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
    return establish(number, targetPort, false);
  }

  private static int adapterOf(int portNumber) {
    return portNumber % ADAPTERS;
  }

  private static int indexOf(int portNumber) {
    return portNumber / ADAPTERS;
  }

  private InitiatorPort establish(int portNumber, int targetPort, boolean isSole)
      throws FabricException {
    forgetEnded();
    FcpInitiatorPort port =
        fabric.connectVirtual(adapterOf(portNumber), indexOf(portNumber), targetPort);
    boolean decided =
        world()
            .awaitUntil(
                () -> port.isConnected() || !port.disconnectReason().isEmpty(), CONNECT_TIMEOUT_NS);
    nexuses.add(new Nexus(port, portNumber, isSole));
    if (!port.isConnected()) {
      fabric.breakWire(port);
      throw new FabricException(
          "No login to "
              + WorldWideName.format(FcTargetHost.portName(targetPort))
              + " in the simulation: "
              + (decided ? port.disconnectReason() : "nothing was heard in time")
              + ".");
    }
    return port;
  }

  /** Takes the ports of nexuses that ended out of the fabric. */
  private void forgetEnded() {
    for (Nexus nexus : List.copyOf(nexuses)) {
      if (!nexus.port().disconnectReason().isEmpty()) {
        nexuses.remove(nexus);
        if (nexus.isSole()) {
          fabric.removeVirtual(adapterOf(nexus.portNumber()), indexOf(nexus.portNumber()));
        }
      }
    }
  }

  @Override
  public @Nullable ByteStream openByteStream() {
    return null;
  }

  @Override
  public @Nullable FramePort openFramePort() throws FabricException {
    BareFramePort port = fabric.openBare();
    if (port != null && !port.awaitUp(CONNECT_TIMEOUT_NS)) {
      port.close();
      throw new FabricException("The link of a bare port in the simulation did not come up.");
    }
    return port;
  }

  @Override
  public String targetName() {
    return WorldWideName.format(FcTargetHost.portName(0));
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
    for (Nexus nexus : nexuses) {
      if (nexus.port().isConnected()) {
        nexus.port().close();
      }
    }
    forgetEnded();
  }
}
