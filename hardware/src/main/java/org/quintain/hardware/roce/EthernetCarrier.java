// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.ethernet.MacAddress;
import org.quintain.ib.wire.GidBytes;
import org.quintain.ib.wire.InvariantCrc;
import org.quintain.ib.wire.PacketCutter;
import org.quintain.ib.wire.PathMtu;
import org.quintain.ib.wire.RoceHeaders;
import org.quintain.reactor.Reactor;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPath;

/**
 * RoCEv2 on an Ethernet link, with an IPv4 address of our own there: answers ARP and finds
 * neighbours by it, which are all the peers there are; makes and reads IP and UDP headers.
 */
final class EthernetCarrier implements RoceCarrier, EthernetLink.Receiver {
  private static final int IP_AT = EthernetLink.HEADER_BYTES;
  private static final int PACKET_AT = IP_AT + RoceHeaders.IPV4_BYTES + RoceHeaders.UDP_BYTES;
  private static final int ASK_EVERY_MS = 100;
  private static final long NS_PER_MS = 1_000_000;
  private static final int NEIGHBOURS_MAX = 1024;

  private final Reactor reactor;
  private final EthernetLink link;
  private final int address;
  private final Gid gid;
  private final int mtuBytes;
  private final InvariantCrc crc = new InvariantCrc();
  private final ByteBuffer arp = ByteBuffer.allocate(ArpFrame.LENGTH_BYTES);
  private final Map<Integer, Neighbour> neighbours = new HashMap<>();
  private final Map<Integer, Long> askedNs = new LinkedHashMap<>();
  private @Nullable Receiver receiver;
  private @Nullable Neighbour lastFrom;
  private int identification;
  private long badPackets;

  /**
   * A carrier that is not open.
   *
   * @param address our IPv4 address on the link
   */
  EthernetCarrier(Reactor reactor, EthernetLink link, int address) {
    this.reactor = reactor;
    this.link = link;
    this.address = address;
    this.gid = GidBytes.ofIpv4(address);
    int around = RoceHeaders.IPV4_BYTES + RoceHeaders.UDP_BYTES + PacketCutter.OVERHEAD_BYTES_MAX;
    this.mtuBytes = PathMtu.within(link.maximumDataBytes() - around).payloadBytes();
  }

  /** Who is at an address. */
  private static final class Neighbour {
    private final RdmaPath path;
    private long ethernetAddress;

    Neighbour(Gid from, Gid gid, int mtuBytes, long ethernetAddress) {
      this.path =
          new RdmaPath(
              from,
              gid,
              RdmaPath.PERMISSIVE_LID,
              RdmaPath.PERMISSIVE_LID,
              PARTITION_KEY,
              0,
              mtuBytes,
              0,
              LIFETIME_CODE,
              this);
      this.ethernetAddress = ethernetAddress;
    }
  }

  @Override
  public void open(Receiver toBeGiven) {
    receiver = toBeGiven;
    link.open(this);
    // So that whoever knew another at our address learns better (RFC 5227 3).
    ArpFrame.write(arp, ArpFrame.REQUEST, link.address(), address, 0, address);
    link.send(arp, ArpFrame.LENGTH_BYTES);
  }

  @Override
  public void onEthernetFrame(long nowNs, ByteBuffer frame, int lengthBytes) {
    if (lengthBytes < EthernetLink.HEADER_BYTES) {
      return;
    }
    int etherType = frame.getShort(2 * MacAddress.LENGTH_BYTES) & 0xFFFF;
    if (etherType == ArpFrame.ETHER_TYPE && ArpFrame.isSound(frame, lengthBytes)) {
      onArp(frame);
    } else if (etherType == RoceHeaders.ETHER_TYPE_IPV4
        && MacAddress.get(frame, 0) == link.address()) {
      onIp(nowNs, frame, lengthBytes);
    }
    Receiver present = receiver;
    if (present != null) {
      present.onTurnOver(nowNs);
    }
  }

  private void onArp(ByteBuffer frame) {
    long senderAddress = ArpFrame.senderAddress(frame);
    int senderIp = ArpFrame.senderIp(frame);
    boolean isForUs = ArpFrame.targetIp(frame) == address;
    if (senderIp == address || senderIp == 0) {
      return;
    }
    if (isForUs || neighbours.containsKey(senderIp)) {
      learn(senderIp, senderAddress);
    }
    if (isForUs && ArpFrame.operation(frame) == ArpFrame.REQUEST) {
      ArpFrame.write(arp, ArpFrame.REPLY, link.address(), address, senderAddress, senderIp);
      link.send(arp, ArpFrame.LENGTH_BYTES);
    }
  }

  private @Nullable Neighbour learn(int ip, long ethernetAddress) {
    Neighbour known = neighbours.get(ip);
    if (known == null && neighbours.size() < NEIGHBOURS_MAX) {
      known = new Neighbour(gid, GidBytes.ofIpv4(ip), mtuBytes, ethernetAddress);
      neighbours.put(ip, known);
      askedNs.remove(ip);
    } else if (known != null) {
      known.ethernetAddress = ethernetAddress;
    }
    return known;
  }

  private void onIp(long nowNs, ByteBuffer frame, int lengthBytes) {
    int ipAt = EthernetLink.HEADER_BYTES;
    int at = RoceHeaders.transportAt(frame, ipAt, lengthBytes - ipAt);
    if (at == RoceHeaders.NOT_ROCE || !RoceHeaders.isTo(frame, ipAt, gid)) {
      return;
    }
    int packetBytes = RoceHeaders.packetBytes(frame, at) - InvariantCrc.LENGTH_BYTES;
    if (!crc.isRight(frame, ipAt, frame, at, packetBytes)) {
      badPackets++;
      return;
    }
    Neighbour from = lastFrom;
    if (from == null || !RoceHeaders.isFrom(frame, ipAt, from.path.destination())) {
      int ip = RoceHeaders.source(frame, ipAt).ipv4();
      from = neighbours.get(ip);
      if (from == null) {
        from = learn(ip, MacAddress.get(frame, MacAddress.LENGTH_BYTES));
      }
      lastFrom = from;
    }
    Receiver present = receiver;
    if (present != null && from != null) {
      present.onPacket(nowNs, from.path.destination(), frame, at, packetBytes);
    }
  }

  @Override
  public void onLinkFailed(long nowNs, String reason) {
    Receiver present = receiver;
    receiver = null;
    if (present != null) {
      present.onFailed(nowNs, reason);
    }
  }

  @Override
  public Gid gid() {
    return gid;
  }

  @Override
  public @Nullable RdmaPath pathTo(Gid destination) {
    if (!destination.isIpv4()) {
      return null;
    }
    Neighbour known = neighbours.get(destination.ipv4());
    if (known != null) {
      return known.path;
    }
    long nowNs = reactor.nowNs();
    Long before = askedNs.get(destination.ipv4());
    if (before == null ? askedNs.size() < NEIGHBOURS_MAX : nowNs - before >= waitNs()) {
      askedNs.put(destination.ipv4(), nowNs);
      ArpFrame.write(arp, ArpFrame.REQUEST, link.address(), address, 0, destination.ipv4());
      link.send(arp, ArpFrame.LENGTH_BYTES);
    }
    return null;
  }

  private static long waitNs() {
    return ASK_EVERY_MS * NS_PER_MS;
  }

  @Override
  public long roomAtNs(long nowNs) {
    return link.roomAtNs(nowNs);
  }

  @Override
  public int headroomBytes() {
    return PACKET_AT;
  }

  @Override
  public void send(long nowNs, RdmaPath path, int sourcePort, ByteBuffer frame, int lengthBytes) {
    Neighbour neighbour = (Neighbour) path.route();
    int wholeBytes = lengthBytes + InvariantCrc.LENGTH_BYTES;
    MacAddress.put(frame, 0, neighbour.ethernetAddress);
    MacAddress.put(frame, MacAddress.LENGTH_BYTES, link.address());
    frame.putShort(IP_AT - 2, (short) RoceHeaders.ETHER_TYPE_IPV4);
    RoceHeaders.write(
        frame, IP_AT, gid, path.destination(), sourcePort, identification++, wholeBytes);
    crc.append(frame, IP_AT, frame, PACKET_AT, lengthBytes);
    link.send(frame, PACKET_AT + wholeBytes);
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
    return link.name() + " " + gid.address();
  }

  @Override
  public void close() {
    receiver = null;
    link.close();
  }
}
