// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.bare.BareMessagePort;
import org.quintain.initiator.MessagePort;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.srp.initiator.SrpDestination;
import org.quintain.srp.initiator.SrpInitiatorPort;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.wire.SrpPortIdentifier;
import org.quintain.wire.RdmaEndpoint;
import org.quintain.wire.RdmaPort;

/** An initiator's adapter, on which any number of SRP initiator ports stand. Lives on reactor 0. */
final class IbInitiatorHost implements HcaHost {
  private final SimWorld world;
  private final SimSubnet subnet;
  private final int number;
  private final SrpInitiatorSettings settings;
  private final HcaDriver driver;
  private final RandomStream random;
  private final List<AdapterPort> gone = new ArrayList<>();
  private AdapterPort port;

  IbInitiatorHost(
      SimWorld world,
      SimSubnet subnet,
      int number,
      SrpInitiatorSettings settings,
      HostCosts costs) {
    this.world = world;
    this.subnet = subnet;
    this.number = number;
    this.settings = settings;
    this.driver = new HcaDriver(subnet, "initiator/" + number, world.reactor(0), costs);
    this.random = world.random("initiator/" + number + "/service");
    this.port = subnet.port(driver);
  }

  /** The adapter comes up. */
  void start() {
    driver.appear(port.transport(), this);
  }

  /**
   * Begins a nexus of the initiator port {@code index} with a target port, by its GUID or, as
   * drawn, by its IP address.
   */
  SrpInitiatorPort begin(int index, HcaDriver target, int targetPort) {
    long serviceId =
        random.coin() ? IbNames.SERVICE_ID : RdmaPort.ipServiceId(IbNames.IP_SERVICE_PORT);
    SrpDestination destination =
        new SrpDestination(
            IbNames.initiatorPort(number, index),
            IbNames.targetPort(targetPort),
            target.gid(),
            serviceId);
    return SrpInitiatorPort.begin(world, port.rdma(), destination, settings);
  }

  /** A bare port by the name of the initiator port {@code index}, in either form by turns. */
  MessagePort openMessagePort(int index, HcaDriver target) {
    boolean isByIp = index % 2 != 0;
    return new BareMessagePort(
        world,
        port.rdma(),
        target.gid(),
        isByIp ? RdmaPort.ipServiceId(IbNames.IP_SERVICE_PORT) : IbNames.SERVICE_ID,
        bytes(IbNames.targetPort(0)),
        bytes(IbNames.initiatorPort(number, index)),
        () -> {});
  }

  private static byte[] bytes(SrpPortIdentifier identifier) {
    byte[] bytes = new byte[SrpPortIdentifier.LENGTH_BYTES];
    identifier.write(ByteBuffer.wrap(bytes), 0);
    return bytes;
  }

  @Override
  public RdmaEndpoint onTakenOut(long nowNs) {
    gone.add(port);
    port = subnet.port(driver);
    return port.transport();
  }

  /** What is not at rest, or null. */
  @Nullable String whatIsBusy() {
    for (AdapterPort before : gone) {
      String busy = before.whatIsBusy(0);
      if (busy != null) {
        return busy + " (taken out)";
      }
    }
    return port.whatIsBusy(0);
  }
}
