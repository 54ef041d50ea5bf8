// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.net.DatagramSocket;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.ib.wire.BaseTransportHeader;
import org.quintain.ib.wire.InvariantCrc;
import org.quintain.ib.wire.PacketCutter;
import org.quintain.ib.wire.PathMtu;
import org.quintain.ib.wire.RoceHeaders;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPath;

/**
 * RoCEv2 by a UDP socket on port 4791, for which nobody needs privileges. The system makes the IP
 * headers and does not show those that come, so the invariant CRC is made over what Linux puts
 * there for such a socket (identification 0, never cut to pieces), and checked likewise; of a
 * peer's identification, which cannot be known, whatever makes the CRC right is taken.
 */
final class UdpCarrier implements RoceCarrier {
  /** 800 MB/s with bursts of 128 KiB, which a socket's buffer holds. */
  private static final long BYTES_PER_SECOND = 800_000_000;

  private static final int BURST_BYTES = 128 << 10;
  private static final int DATAGRAM_BYTES_MAX = 4096 + PacketCutter.OVERHEAD_BYTES_MAX;
  private static final int IP_BYTES = RoceHeaders.IPV6_BYTES + RoceHeaders.UDP_BYTES;
  private static final int PATHS_MAX = 4096;

  private final InetSocketAddress local;
  private final DatagramSocket socket;
  private final Gid gid;
  private final int mtuBytes;
  private final InvariantCrc crc = new InvariantCrc();
  private final ByteBuffer headers = ByteBuffer.allocate(IP_BYTES);
  private final Pace pace = new Pace(BYTES_PER_SECOND, BURST_BYTES);
  private final Map<Gid, RdmaPath> paths = new LinkedHashMap<>();
  private @Nullable Receiver receiver;
  private InetAddress lastFrom;
  private Gid lastSource;
  private long badPackets;

  /**
   * Takes {@code address}; not called by the reactor.
   *
   * @throws IOException with one sentence when it cannot be had
   */
  UdpCarrier(NettyReactor reactor, InetAddress address) throws IOException {
    local = new InetSocketAddress(address, RoceHeaders.PORT);
    gid = gid(address);
    mtuBytes = mtuBytes(address);
    lastFrom = address;
    lastSource = gid;
    socket = DatagramSocket.open(reactor, local, DATAGRAM_BYTES_MAX, this::onDatagram);
  }

  private static int mtuBytes(InetAddress address) throws IOException {
    try {
      NetworkInterface its = NetworkInterface.getByInetAddress(address);
      // All of 127.0.0.0/8 is the loopback interface's, which only tells of one.
      int mtu = its == null ? 1 << 16 : its.getMTU();
      return PathMtu.within(mtu - IP_BYTES - PacketCutter.OVERHEAD_BYTES_MAX).payloadBytes();
    } catch (SocketException none) {
      throw new IOException(address + " is of no interface: " + none.getMessage() + ".", none);
    }
  }

  /** The identifier that a port at {@code address} has. */
  static Gid gid(InetAddress address) {
    byte[] bytes = address.getAddress();
    ByteBuffer whole = ByteBuffer.allocate(Gid.LENGTH_BYTES);
    if (bytes.length == 4) {
      whole.putInt(8, 0xFFFF);
    }
    whole.put(Gid.LENGTH_BYTES - bytes.length, bytes);
    return new Gid(whole.getLong(0), whole.getLong(8));
  }

  private static InetAddress address(Gid of) throws UnknownHostException {
    ByteBuffer whole = ByteBuffer.allocate(Gid.LENGTH_BYTES);
    whole.putLong(0, of.prefix());
    whole.putLong(8, of.interfaceId());
    return InetAddress.getByAddress(whole.array()); // Makes an IPv4 address of a mapped one.
  }

  @Override
  public void open(Receiver toBeGiven) {
    receiver = toBeGiven;
  }

  private void onDatagram(long nowNs, ByteBuffer bytes, int lengthBytes, InetSocketAddress from) {
    Receiver present = receiver;
    int packetBytes = lengthBytes - InvariantCrc.LENGTH_BYTES;
    if (present == null || packetBytes < BaseTransportHeader.LENGTH_BYTES) {
      return;
    }
    if (!from.getAddress().equals(lastFrom)) {
      lastFrom = from.getAddress();
      lastSource = gid(lastFrom);
    }
    RoceHeaders.write(headers, 0, lastSource, gid, from.getPort(), 0, lengthBytes);
    if (!crc.isRightButForIdentification(headers, 0, bytes, 0, packetBytes)) {
      badPackets++;
      return;
    }
    present.onPacket(nowNs, lastSource, bytes, 0, packetBytes);
    present.onTurnOver(nowNs);
  }

  @Override
  public Gid gid() {
    return gid;
  }

  @Override
  public @Nullable RdmaPath pathTo(Gid destination) {
    RdmaPath known = paths.get(destination);
    if (known != null || destination.isIpv4() != gid.isIpv4()) {
      return known;
    }
    try {
      RdmaPath path =
          new RdmaPath(
              gid,
              destination,
              RdmaPath.PERMISSIVE_LID,
              RdmaPath.PERMISSIVE_LID,
              PARTITION_KEY,
              0,
              mtuBytes,
              0,
              LIFETIME_CODE,
              new InetSocketAddress(address(destination), RoceHeaders.PORT));
      if (paths.size() < PATHS_MAX) {
        paths.put(destination, path);
      }
      return path;
    } catch (UnknownHostException none) {
      return null;
    }
  }

  @Override
  public long roomAtNs(long nowNs) {
    return pace.roomAtNs(nowNs);
  }

  @Override
  public int headroomBytes() {
    return 0;
  }

  @Override
  public void send(long nowNs, RdmaPath path, int sourcePort, ByteBuffer frame, int lengthBytes) {
    int wholeBytes = lengthBytes + InvariantCrc.LENGTH_BYTES;
    RoceHeaders.write(headers, 0, gid, path.destination(), local.getPort(), 0, wholeBytes);
    crc.append(headers, 0, frame, 0, lengthBytes);
    pace.spend(nowNs, wholeBytes);
    socket.send(frame, wholeBytes, (InetSocketAddress) path.route());
  }

  @Override
  public int mtuBytes() {
    return mtuBytes;
  }

  @Override
  public long badPackets() {
    return badPackets;
  }

  @Override
  public String name() {
    return "roce:" + local.getAddress().getHostAddress();
  }

  @Override
  public void close() {
    receiver = null;
    socket.close();
  }
}
