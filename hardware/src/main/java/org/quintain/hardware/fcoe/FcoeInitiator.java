// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.util.Random;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.FcPortOptions;
import org.quintain.fc.login.NPort;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fcp.initiator.FcpInitiatorPort;
import org.quintain.fcp.initiator.FcpInitiatorProtocol;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.World;

/**
 * An initiator port on an Ethernet link: FCP on an N_Port of its own, which logs in with those
 * targets that it is asked to. Lives on one reactor.
 */
final class FcoeInitiator {
  private final Reactor reactor;
  private final NPortIdentity identity;
  private final FcpInitiatorSettings settings;
  private final FcpInitiatorProtocol protocol;
  private final FcPort port;

  /** Null for a virtual port. */
  private final @Nullable FcoePort driver;

  /** A virtual port's, while it is open. */
  private @Nullable NPort virtual;

  private FcoeInitiator(
      Reactor reactor,
      NPortIdentity identity,
      FcpInitiatorSettings settings,
      FcpInitiatorProtocol protocol,
      FcPort port,
      @Nullable FcoePort driver) {
    this.reactor = reactor;
    this.identity = identity;
    this.settings = settings;
    this.protocol = protocol;
    this.port = port;
    this.driver = driver;
  }

  /**
   * An initiator that is not open; called before the reactor knows of it.
   *
   * @param identity its names
   * @param isTaken whether a port beside this one has an address, for VN2VN
   */
  static FcoeInitiator on(
      Reactor reactor,
      EthernetLink link,
      FcoeMode mode,
      NPortIdentity identity,
      FcpInitiatorSettings settings,
      IntPredicate isTaken) {
    FcPort port = new FcPort(FcPortOptions.DEFAULT);
    FcpInitiatorProtocol protocol = FcpInitiatorProtocol.onDemand(settings.serviceParameters());
    protocol.standOn(port.addNPort(reactor.nowNs(), identity, protocol));
    Random random = new Random(identity.portName() ^ reactor.nowNs());
    FcoePort driver =
        switch (mode) {
          case VN2VN ->
              FcoePort.amongNeighbours(
                  reactor,
                  link,
                  port,
                  identity,
                  FipMessage.FCP_INITIATOR,
                  random::nextInt,
                  isTaken);
          case FABRIC -> FcoePort.inFabric(reactor, link, port, identity);
        };
    return new FcoeInitiator(reactor, identity, settings, protocol, port, driver);
  }

  /** A virtual port beside this one (NPIV), not open; this one is in a fabric. */
  FcoeInitiator withVirtual(NPortIdentity virtualIdentity) {
    return new FcoeInitiator(
        reactor,
        virtualIdentity,
        settings,
        FcpInitiatorProtocol.onDemand(settings.serviceParameters()),
        port,
        null);
  }

  long portName() {
    return identity.portName();
  }

  /** Begins to find others; on the reactor. */
  void open(long nowNs) {
    FcoePort physical = driver;
    if (physical != null) {
      physical.open(nowNs);
    } else {
      NPort added = port.addNPort(nowNs, identity, protocol);
      protocol.standOn(added);
      virtual = added;
    }
  }

  /** The address that it has, or tries to get without a fabric; 0 for none. On the reactor. */
  int portId() {
    FcoePort physical = driver;
    return physical == null ? 0 : physical.portId();
  }

  /** Begins a nexus with the target port of that name; on any thread, once it is being opened. */
  FcpInitiatorPort begin(World world, long targetPortName) {
    return FcpInitiatorPort.begin(world, port.exchanges(), settings, protocol.to(targetPortName));
  }

  /** Logs out wherever it is logged in, then tells nobody anything more; on the reactor. */
  void close(long nowNs) {
    FcoePort physical = driver;
    NPort added = virtual;
    if (physical != null) {
      for (NPort nPort : port.nPorts()) {
        nPort.peers().forEach(peer -> nPort.logOut(nowNs, peer));
      }
      reactor.post(soonNs -> reactor.post(thenNs -> physical.close()));
    } else if (added != null) {
      virtual = null;
      port.removeNPort(nowNs, added);
    }
  }
}
