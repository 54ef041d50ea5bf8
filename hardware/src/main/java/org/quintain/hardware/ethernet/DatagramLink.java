// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.ethernet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.net.DatagramSocket;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.sam.Check;

/**
 * Ethernet frames as the datagrams of a UDP socket, one each and nothing around it, as QEMU's
 * network device {@code dgram} speaks them: a cable to the network card of a guest, for which
 * nobody needs privileges.
 */
public final class DatagramLink implements EthernetLink {
  private static final int DATA_BYTES_MAX = 9_000;
  private static final int TAG_BYTES = 4;

  /** 100 MB/s, the rate of 1GFC, with bursts of 64 KiB. */
  private static final long NS_PER_BYTE = 10;

  private static final long BURST_NS = (64 << 10) * NS_PER_BYTE;

  private final NettyReactor reactor;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final long address;
  private final int dataBytesMax;
  private @Nullable DatagramSocket socket;
  private long paidUntilNs = Long.MIN_VALUE / 2;
  private @Nullable Receiver receiver;

  /**
   * A link that is not open.
   *
   * @param local where frames come, port 0 for any
   * @param remote where they go, and from where alone they are taken
   * @param address our own Ethernet address
   * @param dataBytesMax how long the data of a frame can be, up to 9000
   */
  public DatagramLink(
      NettyReactor reactor,
      InetSocketAddress local,
      InetSocketAddress remote,
      long address,
      int dataBytesMax) {
    Check.that(dataBytesMax <= DATA_BYTES_MAX, "frames are no longer than jumbo frames");
    this.reactor = reactor;
    this.local = local;
    this.remote = remote;
    this.address = address;
    this.dataBytesMax = dataBytesMax;
  }

  /**
   * Takes the local address; called by another thread than the reactor's, before {@link #open}.
   *
   * @throws IOException with one sentence when it cannot be had
   */
  public void bind() throws IOException {
    int most = HEADER_BYTES + TAG_BYTES + dataBytesMax;
    socket = DatagramSocket.open(reactor, local, most, this::onDatagram);
  }

  private void onDatagram(long nowNs, ByteBuffer bytes, int lengthBytes, InetSocketAddress from) {
    Receiver present = receiver;
    if (present != null && from.equals(remote)) {
      present.onEthernetFrame(nowNs, bytes, lengthBytes);
    }
  }

  @Override
  public void open(Receiver toBeGiven) {
    receiver = toBeGiven;
  }

  /**
   * A token bucket: the other end's socket has room for about 200 KiB, which nobody tells us is
   * full.
   */
  @Override
  public long roomAtNs(long nowNs) {
    long freeNs = Math.max(paidUntilNs, nowNs - BURST_NS);
    return freeNs <= nowNs ? nowNs : freeNs;
  }

  @Override
  public boolean send(ByteBuffer frame, int lengthBytes) {
    DatagramSocket present = socket;
    long nowNs = reactor.nowNs();
    paidUntilNs = Math.max(paidUntilNs, nowNs - BURST_NS) + lengthBytes * NS_PER_BYTE;
    return present != null && present.send(frame, lengthBytes, remote);
  }

  @Override
  public void listenTo(long group) {
    // Whatever the other end sends comes.
  }

  @Override
  public void ignore(long ignored) {
    // The port looks itself whom a frame is for.
  }

  @Override
  public long address() {
    return address;
  }

  @Override
  public int maximumDataBytes() {
    return dataBytesMax;
  }

  @Override
  public String name() {
    return "udp:" + local.getHostString() + ":" + local.getPort();
  }

  @Override
  public void close() {
    receiver = null;
    DatagramSocket present = socket;
    if (present != null) {
      present.close();
    }
  }
}
