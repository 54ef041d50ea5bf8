// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The invariant CRC of a RoCEv2 packet (annex A17.3.3, IBA 7.8.1): Ethernet's polynomial over 8
 * bytes of ones, the IP and UDP headers and the base transport header with all that a router or
 * switch may change taken as ones, extended headers, payload and pad bytes. It is sent least
 * significant byte first.
 *
 * <p>Taken as ones are of IPv4 the type of service, the time to live and the header checksum; of
 * IPv6 the traffic class, the flow label and the hop limit; the UDP checksum; and the byte of the
 * base transport header that has FECN and BECN.
 */
public final class InvariantCrc {
  /** How long it is. */
  public static final int LENGTH_BYTES = 4;

  private static final int ONES_BYTES = 8;
  private static final int HEADERS_BYTES_MAX =
      ONES_BYTES
          + RoceHeaders.IPV6_BYTES
          + RoceHeaders.UDP_BYTES
          + BaseTransportHeader.LENGTH_BYTES;
  private static final int PAYLOAD_PIECE_BYTES = 8192;
  private static final byte ONES = (byte) 0xFF;

  /** What one step of the register over a zero byte looks up, and the same backwards. */
  private static final int[] BACKWARD = backward();

  private final CRC32 crc = new CRC32();
  private final byte[] masked = new byte[HEADERS_BYTES_MAX];
  private final byte[] piece = new byte[PAYLOAD_PIECE_BYTES];

  /** One; it keeps nothing from call to call. */
  public InvariantCrc() {
    for (int index = 0; index < ONES_BYTES; index++) {
      masked[index] = ONES;
    }
  }

  /**
   * The CRC of a packet whose IP header and transport headers may stand in two buffers.
   *
   * @param headers the buffer with the IP and UDP headers, the IP header at {@code ipAt}
   * @param packet the buffer with the base transport header at {@code at}
   * @param lengthBytes from the base transport header to the end of the pad bytes
   */
  public int of(ByteBuffer headers, int ipAt, ByteBuffer packet, int at, int lengthBytes) {
    // A suite sends stubs of headers, and what is no packet has a CRC as well.
    int headerBytes = Math.min(lengthBytes, BaseTransportHeader.LENGTH_BYTES);
    int ipBytes = RoceHeaders.ipBytes(headers, ipAt);
    headers.get(ipAt, masked, ONES_BYTES, ipBytes + RoceHeaders.UDP_BYTES);
    int transportAt = ONES_BYTES + ipBytes + RoceHeaders.UDP_BYTES;
    packet.get(at, masked, transportAt, headerBytes);
    if (ipBytes == RoceHeaders.IPV4_BYTES) {
      maskIpv4();
    } else {
      maskIpv6();
    }
    masked[transportAt - 2] = ONES;
    masked[transportAt - 1] = ONES;
    masked[transportAt + 4] = ONES;
    crc.reset();
    crc.update(masked, 0, transportAt + headerBytes);
    update(packet, at + headerBytes, lengthBytes - headerBytes);
    return (int) crc.getValue();
  }

  private void maskIpv4() {
    masked[ONES_BYTES + 1] = ONES;
    masked[ONES_BYTES + 8] = ONES;
    masked[ONES_BYTES + 10] = ONES;
    masked[ONES_BYTES + 11] = ONES;
  }

  private void maskIpv6() {
    masked[ONES_BYTES] |= 0x0F;
    masked[ONES_BYTES + 1] = ONES;
    masked[ONES_BYTES + 2] = ONES;
    masked[ONES_BYTES + 3] = ONES;
    masked[ONES_BYTES + 7] = ONES;
  }

  private void update(ByteBuffer bytes, int at, int lengthBytes) {
    if (bytes.hasArray()) {
      crc.update(bytes.array(), bytes.arrayOffset() + at, lengthBytes);
      return;
    }
    int done = 0;
    while (done < lengthBytes) {
      int next = Math.min(lengthBytes - done, PAYLOAD_PIECE_BYTES);
      bytes.get(at + done, piece, 0, next);
      crc.update(piece, 0, next);
      done += next;
    }
  }

  /** Writes the CRC of the packet behind it; parameters as in {@link #of}. */
  public void append(ByteBuffer headers, int ipAt, ByteBuffer packet, int at, int lengthBytes) {
    packet.putInt(
        at + lengthBytes, Integer.reverseBytes(of(headers, ipAt, packet, at, lengthBytes)));
  }

  /** Whether the four bytes behind the packet are its CRC; parameters as in {@link #of}. */
  public boolean isRight(ByteBuffer headers, int ipAt, ByteBuffer packet, int at, int lengthBytes) {
    return Integer.reverseBytes(packet.getInt(at + lengthBytes))
        == of(headers, ipAt, packet, at, lengthBytes);
  }

  /**
   * As {@link #isRight}, for a receiver that is not shown the IPv4 header and had to make one up:
   * it cannot know the identification, which the sender was free to choose. The CRC is linear: what
   * a wrong identification does to it can be taken back byte by byte, and must end in the 16 bits
   * of the identification alone.
   */
  public boolean isRightButForIdentification(
      ByteBuffer headers, int ipAt, ByteBuffer packet, int at, int lengthBytes) {
    int difference =
        Integer.reverseBytes(packet.getInt(at + lengthBytes))
            ^ of(headers, ipAt, packet, at, lengthBytes);
    if (difference == 0 || RoceHeaders.ipBytes(headers, ipAt) != RoceHeaders.IPV4_BYTES) {
      return difference == 0;
    }
    int bytesFromIdentificationOn =
        RoceHeaders.IPV4_BYTES
            - RoceHeaders.IPV4_IDENTIFICATION_AT
            + RoceHeaders.UDP_BYTES
            + lengthBytes;
    int register = difference;
    for (int index = 0; index < bytesFromIdentificationOn; index++) {
      register = register << 8 ^ BACKWARD[register >>> 24];
    }
    return register >>> 16 == 0;
  }

  /** For each highest byte of a register: the low bytes that it had before one zero byte. */
  private static int[] backward() {
    int[] table = new int[256];
    for (int low = 0; low < 256; low++) {
      int register = low;
      for (int bit = 0; bit < 8; bit++) {
        register = (register & 1) == 0 ? register >>> 1 : register >>> 1 ^ 0xEDB88320;
      }
      table[register >>> 24] = register << 8 ^ low;
    }
    return table;
  }
}
