// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.util.List;
import java.util.Random;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.FcPortOptions;
import org.quintain.fc.login.NPort;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fcp.target.FcpTargetPort;
import org.quintain.fcp.target.FcpTargetProtocol;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.target.TargetNexus;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.reactor.Reactor;

/**
 * A port of a target device on an Ethernet link without a fabric: FCP on an N_Port of its own,
 * which finds its initiators by FIP. Lives on one reactor.
 */
public final class FcoeTarget implements AutoCloseable {
  private final NPort nPort;
  private final FcpTargetPort target;
  private final NeighbourPort driver;

  /**
   * A target that is not open.
   *
   * @param scsiTarget the engine's port, on the same reactor
   * @param identity its names
   */
  public FcoeTarget(
      Reactor reactor,
      EthernetLink link,
      ScsiTarget scsiTarget,
      NPortIdentity identity,
      FcpTargetSettings settings) {
    FcPort port = new FcPort(FcPortOptions.DEFAULT);
    target =
        new FcpTargetPort(reactor, port.exchanges(), scsiTarget, identity.portName(), settings);
    nPort = port.addNPort(reactor.nowNs(), identity, new FcpTargetProtocol(target));
    Random random = new Random(identity.portName() ^ reactor.nowNs());
    driver =
        new NeighbourPort(
            reactor,
            link,
            port,
            identity.portName(),
            identity.nodeName(),
            FipMessage.FCP_TARGET,
            random::nextInt);
  }

  /** Begins to find initiators; on the reactor. */
  public void open(long nowNs) {
    driver.open(nowNs);
  }

  /** Whether it has an address. */
  public boolean isUp() {
    return driver.isUp();
  }

  /** The nexuses that stand; on the reactor. */
  public List<TargetNexus> nexuses() {
    return target.nexuses();
  }

  /** How many frames were thrown away since they were broken. */
  public long badFrames() {
    return driver.badFrames();
  }

  /** Logs all initiators out; on the reactor. */
  public void logOut(long nowNs) {
    nPort.peers().forEach(peer -> nPort.logOut(nowNs, peer));
  }

  /** Tells nobody anything more; on the reactor. */
  @Override
  public void close() {
    driver.close();
  }
}
