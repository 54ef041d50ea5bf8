// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fc.exchange.ExchangeCounters.Counter;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.FcPortOptions;
import org.quintain.fc.login.NPort;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fc.login.RemotePort;
import org.quintain.fcp.target.FcpTargetPort;
import org.quintain.fcp.target.FcpTargetProtocol;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.target.TargetNexus;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.reactor.Reactor;

/**
 * A port of a target device on an Ethernet link: FCP on an N_Port of its own, which initiators find
 * by FIP or by a fabric's name server. Lives on one reactor.
 */
public final class FcoeTarget implements AutoCloseable {
  private final Reactor reactor;
  private final FcPort port;
  private final NPort nPort;
  private final FcpTargetPort target;
  private final FcoePort driver;

  private FcoeTarget(
      Reactor reactor, FcPort port, NPort nPort, FcpTargetPort target, FcoePort driver) {
    this.reactor = reactor;
    this.port = port;
    this.nPort = nPort;
    this.target = target;
    this.driver = driver;
  }

  /**
   * A target that is not open.
   *
   * @param scsiTarget the engine's port, on the same reactor
   * @param identity its names
   * @param isTaken whether a port beside this one has an address, for VN2VN
   */
  public static FcoeTarget on(
      Reactor reactor,
      EthernetLink link,
      FcoeMode mode,
      ScsiTarget scsiTarget,
      NPortIdentity identity,
      FcpTargetSettings settings,
      IntPredicate isTaken) {
    FcPort port = new FcPort(FcPortOptions.DEFAULT);
    FcpTargetPort target =
        new FcpTargetPort(reactor, port.exchanges(), scsiTarget, identity.portName(), settings);
    NPort nPort = port.addNPort(reactor.nowNs(), identity, new FcpTargetProtocol(target));
    Random random = new Random(identity.portName() ^ reactor.nowNs());
    FcoePort driver =
        switch (mode) {
          case VN2VN ->
              FcoePort.amongNeighbours(
                  reactor, link, port, identity, FipMessage.FCP_TARGET, random::nextInt, isTaken);
          case FABRIC -> FcoePort.inFabric(reactor, link, port, identity);
        };
    return new FcoeTarget(reactor, port, nPort, target, driver);
  }

  /**
   * A virtual port beside this one, which is in a fabric: it logs in by FDISC (NPIV), and is open
   * as long as this one is.
   */
  public FcoeTarget withVirtual(
      long nowNs, ScsiTarget scsiTarget, NPortIdentity identity, FcpTargetSettings settings) {
    FcpTargetPort added =
        new FcpTargetPort(reactor, port.exchanges(), scsiTarget, identity.portName(), settings);
    NPort virtual = port.addNPort(nowNs, identity, new FcpTargetProtocol(added));
    return new FcoeTarget(reactor, port, virtual, added, driver);
  }

  /** Begins to be found; on the reactor. Nothing is to be done for a virtual port. */
  public void open(long nowNs) {
    if (!nPort.isVirtual()) {
      driver.open(nowNs);
    }
  }

  /** The address that it has, or tries to get; 0 for none. */
  public int portId() {
    return nPort.portId() == 0 ? driver.portId() : nPort.portId();
  }

  /** Logs all initiators out; on the reactor. */
  public void logOut(long nowNs) {
    nPort.peers().forEach(peer -> nPort.logOut(nowNs, peer));
  }

  /** Logs the initiator of that name out; whether it was in. On the reactor. */
  public boolean logOut(long nowNs, long initiatorPortName) {
    RemotePort peer = nPort.peerNamed(initiatorPortName);
    if (peer == null) {
      return false;
    }
    nPort.logOut(nowNs, peer);
    return true;
  }

  /** What it is at; on the reactor. */
  public FcTargetStatus status() {
    Map<Counter, Long> counts = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      counts.put(counter, port.exchanges().counters().of(counter));
    }
    List<FcLogin> logins = new ArrayList<>();
    for (TargetNexus nexus : target.nexuses()) {
      logins.add(login(nexus));
    }
    return new FcTargetStatus(
        nPort.identity().portName(),
        driver.name(),
        driver.mode(),
        nPort.portId(),
        nPort.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        nPort.isVirtual(),
        port.exchanges().exchangesInUse(),
        driver.badFrames(),
        target.counters().asMap(),
        counts,
        logins);
  }

  private FcLogin login(TargetNexus nexus) {
    RemotePort peer = nPort.peer(nexus.remoteId());
    ItNexus itNexus = nexus.itNexus();
    return new FcLogin(
        nexus.portName(),
        nexus.remoteId(),
        peer == null ? 0 : peer.framePayloadMax(),
        nexus.agreed().bits(),
        target.tasksOf(nexus),
        itNexus.commandsOver(),
        itNexus.dataInBytes(),
        itNexus.dataOutBytes());
  }

  /** Tells nobody anything more; on the reactor. */
  @Override
  public void close() {
    driver.close();
  }
}
