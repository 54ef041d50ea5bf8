// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.FcTargetConfig;
import org.quintain.hardware.ethernet.DatagramLink;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.fcoe.FcoeTarget;
import org.quintain.hardware.fcoe.InterfaceLink;
import org.quintain.hardware.net.NettyReactor;

/**
 * The Fibre Channel targets of a server, each with its Ethernet link, all on the reactor that owns
 * the target device. They are there from the start to the end.
 */
final class FcTargets implements AutoCloseable {
  private static final int DATA_BYTES = 2_500;
  private static final long ADDRESS_MASK = 0xFFFF_FFFF_FFFFL;

  private final NettyReactor reactor;
  private final ServeListener listener;
  private final List<FcoeTarget> targets = new ArrayList<>();

  FcTargets(NettyReactor reactor, ServeListener listener) {
    this.reactor = reactor;
    this.listener = listener;
  }

  /**
   * Opens links and lets the targets be found.
   *
   * @throws ConfigurationException with one sentence when that cannot be; {@link #close} cleans up
   */
  void start(List<FcTargetConfig> configs, TargetWiring wiring) throws ConfigurationException {
    for (FcTargetConfig config : configs) {
      EthernetLink link = link(config);
      ReactorCalls.run(
          reactor,
          nowNs -> {
            FcoeTarget target =
                new FcoeTarget(
                    reactor,
                    link,
                    wiring.add(config),
                    new NPortIdentity(config.portName(), config.nodeName(), "Quintain"),
                    FcpTargetSettings.DEFAULTS);
            targets.add(target);
            target.open(nowNs);
          });
      listener.onLink(link.name(), config.name());
    }
  }

  private EthernetLink link(FcTargetConfig config) throws ConfigurationException {
    FcTargetConfig.Link link = config.link();
    String networkInterface = link.networkInterface();
    InetSocketAddress local = link.local();
    InetSocketAddress remote = link.remote();
    try {
      if (networkInterface != null) {
        return new InterfaceLink(reactor, networkInterface);
      }
      if (local == null || remote == null) {
        throw new IllegalStateException("a link is an interface or two addresses");
      }
      // Names of IEEE's kind carry the address (FC-FS-5 15.2.3).
      DatagramLink datagrams =
          new DatagramLink(reactor, local, remote, config.portName() & ADDRESS_MASK, DATA_BYTES);
      datagrams.bind();
      return datagrams;
    } catch (IOException refused) {
      throw new ConfigurationException("TARGET " + config.name() + ": " + refused.getMessage());
    }
  }

  /** Logs initiators out and closes the links, without waiting. */
  @Override
  public void close() {
    reactor.post(
        nowNs -> {
          targets.forEach(target -> target.logOut(nowNs));
          reactor.post(atNs -> targets.forEach(FcoeTarget::close));
        });
  }
}
