// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.util.ArrayList;
import java.util.List;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.srp.target.SrpTargetPort;
import org.quintain.srp.target.SrpTargetSettings;
import org.quintain.srp.target.TargetNexus;
import org.quintain.srp.wire.SrpPortIdentifier;
import org.quintain.wire.RdmaPort;

/**
 * A port of a target device that speaks SRP on a RoCEv2 adapter, found as SCST's and LIO's are: by
 * the port number of RDMA-CM, and by a service identifier that is its GUID.
 */
public final class SrpRoceTarget implements AutoCloseable {
  private final RoceAdapter adapter;
  private final SrpTargetPort target;
  private final int rdmaCmPort;

  /**
   * A target that is not open.
   *
   * @param scsiTarget the engine's port, on the same reactor
   * @param adapter its own from here on
   * @param identifier its name
   * @param rdmaCmPort the port number that initiators ask for, 0 for none
   */
  public SrpRoceTarget(
      Reactor reactor,
      ScsiTarget scsiTarget,
      RoceAdapter adapter,
      SrpPortIdentifier identifier,
      int rdmaCmPort,
      SrpTargetSettings settings) {
    this.adapter = adapter;
    this.rdmaCmPort = rdmaCmPort;
    RdmaPort rdma = adapter.rdma();
    target = new SrpTargetPort(reactor, rdma, scsiTarget, identifier, settings);
    if (rdmaCmPort > 0) {
      Check.that(
          rdma.listen(RdmaPort.ipServiceId(rdmaCmPort), target.logins()),
          "nobody else listens on an adapter of our own",
          rdmaCmPort);
    }
    Check.that(
        rdma.listen(rdma.guid(), target.logins()),
        "nobody else listens on an adapter of our own",
        rdma.guid());
  }

  /** Begins to take logins; on the reactor. */
  public void open(long nowNs) {
    adapter.open(nowNs);
  }

  /** The port that speaks; on the reactor. */
  public SrpTargetPort port() {
    return target;
  }

  /** Logs all initiators out; on the reactor. */
  public void logOut(long nowNs) {
    target.enable(nowNs, false);
  }

  /** Ends the channels of one initiator, which may come again; whether it had any. */
  public boolean logOut(long nowNs, SrpPortIdentifier initiatorPort) {
    return target.logOut(nowNs, initiatorPort);
  }

  /** What it is at; on the reactor. */
  public SrpTargetStatus status() {
    List<SrpLogin> logins = new ArrayList<>();
    for (TargetNexus nexus : target.nexuses()) {
      ItNexus itNexus = nexus.itNexus();
      logins.add(
          new SrpLogin(
              nexus.initiatorPort().toString(),
              nexus.initiatorAddress(),
              nexus.channelCount(),
              nexus.requestsOpen(),
              itNexus.commandsOver(),
              itNexus.dataInBytes(),
              itNexus.dataOutBytes()));
    }
    return new SrpTargetStatus(
        target.identifier().toString(),
        adapter.name(),
        rdmaCmPort,
        target.channelsInUse(),
        adapter.badPackets(),
        target.counters().asMap(),
        adapter.counters(),
        logins);
  }

  /** Tells nobody anything more; on the reactor. */
  @Override
  public void close() {
    adapter.close();
  }
}
