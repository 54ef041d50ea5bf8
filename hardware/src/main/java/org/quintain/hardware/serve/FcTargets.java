// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.FcTargetConfig;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.fcoe.FcTargetStatus;
import org.quintain.hardware.fcoe.FcoeAddress;
import org.quintain.hardware.fcoe.FcoeMode;
import org.quintain.hardware.fcoe.FcoeTarget;
import org.quintain.hardware.fcoe.LinkName;
import org.quintain.hardware.fcoe.SharedLink;
import org.quintain.hardware.net.NettyReactor;

/**
 * The Fibre Channel targets of a server, each with its Ethernet link, all on the reactor that owns
 * the target device. They are there from the start to the end, and their LUNs come and go.
 */
final class FcTargets implements AutoCloseable {
  private final NettyReactor reactor;
  private final ServeListener listener;
  private final Map<LinkName, SharedLink> links = new LinkedHashMap<>();

  /** By port name; the reactor's. */
  private final Map<Long, FcoeTarget> targets = new LinkedHashMap<>();

  FcTargets(NettyReactor reactor, ServeListener listener) {
    this.reactor = reactor;
    this.listener = listener;
  }

  /**
   * Opens links and lets the targets be found. Targets that name the same link share it.
   *
   * @throws ConfigurationException with one sentence when that cannot be; {@link #close} cleans up
   */
  void start(List<FcTargetConfig> configs, TargetWiring wiring) throws ConfigurationException {
    for (FcTargetConfig config : configs) {
      SharedLink known = links.get(config.link());
      SharedLink link = known == null ? open(config) : known;
      long address = known == null ? link.address() : FcoeAddress.ofName(config.portName());
      EthernetLink share = link.port(address);
      ReactorCalls.run(reactor, nowNs -> add(nowNs, config, share, wiring));
      listener.onLink(share.name(), config.name());
    }
  }

  private SharedLink open(FcTargetConfig config) throws ConfigurationException {
    try {
      SharedLink opened =
          new SharedLink(config.link().open(reactor, FcoeAddress.ofName(config.portName())));
      links.put(config.link(), opened);
      return opened;
    } catch (IOException refused) {
      throw new ConfigurationException("TARGET " + config.name() + ": " + refused.getMessage());
    }
  }

  /** In a fabric a virtual target logs in beside its parent; without, it is a port like others. */
  private void add(long nowNs, FcTargetConfig config, EthernetLink link, TargetWiring wiring) {
    long portName = config.portName();
    NPortIdentity identity = new NPortIdentity(portName, config.nodeName(), "Quintain");
    FcoeTarget parent = config.mode() == FcoeMode.FABRIC ? targets.get(config.parentName()) : null;
    FcoeTarget target =
        parent != null
            ? parent.withVirtual(nowNs, wiring.add(config), identity, FcpTargetSettings.DEFAULTS)
            : FcoeTarget.on(
                reactor,
                link,
                config.mode(),
                wiring.add(config),
                identity,
                FcpTargetSettings.DEFAULTS,
                portId -> isTaken(portName, portId));
    targets.put(portName, target);
    target.open(nowNs);
  }

  /** What the targets are at; on the reactor. */
  List<FcTargetStatus> statuses() {
    return targets.values().stream().map(FcoeTarget::status).toList();
  }

  /** Logs the initiator of that name out everywhere; whether it was in. On the reactor. */
  boolean logOut(long nowNs, long initiatorPortName) {
    boolean wasIn = false;
    for (FcoeTarget target : targets.values()) {
      wasIn |= target.logOut(nowNs, initiatorPortName);
    }
    return wasIn;
  }

  private boolean isTaken(long portName, int portId) {
    return targets.entrySet().stream()
        .anyMatch(each -> each.getKey() != portName && each.getValue().portId() == portId);
  }

  /** Logs initiators out and closes the links, without waiting. */
  @Override
  public void close() {
    reactor.post(
        nowNs -> {
          targets.values().forEach(target -> target.logOut(nowNs));
          reactor.post(
              soonNs -> {
                targets.values().forEach(FcoeTarget::close);
                reactor.post(lastNs -> links.values().forEach(SharedLink::close));
              });
        });
  }
}
