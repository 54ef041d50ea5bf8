// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.net.HardwareWorld;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.Transport;
import org.quintain.ib.bare.BareMessagePort;
import org.quintain.ib.bare.BarePacketPort;
import org.quintain.ib.wire.RoceHeaders;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.MessagePort;
import org.quintain.initiator.PacketPort;
import org.quintain.reactor.World;
import org.quintain.sam.Lun;
import org.quintain.srp.initiator.SrpDestination;
import org.quintain.srp.initiator.SrpInitiatorPort;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.wire.SrpPortIdentifier;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPort;

/**
 * The target port behind an {@code srp://} URL, and another one of its device where the URL names
 * it; and the adapter that all nexuses to them share.
 */
final class SrpFabric implements Fabric {
  private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
  private static final int LOOPBACK_TRIES = 200;

  private final SrpUrl url;
  private final NettyReactor reactor;
  private final HardwareWorld world;
  private final RoceAdapter adapter;
  private final SrpPortIdentifier firstName;
  private final List<SrpDestination> destinations;
  private final List<InitiatorPort> ports = new ArrayList<>();

  /** The extensions of ports that were chosen, by initiator and port. */
  private final Map<String, Long> chosen = new HashMap<>();

  private long extensions;
  private int messagePorts;
  private int packetPorts;

  private SrpFabric(SrpUrl url, NettyReactor reactor, RoceAdapter adapter, List<Gid> addresses) {
    this.url = url;
    this.reactor = reactor;
    this.adapter = adapter;
    this.world = new HardwareWorld(reactor);
    SrpPortIdentifier own = url.initiator();
    // Names by an address begin with 1, since Linux' own port there has extension 0.
    this.firstName = own == null ? new SrpPortIdentifier(1, adapter.rdma().guid()) : own;
    this.destinations = new ArrayList<>();
    for (SrpUrl.Place place : places(url)) {
      destinations.add(
          new SrpDestination(
              firstName,
              place.name(),
              addresses.get(destinations.size()),
              RdmaPort.ipServiceId(place.port())));
    }
  }

  private static List<SrpUrl.Place> places(SrpUrl url) {
    SrpUrl.Place also = url.also();
    return also == null ? List.of(url.target()) : List.of(url.target(), also);
  }

  /**
   * Takes an address of ours for the way there.
   *
   * @throws IOException with one sentence when that cannot be
   */
  static SrpFabric open(SrpUrl url) throws IOException {
    List<Gid> addresses = new ArrayList<>();
    for (SrpUrl.Place place : places(url)) {
      addresses.add(UdpCarrier.gid(addressOf(place)));
    }
    NettyReactor reactor = new NettyReactor(0, Transport.NIO, "quintain-initiator");
    try {
      UdpCarrier carrier = carrier(url, addressOf(url.target()), reactor);
      RoceAdapter adapter = RoceAdapter.onUdp(reactor, carrier);
      SrpFabric fabric = new SrpFabric(url, reactor, adapter, addresses);
      reactor.post(adapter::open);
      return fabric;
    } catch (IOException refused) {
      reactor.close();
      throw refused;
    }
  }

  private static InetAddress addressOf(SrpUrl.Place place) throws IOException {
    try {
      return InetAddress.getByName(place.host());
    } catch (UnknownHostException none) {
      throw new IOException("There is no host \"" + place.host() + "\".", none);
    }
  }

  private static UdpCarrier carrier(SrpUrl url, InetAddress target, NettyReactor reactor)
      throws IOException {
    if (!url.from().isEmpty()) {
      return new UdpCarrier(reactor, InetAddress.getByName(url.from()));
    }
    if (!isLoopback(target)) {
      try (DatagramChannel probe = DatagramChannel.open()) {
        probe.connect(new InetSocketAddress(target, RoceHeaders.PORT));
        InetAddress own = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
        return new UdpCarrier(reactor, own);
      }
    }
    return onLoopback(reactor, 0);
  }

  private static boolean isLoopback(InetAddress address) {
    return address.isLoopbackAddress() && address.getAddress().length == 4;
  }

  /** At the first free address, {@code skipped} addresses passed over. */
  private static UdpCarrier onLoopback(NettyReactor reactor, int skipped) throws IOException {
    // All of 127.0.0.0/8 is ours: the first that nobody has, from one that is the process's own.
    long process = ProcessHandle.current().pid();
    IOException last = new IOException("no address of 127.0.0.0/8 is free.");
    for (int tried = 0; tried < LOOPBACK_TRIES; tried++) {
      byte[] address = {127, (byte) (100 + skipped + tried), (byte) (process >> 8), (byte) process};
      try {
        return new UdpCarrier(reactor, InetAddress.getByAddress(address));
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw last;
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
    return establish(nextName(), destinations.get(0));
  }

  @Override
  public int targetPorts() {
    return destinations.size();
  }

  @Override
  public synchronized InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    if (targetPort >= destinations.size()) {
      throw new FabricException(
          "There is no target port " + targetPort + " in " + url.text() + "; also= gives one.");
    }
    long extension =
        chosen.computeIfAbsent(
            initiatorName + "/" + initiatorPort, first -> nextName().extension());
    SrpPortIdentifier name = new SrpPortIdentifier(extension, firstName.guid());
    return establish(name, destinations.get(targetPort));
  }

  /** A name that no port of ours has had. */
  private SrpPortIdentifier nextName() {
    return new SrpPortIdentifier(firstName.extension() + extensions++, firstName.guid());
  }

  private InitiatorPort establish(SrpPortIdentifier name, SrpDestination destination)
      throws FabricException {
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

  /** Ports by name of an IP service and by that of the target take turns, as in simulation. */
  @Override
  public synchronized MessagePort openMessagePort() {
    SrpDestination destination = destinations.get(0);
    SrpPortIdentifier target = destination.targetPort();
    boolean isByIp = messagePorts++ % 2 != 0;
    return new BareMessagePort(
        world,
        adapter.rdma(),
        destination.address(),
        isByIp ? destination.serviceId() : target.guid(),
        bytes(target),
        bytes(nextName()),
        () -> {});
  }

  private static byte[] bytes(SrpPortIdentifier identifier) {
    byte[] bytes = new byte[SrpPortIdentifier.LENGTH_BYTES];
    identifier.write(ByteBuffer.wrap(bytes), 0);
    return bytes;
  }

  /** On an address of its own, of which only loopback has more than one for the asking. */
  @Override
  public synchronized @Nullable PacketPort openPacketPort() throws FabricException {
    try {
      if (!url.from().isEmpty() || !isLoopback(addressOf(url.target()))) {
        return null;
      }
      // A new one each time: connections of the last one stay in Timewait where it was.
      UdpCarrier carrier = onLoopback(reactor, ++packetPorts);
      SrpDestination destination = destinations.get(0);
      SrpPortIdentifier name = destination.targetPort();
      BarePacketPort.Target target =
          new BarePacketPort.Target(
              destination.address(),
              name.guid(),
              name.extension(),
              name.guid(),
              carrier.gid().interfaceId());
      RocePort[] driver = new RocePort[1];
      BarePacketPort port =
          new BarePacketPort(world, target, () -> reactor.post(nowNs -> driver[0].close()));
      driver[0] = new RocePort(reactor, carrier, port);
      reactor.post(nowNs -> driver[0].open(nowNs));
      return port;
    } catch (IOException refused) {
      throw new FabricException(String.valueOf(refused.getMessage()), refused);
    }
  }

  @Override
  public String targetName() {
    return destinations.get(0).targetPort().toString();
  }

  @Override
  public synchronized void close() {
    ports.forEach(InitiatorPort::close);
    ports.clear();
    reactor.post(nowNs -> adapter.close());
    reactor.close();
  }
}
