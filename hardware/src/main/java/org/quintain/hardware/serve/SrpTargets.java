// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.SrpTargetConfig;
import org.quintain.hardware.ethernet.DatagramLink;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.roce.RoceAdapter;
import org.quintain.hardware.roce.SrpRoceTarget;
import org.quintain.hardware.roce.SrpTargetStatus;
import org.quintain.srp.target.SrpTargetSettings;
import org.quintain.srp.wire.SrpPortIdentifier;

/**
 * The SRP targets of a server, each with an adapter of its own, all on the reactor that owns the
 * target device. They are there from the start to the end, and their LUNs come and go.
 */
final class SrpTargets implements AutoCloseable {
  private static final int DATA_BYTES = 2_500;

  /** A locally administered Ethernet address, of which the GUID gives the rest. */
  private static final long LOCAL_ADDRESS = 0x0200_0000_0000L;

  private static final long ADDRESS_MASK = 0x00FF_FFFF_FFFFL;

  private final NettyReactor reactor;
  private final ServeListener listener;
  private final List<SrpRoceTarget> targets = new ArrayList<>();

  SrpTargets(NettyReactor reactor, ServeListener listener) {
    this.reactor = reactor;
    this.listener = listener;
  }

  /**
   * Opens links and takes logins.
   *
   * @throws ConfigurationException with one sentence when that cannot be; {@link #close} cleans up
   */
  void start(List<SrpTargetConfig> configs, TargetWiring wiring) throws ConfigurationException {
    for (SrpTargetConfig config : configs) {
      RoceAdapter adapter = adapter(config);
      ReactorCalls.run(
          reactor,
          nowNs -> {
            SrpRoceTarget target =
                new SrpRoceTarget(
                    reactor,
                    wiring.add(config),
                    adapter,
                    new SrpPortIdentifier(config.guid(), config.guid()),
                    config.rdmaCmPort(),
                    SrpTargetSettings.DEFAULTS);
            targets.add(target);
            target.open(nowNs);
          });
      listener.onLink(adapter.name() + " port " + config.rdmaCmPort(), config.name());
    }
  }

  private RoceAdapter adapter(SrpTargetConfig config) throws ConfigurationException {
    SrpTargetConfig.Link link = config.link();
    InetSocketAddress local = link.local();
    InetSocketAddress remote = link.remote();
    try {
      if (local == null || remote == null) {
        return RoceAdapter.onUdp(reactor, link.address(), config.guid());
      }
      DatagramLink datagrams =
          new DatagramLink(reactor, local, remote, ethernetAddress(config.guid()), DATA_BYTES);
      datagrams.bind();
      return RoceAdapter.onEthernet(reactor, datagrams, link.gid().ipv4(), config.guid());
    } catch (IOException refused) {
      throw new ConfigurationException("TARGET " + config.name() + ": " + refused.getMessage());
    }
  }

  /** The Ethernet address that a GUID of 64 bits is made of, or a local one (IBA 4.1.1, EUI-64). */
  private static long ethernetAddress(long guid) {
    boolean isMadeOfOne = (guid >>> 24 & 0xFFFF) == 0xFFFE;
    return isMadeOfOne
        ? (guid >>> 16 & 0xFFFF_FF00_0000L) | (guid & 0xFF_FFFFL)
        : LOCAL_ADDRESS | (guid & ADDRESS_MASK);
  }

  /** What the targets are at; on the reactor. */
  List<SrpTargetStatus> statuses() {
    return targets.stream().map(SrpRoceTarget::status).toList();
  }

  /** Ends the channels of an initiator port everywhere; whether it had any. On the reactor. */
  boolean logOut(long nowNs, SrpPortIdentifier initiatorPort) {
    boolean wasIn = false;
    for (SrpRoceTarget target : targets) {
      wasIn |= target.logOut(nowNs, initiatorPort);
    }
    return wasIn;
  }

  /** Logs initiators out and closes the adapters, without waiting. */
  @Override
  public void close() {
    reactor.post(
        nowNs -> {
          targets.forEach(target -> target.logOut(nowNs));
          reactor.post(atNs -> targets.forEach(SrpRoceTarget::close));
        });
  }
}
