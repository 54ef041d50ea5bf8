// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Random;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.ib.connection.CmTimes;
import org.quintain.ib.connection.ConnectedPort;
import org.quintain.ib.transport.IbPort;
import org.quintain.ib.transport.IbPortOptions;
import org.quintain.ib.transport.TransportCounter;
import org.quintain.reactor.Reactor;
import org.quintain.wire.RdmaPort;

/**
 * An RDMA adapter of our own with one RoCEv2 port: queue pairs, connections and their driver, on
 * one reactor. It stands between a carrier of packets and the protocols above {@link #rdma}.
 */
public final class RoceAdapter implements AutoCloseable {
  private static final int SEQUENCE_MASK = 0xFFFFFF;
  private static final int QUEUE_PAIRS = 2048;
  private static final int REGIONS = 1 << 16;

  private final ConnectedPort rdma;
  private final RoceCarrier carrier;
  private final RocePort driver;

  private RoceAdapter(Reactor reactor, RoceCarrier carrier, long guid) {
    this.carrier = carrier;
    // Not those of the last time, which peers may remember.
    Random random = new Random(guid ^ reactor.nowNs());
    IbPortOptions options =
        new IbPortOptions(
            guid,
            carrier.name(),
            QUEUE_PAIRS,
            REGIONS,
            IbPortOptions.WINDOW_PACKETS,
            random.nextInt() & SEQUENCE_MASK);
    IbPort endpoint = new IbPort(options);
    rdma = new ConnectedPort(endpoint, CmTimes.LINUX, random.nextInt());
    driver = new RocePort(reactor, carrier, endpoint);
  }

  /**
   * An adapter whose packets go by a UDP socket, at {@code address} and port 4791; not made by the
   * reactor's thread.
   *
   * @throws IOException with one sentence when that cannot be had
   */
  public static RoceAdapter onUdp(NettyReactor reactor, InetAddress address, long guid)
      throws IOException {
    return new RoceAdapter(reactor, new UdpCarrier(reactor, address), guid);
  }

  /** An adapter on {@code carrier}, named by its address. */
  static RoceAdapter onUdp(NettyReactor reactor, UdpCarrier carrier) {
    return new RoceAdapter(reactor, carrier, carrier.gid().interfaceId());
  }

  /** An adapter on an Ethernet link with the IPv4 address {@code address} there. */
  public static RoceAdapter onEthernet(Reactor reactor, EthernetLink link, int address, long guid) {
    return new RoceAdapter(reactor, new EthernetCarrier(reactor, link, address), guid);
  }

  /** Begins to take and send packets; on the reactor. */
  public void open(long nowNs) {
    driver.open(nowNs);
  }

  /** What protocols stand on; to be called on the reactor. */
  public RdmaPort rdma() {
    return rdma;
  }

  /** What was counted; on the reactor. */
  public Map<TransportCounter, Long> counters() {
    return rdma.endpoint().counters().asMap();
  }

  /** How many packets were thrown away since they were broken; on the reactor. */
  public long badPackets() {
    return carrier.badPackets();
  }

  /** A short name for messages. */
  public String name() {
    return carrier.name();
  }

  /** Ends all there is, without a word over the wire; on the reactor. */
  @Override
  public void close() {
    driver.close();
  }
}
