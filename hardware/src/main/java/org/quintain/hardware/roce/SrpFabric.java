// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.net.HardwareWorld;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.Transport;
import org.quintain.ib.wire.RoceHeaders;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.reactor.World;
import org.quintain.sam.Lun;
import org.quintain.srp.initiator.SrpDestination;
import org.quintain.srp.initiator.SrpInitiatorPort;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.wire.SrpPortIdentifier;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPort;

/** One target port behind an {@code srp://} URL, and the adapter that all nexuses to it share. */
final class SrpFabric implements Fabric {
  private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
  private static final int LOOPBACK_TRIES = 200;

  private final SrpUrl url;
  private final NettyReactor reactor;
  private final HardwareWorld world;
  private final RoceAdapter adapter;
  private final SrpDestination destination;
  private final List<InitiatorPort> ports = new ArrayList<>();
  private long extensions;

  private SrpFabric(SrpUrl url, NettyReactor reactor, RoceAdapter adapter, Gid target) {
    this.url = url;
    this.reactor = reactor;
    this.adapter = adapter;
    this.world = new HardwareWorld(reactor);
    this.destination =
        new SrpDestination(
            new SrpPortIdentifier(0, adapter.rdma().guid()),
            url.targetPort(),
            target,
            RdmaPort.ipServiceId(url.port()));
  }

  /**
   * Takes an address of ours for the way there.
   *
   * @throws IOException with one sentence when that cannot be
   */
  static SrpFabric open(SrpUrl url) throws IOException {
    InetAddress target = InetAddress.getByName(url.host());
    NettyReactor reactor = new NettyReactor(0, Transport.NIO, "quintain-initiator");
    try {
      RoceAdapter adapter = adapter(url, target, reactor);
      SrpFabric fabric = new SrpFabric(url, reactor, adapter, UdpCarrier.gid(target));
      reactor.post(adapter::open);
      return fabric;
    } catch (IOException refused) {
      reactor.close();
      throw refused;
    }
  }

  private static RoceAdapter adapter(SrpUrl url, InetAddress target, NettyReactor reactor)
      throws IOException {
    if (!url.from().isEmpty()) {
      return on(reactor, InetAddress.getByName(url.from()));
    }
    if (!target.isLoopbackAddress() || target.getAddress().length != 4) {
      try (DatagramChannel probe = DatagramChannel.open()) {
        probe.connect(new InetSocketAddress(target, RoceHeaders.PORT));
        return on(reactor, ((InetSocketAddress) probe.getLocalAddress()).getAddress());
      }
    }
    // All of 127.0.0.0/8 is ours: the first that nobody has, from one that is the process's own.
    long process = ProcessHandle.current().pid();
    IOException last = new IOException("no address of 127.0.0.0/8 is free.");
    for (int tried = 0; tried < LOOPBACK_TRIES; tried++) {
      byte[] address = {127, (byte) (100 + tried), (byte) (process >> 8), (byte) process};
      try {
        return on(reactor, InetAddress.getByAddress(address));
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw last;
  }

  private static RoceAdapter on(NettyReactor reactor, InetAddress address) throws IOException {
    return RoceAdapter.onUdp(reactor, address, UdpCarrier.gid(address).interfaceId());
  }

  @Override
  public String url() {
    return url.text();
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public long lun() {
    return Lun.ofIndex(url.lunIndex());
  }

  @Override
  public synchronized InitiatorPort connect(String initiatorName) throws FabricException {
    SrpPortIdentifier name =
        new SrpPortIdentifier(++extensions, destination.initiatorPort().guid());
    return establish(name);
  }

  @Override
  public synchronized InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    long extension = (1L << Integer.SIZE) + initiatorPort;
    return establish(new SrpPortIdentifier(extension, destination.initiatorPort().guid()));
  }

  private InitiatorPort establish(SrpPortIdentifier name) throws FabricException {
    InitiatorPort port =
        SrpInitiatorPort.open(
            world,
            adapter.rdma(),
            new SrpDestination(
                name, destination.targetPort(), destination.address(), destination.serviceId()),
            SrpInitiatorSettings.DEFAULTS,
            CONNECT_TIMEOUT_NS);
    ports.add(port);
    return port;
  }

  @Override
  public @Nullable ByteStream openByteStream() {
    return null; // There is no stream below SRP.
  }

  @Override
  public String targetName() {
    return destination.targetPort().toString();
  }

  @Override
  public synchronized void close() {
    ports.forEach(InitiatorPort::close);
    ports.clear();
    reactor.post(nowNs -> adapter.close());
    reactor.close();
  }
}
