// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import java.util.ArrayList;
import java.util.List;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.TargetControl;
import org.quintain.initiator.TargetNote;
import org.quintain.iscsi.initiator.IscsiInitiatorPort;
import org.quintain.reactor.World;
import org.quintain.sim.stream.SimByteStream;

/**
 * The simulated iSCSI fabric as conformance and load see it: calls wait, and waiting takes events.
 */
final class SimIscsiFabric implements Fabric, TargetControl {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long CONNECT_TIMEOUT_NS = 30 * SECOND_NS;

  private final String url;
  private final long lun;
  private final SimulatedIscsi fabric;
  private final List<InitiatorPort> ports = new ArrayList<>();
  private int nexusCount;

  SimIscsiFabric(String url, long lun, SimulatedIscsi fabric) {
    this.url = url;
    this.lun = lun;
    this.fabric = fabric;
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
    // RFC 7143 11.12.5: type 10b, random; another one for each nexus, so that none takes another's
    // place.
    return establish(initiatorName, 0x80_0000_010000L + nexusCount, 0);
  }

  @Override
  public int targetPorts() {
    return fabric.targetPorts();
  }

  @Override
  public InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    return establish(initiatorName, 0x80_0001_000000L + initiatorPort, targetPort);
  }

  private InitiatorPort establish(String initiatorName, long isid, int targetPort)
      throws FabricException {
    int number = nexusCount++;
    IscsiInitiatorPort port =
        fabric.begin(number % 200, fabric.options(initiatorName, isid, targetPort));
    boolean decided =
        world()
            .awaitUntil(
                () -> port.isConnected() || !port.disconnectReason().isEmpty(), CONNECT_TIMEOUT_NS);
    if (!port.isConnected()) {
      fabric.breakWire(port);
      throw new FabricException(
          "No login to "
              + fabric.targetName(targetPort)
              + " in the simulation: "
              + (decided ? port.disconnectReason() : "nothing was heard in time")
              + ".");
    }
    ports.removeIf(earlier -> !earlier.isConnected());
    ports.add(port);
    return port;
  }

  @Override
  public ByteStream openByteStream() throws FabricException {
    SimByteStream stream = fabric.openByteStream();
    if (stream == null) {
      throw new FabricException("The simulated portal does not answer.");
    }
    return stream;
  }

  @Override
  public String targetName() {
    return fabric.targetName();
  }

  @Override
  public String told(TargetNote note) {
    return fabric.told(note);
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
  public boolean silenceStores(boolean areSilent) {
    fabric.silenceStores(areSilent);
    return true;
  }

  @Override
  public boolean tell(Notice notice, int seconds) {
    fabric.tell(notice, seconds);
    return true;
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
