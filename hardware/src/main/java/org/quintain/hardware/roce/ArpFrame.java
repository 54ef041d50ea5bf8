// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.nio.ByteBuffer;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.ethernet.MacAddress;

/**
 * Address resolution for IPv4 on Ethernet (RFC 826), a whole Ethernet frame by offset into a
 * buffer.
 *
 * <pre>
 *  0 destination 6 | source 6 | 0806h 2
 * 14 0001h 0800h 06h 04h | operation 2
 * 22 sender's Ethernet address 6 | sender's IP 4 | target's Ethernet address 6 | target's IP 4
 * </pre>
 */
final class ArpFrame {
  static final int ETHER_TYPE = 0x0806;
  static final int REQUEST = 1;
  static final int REPLY = 2;

  /** With the padding that Ethernet wants. */
  static final int LENGTH_BYTES = 60;

  private static final int USED_BYTES = 42;
  private static final int AT = EthernetLink.HEADER_BYTES;
  private static final long KIND = 0x0001_0800_0604L;
  private static final long ALL = 0xFFFF_FFFF_FFFFL;

  private ArpFrame() {}

  /** Whether it is one for IPv4 on Ethernet; its EtherType was seen to be right. */
  static boolean isSound(ByteBuffer frame, int lengthBytes) {
    return lengthBytes >= USED_BYTES && frame.getLong(AT) >>> 16 == KIND;
  }

  static int operation(ByteBuffer frame) {
    return frame.getShort(AT + 6);
  }

  static long senderAddress(ByteBuffer frame) {
    return MacAddress.get(frame, AT + 8);
  }

  static int senderIp(ByteBuffer frame) {
    return frame.getInt(AT + 14);
  }

  static int targetIp(ByteBuffer frame) {
    return frame.getInt(AT + 24);
  }

  /** Writes one; {@code targetAddress} 0 is for a question to all. */
  static void write(
      ByteBuffer frame,
      int operation,
      long senderAddress,
      int senderIp,
      long targetAddress,
      int targetIp) {
    for (int at = 0; at < LENGTH_BYTES; at += 4) {
      frame.putInt(at, 0);
    }
    MacAddress.put(frame, 0, targetAddress == 0 ? ALL : targetAddress);
    MacAddress.put(frame, MacAddress.LENGTH_BYTES, senderAddress);
    frame.putShort(2 * MacAddress.LENGTH_BYTES, (short) ETHER_TYPE);
    frame.putLong(AT, KIND << 16 | operation);
    MacAddress.put(frame, AT + 8, senderAddress);
    frame.putInt(AT + 14, senderIp);
    MacAddress.put(frame, AT + 18, targetAddress);
    frame.putInt(AT + 24, targetIp);
  }
}
