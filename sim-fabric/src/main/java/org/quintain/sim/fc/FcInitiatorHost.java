// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.NPort;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fcp.initiator.FcpInitiatorPort;
import org.quintain.fcp.initiator.FcpInitiatorProtocol;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.sim.reactor.SimWorld;

/**
 * An initiator's adapter: its Fibre Channel port with the physical N_Port and virtual ones beside
 * it. Lives on reactor 0.
 */
final class FcInitiatorHost {
  private static final long PORT_NAME = 0x2100_0024_FF00_0000L;
  private static final long NODE_NAME = 0x2000_0024_FF00_0000L;
  private static final int VIRTUAL_SHIFT = 8;

  private final SimWorld world;
  private final int number;
  private final FcpInitiatorSettings settings;
  private final FcPort port = new FcPort(FcTargetHost.portOptions());
  private final FcpInitiatorProtocol physical;
  private final SortedMap<Long, Virtual> virtual = new TreeMap<>();
  private final List<NPort> churned = new ArrayList<>();

  private record Virtual(NPort nPort, FcpInitiatorProtocol protocol) {}

  FcInitiatorHost(SimWorld world, int number, FcpInitiatorSettings settings) {
    this.world = world;
    this.number = number;
    this.settings = settings;
    this.physical = new FcpInitiatorProtocol(settings.serviceParameters());
    physical.standOn(port.addNPort(world.nowNs(), identity(portName(number)), physical));
  }

  private static NPortIdentity identity(long portName) {
    return new NPortIdentity(portName, NODE_NAME | (portName & 0xFF), "quintain initiator");
  }

  /** The name of the physical port of initiator {@code number}. */
  static long portName(int number) {
    return PORT_NAME + number;
  }

  FcPort port() {
    return port;
  }

  /** Begins a nexus of the physical port. */
  FcpInitiatorPort begin(long targetPortName) {
    return FcpInitiatorPort.begin(world, port.exchanges(), settings, physical.to(targetPortName));
  }

  /** Begins a nexus of the virtual port {@code index}, which is made when it is not there. */
  FcpInitiatorPort beginVirtual(int index, long targetPortName) {
    long portName = portName(number) | (long) (index + 1) << VIRTUAL_SHIFT;
    Virtual present = virtual.get(portName);
    if (present == null) {
      FcpInitiatorProtocol protocol = new FcpInitiatorProtocol(settings.serviceParameters());
      NPort[] made = new NPort[1];
      world.runAs(
          world.reactor(0),
          nowNs -> {
            made[0] = port.addNPort(nowNs, identity(portName), protocol);
            protocol.standOn(made[0]);
          });
      present = new Virtual(made[0], protocol);
      virtual.put(portName, present);
    }
    return FcpInitiatorPort.begin(
        world, port.exchanges(), settings, present.protocol().to(targetPortName));
  }

  /** Takes the virtual port {@code index} out of the fabric. */
  void removeVirtual(int index) {
    Virtual present = virtual.remove(portName(number) | (long) (index + 1) << VIRTUAL_SHIFT);
    if (present != null) {
      world.runAs(world.reactor(0), nowNs -> port.removeNPort(nowNs, present.nPort()));
    }
  }

  /** A virtual port more, or when there are enough, one less: NPIV churn. */
  void churn(long nowNs, int most) {
    if (churned.size() < most) {
      long portName = portName(number) | (long) (0x80 + churned.size()) << VIRTUAL_SHIFT;
      FcpInitiatorProtocol protocol = new FcpInitiatorProtocol(settings.serviceParameters());
      NPort made = port.addNPort(nowNs, identity(portName), protocol);
      protocol.standOn(made);
      churned.add(made);
    } else {
      endChurn(nowNs);
    }
  }

  void endChurn(long nowNs) {
    churned.forEach(made -> port.removeNPort(nowNs, made));
    churned.clear();
  }
}
