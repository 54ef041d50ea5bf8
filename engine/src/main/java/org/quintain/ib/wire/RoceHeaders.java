// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;
import org.quintain.wire.Gid;

/**
 * IP and UDP around an InfiniBand packet (annex A17.3.1), by offset into a buffer: an IPv4 header
 * without options or an IPv6 header without extensions, then UDP to port 4791, without a checksum,
 * since the packet has its invariant CRC.
 */
public final class RoceHeaders {
  /** The UDP port that packets go to. */
  public static final int PORT = 4791;

  /** How long an IPv4 header is that has no options. */
  public static final int IPV4_BYTES = 20;

  /** How long an IPv6 header is. */
  public static final int IPV6_BYTES = 40;

  /** How long a UDP header is. */
  public static final int UDP_BYTES = 8;

  /** The EtherType of IPv4. */
  public static final int ETHER_TYPE_IPV4 = 0x0800;

  /** The EtherType of IPv6. */
  public static final int ETHER_TYPE_IPV6 = 0x86DD;

  /** What {@link #transportAt} gives for bytes that are no RoCEv2 packet. */
  public static final int NOT_ROCE = -1;

  static final int IPV4_IDENTIFICATION_AT = 4;

  private static final int PROTOCOL_UDP = 17;
  private static final int HOPS = 64;
  private static final int DO_NOT_FRAGMENT = 0x4000;
  private static final int FRAGMENT_MASK = 0x3FFF; // More Fragments, and the offset.
  private static final int SOURCE_PORT_FIRST = 0xC000;

  private RoceHeaders() {}

  /** How long the IP header before a packet to {@code destination} is. */
  public static int ipBytes(Gid destination) {
    return destination.isIpv4() ? IPV4_BYTES : IPV6_BYTES;
  }

  /** How long the IP header at {@code ipAt} is, which {@link #transportAt} found right. */
  public static int ipBytes(ByteBuffer bytes, int ipAt) {
    return bytes.get(ipAt) >> 4 == 4 ? IPV4_BYTES : IPV6_BYTES;
  }

  /**
   * A source port, by which routers keep the packets of one connection on one path (annex
   * A17.3.1.3), made of the numbers of its two queue pairs.
   */
  public static int sourcePort(int localQueuePair, int remoteQueuePair) {
    int mixed = (localQueuePair * 0x9E3779B1) ^ (remoteQueuePair * 0x85EBCA6B);
    return SOURCE_PORT_FIRST | (mixed >>> 18);
  }

  /**
   * Writes IP and UDP headers.
   *
   * @param source as {@code destination} of one family
   * @param identification of IPv4, which the invariant CRC covers; without meaning where nothing is
   *     cut to pieces
   * @param packetBytes from the base transport header to the end of the invariant CRC
   * @return where the base transport header begins
   */
  public static int write(
      ByteBuffer bytes,
      int ipAt,
      Gid source,
      Gid destination,
      int sourcePort,
      int identification,
      int packetBytes) {
    int udpBytes = UDP_BYTES + packetBytes;
    int udpAt;
    if (destination.isIpv4()) {
      udpAt = ipAt + IPV4_BYTES;
      bytes.putShort(ipAt, (short) 0x4500);
      bytes.putShort(ipAt + 2, (short) (IPV4_BYTES + udpBytes));
      bytes.putShort(ipAt + IPV4_IDENTIFICATION_AT, (short) identification);
      bytes.putShort(ipAt + 6, (short) DO_NOT_FRAGMENT);
      bytes.putShort(ipAt + 8, (short) (HOPS << 8 | PROTOCOL_UDP));
      bytes.putShort(ipAt + 10, (short) 0);
      bytes.putInt(ipAt + 12, source.ipv4());
      bytes.putInt(ipAt + 16, destination.ipv4());
      bytes.putShort(ipAt + 10, (short) ~onesSum(bytes, ipAt, IPV4_BYTES));
    } else {
      udpAt = ipAt + IPV6_BYTES;
      bytes.putInt(ipAt, 0x60000000);
      bytes.putInt(ipAt + 4, udpBytes << 16 | PROTOCOL_UDP << 8 | HOPS);
      GidBytes.write(bytes, ipAt + 8, source);
      GidBytes.write(bytes, ipAt + 24, destination);
    }
    bytes.putShort(udpAt, (short) sourcePort);
    bytes.putShort(udpAt + 2, (short) PORT);
    bytes.putShort(udpAt + 4, (short) udpBytes);
    bytes.putShort(udpAt + 6, (short) 0);
    return udpAt + UDP_BYTES;
  }

  /**
   * Where in a received IP packet the base transport header begins, or {@link #NOT_ROCE}: it is
   * whole and uncut, without options, its header's checksum is right, and it is UDP to port 4791
   * with at least a header and an invariant CRC inside.
   *
   * @param lengthBytes how many bytes there are from {@code ipAt} on; more than the IP header tells
   *     of are Ethernet's padding
   */
  public static int transportAt(ByteBuffer bytes, int ipAt, int lengthBytes) {
    if (lengthBytes < IPV4_BYTES + UDP_BYTES) {
      return NOT_ROCE;
    }
    int ipBytes =
        switch (bytes.get(ipAt) & 0xF0) {
          case 0x40 -> isGoodIpv4(bytes, ipAt, lengthBytes) ? IPV4_BYTES : NOT_ROCE;
          case 0x60 -> isGoodIpv6(bytes, ipAt, lengthBytes) ? IPV6_BYTES : NOT_ROCE;
          default -> NOT_ROCE;
        };
    if (ipBytes == NOT_ROCE) {
      return NOT_ROCE;
    }
    int udpAt = ipAt + ipBytes;
    int ipPayloadBytes = ipPayloadBytes(bytes, ipAt);
    int udpBytes = bytes.getShort(udpAt + 4) & 0xFFFF;
    boolean isRoce =
        (bytes.getShort(udpAt + 2) & 0xFFFF) == PORT
            && udpBytes <= ipPayloadBytes
            && udpBytes >= UDP_BYTES + BaseTransportHeader.LENGTH_BYTES + InvariantCrc.LENGTH_BYTES;
    return isRoce ? udpAt + UDP_BYTES : NOT_ROCE;
  }

  private static int ipPayloadBytes(ByteBuffer bytes, int ipAt) {
    return ipBytes(bytes, ipAt) == IPV4_BYTES
        ? (bytes.getShort(ipAt + 2) & 0xFFFF) - IPV4_BYTES
        : bytes.getShort(ipAt + 4) & 0xFFFF;
  }

  private static boolean isGoodIpv4(ByteBuffer bytes, int ipAt, int lengthBytes) {
    int totalBytes = bytes.getShort(ipAt + 2) & 0xFFFF;
    return bytes.get(ipAt) == 0x45
        && totalBytes >= IPV4_BYTES + UDP_BYTES
        && totalBytes <= lengthBytes
        && (bytes.getShort(ipAt + 6) & FRAGMENT_MASK) == 0
        && bytes.get(ipAt + 9) == PROTOCOL_UDP
        && onesSum(bytes, ipAt, IPV4_BYTES) == 0xFFFF;
  }

  private static boolean isGoodIpv6(ByteBuffer bytes, int ipAt, int lengthBytes) {
    return lengthBytes >= IPV6_BYTES + UDP_BYTES
        && (bytes.getShort(ipAt + 4) & 0xFFFF) >= UDP_BYTES
        && (bytes.getShort(ipAt + 4) & 0xFFFF) <= lengthBytes - IPV6_BYTES
        && bytes.get(ipAt + 6) == PROTOCOL_UDP;
  }

  /** How many bytes there are from the base transport header at {@code transportAt} to the end. */
  public static int packetBytes(ByteBuffer bytes, int transportAt) {
    return (bytes.getShort(transportAt - UDP_BYTES + 4) & 0xFFFF) - UDP_BYTES;
  }

  /** The source address of the IP header at {@code ipAt}. */
  public static Gid source(ByteBuffer bytes, int ipAt) {
    return ipBytes(bytes, ipAt) == IPV4_BYTES
        ? GidBytes.ofIpv4(bytes.getInt(ipAt + 12))
        : GidBytes.read(bytes, ipAt + 8);
  }

  /** Whether the IP header at {@code ipAt} has that source address. */
  public static boolean isFrom(ByteBuffer bytes, int ipAt, Gid source) {
    return ipBytes(bytes, ipAt) == IPV4_BYTES
        ? source.isIpv4() && bytes.getInt(ipAt + 12) == source.ipv4()
        : GidBytes.isAt(bytes, ipAt + 8, source);
  }

  /** Whether the IP header at {@code ipAt} has that destination address. */
  public static boolean isTo(ByteBuffer bytes, int ipAt, Gid destination) {
    return ipBytes(bytes, ipAt) == IPV4_BYTES
        ? destination.isIpv4() && bytes.getInt(ipAt + 16) == destination.ipv4()
        : GidBytes.isAt(bytes, ipAt + 24, destination);
  }

  /** The sum of 16-bit words in ones' complement (RFC 1071). */
  private static int onesSum(ByteBuffer bytes, int at, int lengthBytes) {
    int sum = 0;
    for (int offset = 0; offset < lengthBytes; offset += 2) {
      sum += bytes.getShort(at + offset) & 0xFFFF;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return (sum & 0xFFFF) + (sum >>> 16);
  }
}
