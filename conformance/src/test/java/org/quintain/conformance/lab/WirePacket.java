// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.Arrays;

/** One InfiniBand packet on its way past a {@link WireBend}: base transport header and the rest. */
public final class WirePacket extends WireUnit {
  private static final int HEADER_BYTES = 12;
  private static final int ACKNOWLEDGE = 0x11;
  private static final int DATAGRAM = 0x64;

  /** Where in a datagram's data the attribute's lower byte is. */
  private static final int ATTRIBUTE_AT = 8 + 17;

  private final int bytes;

  private WirePacket(byte[] header, byte[] data, int bytes) {
    super(header, data);
    this.bytes = bytes;
  }

  static WirePacket of(byte[] packet) {
    int split = Math.min(HEADER_BYTES, packet.length);
    return new WirePacket(
        Arrays.copyOf(packet, HEADER_BYTES),
        Arrays.copyOfRange(packet, split, packet.length),
        packet.length);
  }

  byte[] toPacket() {
    byte[] packet = Arrays.copyOf(header(), HEADER_BYTES + data().length);
    System.arraycopy(data(), 0, packet, HEADER_BYTES, data().length);
    return bytes < HEADER_BYTES ? Arrays.copyOf(packet, bytes) : packet;
  }

  /** The sequence number. */
  public int number() {
    return at(9) << 16 | at(10) << 8 | at(11);
  }

  /** Sets the sequence number. */
  public void number(int value) {
    set(9, value >> 16);
    set(10, value >> 8);
    set(11, value);
  }

  /**
   * The operation code in the high byte; in the low one of an acknowledgement the kind of its
   * syndrome, of a datagram the message.
   */
  @Override
  public int kind() {
    int low =
        switch (at(0)) {
          case ACKNOWLEDGE -> data().length > 0 ? (data()[0] & 0xFF) >> 5 : 0;
          case DATAGRAM -> data().length > ATTRIBUTE_AT ? data()[ATTRIBUTE_AT] & 0xFF : 0;
          default -> 0;
        };
    return at(0) << 8 | low;
  }
}
