// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import org.quintain.hardware.ethernet.MacAddress;

/**
 * FIP messages as bytes (FC-BB-6 7.9.7.1).
 *
 * <pre>
 *  0 destination 6 | source 6 | 8914h 2
 * 14 version (4 bits) 12 reserved | operation 2 | reserved 1 | subcode 1
 * 20 descriptor list length in words 2 | flags 2
 * 24 descriptors: type 1 | length in words, these two bytes included 1 | value
 * </pre>
 */
final class FipFrame {
  static final int ETHER_TYPE = 0x8914;

  static final int PRIORITY = 1;
  static final int MAC_ADDRESS = 2;
  static final int NAME = 4;
  static final int FABRIC = 5;
  static final int FRAME_SIZE = 6;
  static final int FLOGI = 7;
  static final int FDISC = 8;
  static final int LOGO = 9;
  static final int PORT = 11;
  static final int KEEP_ALIVE = 12;
  static final int VLAN = 14;
  static final int FC4_FEATURES = 15;

  private static final int VERSION = 1;
  private static final int LIST_AT = 24;
  private static final int WORD = 4;
  private static final int FABRIC_BYTES = 16;
  private static final int KEEP_ALIVE_BYTES = 8;
  private static final int FC4_FEATURE_BYTES = 164;
  private static final int FC4_TYPES_AT = 4;
  private static final int FCP_FEATURES_AT = 43;

  private FipFrame() {}

  /**
   * Reads the {@code lengthBytes} long frame into {@code into}. Descriptors of other kinds are
   * passed over where they are not critical (type 128 and above, FC-BB-6 7.9.7.2).
   *
   * @return whether it is a message that is known here and well-formed
   */
  static boolean decode(ByteBuffer frame, int lengthBytes, FipMessage into) {
    if (lengthBytes < LIST_AT || frame.get(14) >> 4 != VERSION) {
      return false;
    }
    FipMessage.Operation operation =
        FipMessage.Operation.of(frame.getShort(16) & 0xFFFF, frame.get(19) & 0xFF);
    int end = LIST_AT + (frame.getShort(20) & 0xFFFF) * WORD;
    if (operation == null || end > lengthBytes) {
      return false;
    }
    into.clear(operation);
    into.flags = frame.getShort(22) & 0xFFFF;
    int at = LIST_AT;
    while (at < end) {
      int bytes = (frame.get(at + 1) & 0xFF) * WORD;
      if (bytes == 0 || at + bytes > end || !read(frame, at, bytes, into)) {
        return false;
      }
      at += bytes;
    }
    return true;
  }

  private static boolean read(ByteBuffer frame, int at, int bytes, FipMessage into) {
    int type = frame.get(at) & 0xFF;
    switch (type) {
      case MAC_ADDRESS -> {
        if (into.address < 0) {
          into.address = MacAddress.get(frame, at + 2);
        }
        return bytes == 8;
      }
      case NAME -> {
        if (bytes == 12) {
          into.nodeName = frame.getLong(at + 4);
        }
        return bytes == 12;
      }
      case PORT -> {
        if (bytes == 20) {
          into.addPort(
              MacAddress.get(frame, at + 2),
              frame.getInt(at + 8) & 0xFFFFFF,
              frame.getLong(at + 12));
        }
        return bytes == 20;
      }
      case FRAME_SIZE -> {
        into.dataBytesMax = frame.getShort(at + 2) & 0xFFFF;
        return bytes == WORD;
      }
      case FC4_FEATURES -> {
        if (bytes == FC4_FEATURE_BYTES) {
          into.fcpFeatures = frame.get(at + FCP_FEATURES_AT) & 0x0F;
        }
        return bytes == FC4_FEATURE_BYTES;
      }
      case FLOGI, FDISC, LOGO -> {
        into.carriedAt = at + WORD;
        into.carriedBytes = bytes - WORD;
        into.carriedType = type;
        return bytes > WORD;
      }
      default -> {
        return readOfForwarder(frame, at, bytes, into);
      }
    }
  }

  /** Descriptors that forwarders send. */
  private static boolean readOfForwarder(ByteBuffer frame, int at, int bytes, FipMessage into) {
    int type = frame.get(at) & 0xFF;
    switch (type) {
      case PRIORITY -> {
        into.priority = frame.get(at + 3) & 0xFF;
        return bytes == WORD;
      }
      case FABRIC -> {
        if (bytes == FABRIC_BYTES) {
          into.fcMap = frame.getInt(at + 4) & 0xFFFFFF;
          into.fabricName = frame.getLong(at + 8);
        }
        return bytes == FABRIC_BYTES;
      }
      case KEEP_ALIVE -> {
        if (bytes == KEEP_ALIVE_BYTES) {
          into.expectsNoKeepAlive = (frame.get(at + 3) & 1) != 0;
          into.keepAliveMs = frame.getInt(at + 4) & Integer.MAX_VALUE;
        }
        return bytes == KEEP_ALIVE_BYTES;
      }
      case VLAN -> {
        into.addVlan(frame.getShort(at + 2) & 0x0FFF);
        return bytes == WORD;
      }
      default -> {
        return type >= 128;
      }
    }
  }

  /**
   * Writes {@code message} with the addresses of the Ethernet header; a carried frame is copied
   * from {@code carried} at {@code message.carriedAt}. The frame is at least {@code lengthBytesMin}
   * long.
   *
   * @return how long the frame is
   */
  static int encode(
      FipMessage message,
      ByteBuffer carried,
      long destination,
      long source,
      int lengthBytesMin,
      ByteBuffer into) {
    MacAddress.put(into, 0, destination);
    MacAddress.put(into, MacAddress.LENGTH_BYTES, source);
    into.putShort(12, (short) ETHER_TYPE);
    into.putShort(14, (short) (VERSION << 12));
    into.putShort(16, (short) message.operation.code);
    into.putShort(18, (short) message.operation.subcode);
    into.putShort(22, (short) message.flags);
    int at = descriptors(message, carried, into);
    into.putShort(20, (short) ((at - LIST_AT) / WORD));
    int length = Math.max(at, Math.max(lengthBytesMin, FcoeFrame.ETHERNET_BYTES_MIN));
    while (at < length) {
      into.put(at++, (byte) 0);
    }
    return length;
  }

  private static int descriptors(FipMessage message, ByteBuffer carried, ByteBuffer into) {
    int at = LIST_AT;
    if (message.carriedBytes > 0) {
      at = begin(into, at, message.carriedType, WORD + message.carriedBytes);
      into.put(at - message.carriedBytes, carried, message.carriedAt, message.carriedBytes);
    }
    if (message.priority >= 0) {
      at = begin(into, at, PRIORITY, WORD);
      into.put(at - 1, (byte) message.priority);
    }
    if (message.address >= 0) {
      at = begin(into, at, MAC_ADDRESS, 8);
      MacAddress.put(into, at - MacAddress.LENGTH_BYTES, message.address);
    }
    if (message.nodeName != -1) {
      at = begin(into, at, NAME, 12);
      into.putLong(at - 8, message.nodeName);
    }
    if (message.hasPort()) {
      at = begin(into, at, PORT, 20);
      MacAddress.put(into, at - 18, message.portAddress);
      into.putInt(at - 12, message.portId);
      into.putLong(at - 8, message.portName);
    }
    if (message.fcpFeatures >= 0) {
      at = begin(into, at, FC4_FEATURES, FC4_FEATURE_BYTES);
      int from = at - FC4_FEATURE_BYTES;
      // Types 08h, FCP, and 20h, common transport, of 256 bits, 32 a word (FC-BB-6 table 45).
      into.putInt(from + FC4_TYPES_AT, 1 << 8);
      into.putInt(from + FC4_TYPES_AT + WORD, 1);
      into.put(from + FCP_FEATURES_AT, (byte) message.fcpFeatures);
    }
    if (message.dataBytesMax >= 0) {
      at = begin(into, at, FRAME_SIZE, WORD);
      into.putShort(at - 2, (short) message.dataBytesMax);
    }
    return descriptorsOfForwarder(message, into, at);
  }

  private static int descriptorsOfForwarder(FipMessage message, ByteBuffer into, int from) {
    int at = from;
    if (message.fcMap >= 0) {
      at = begin(into, at, FABRIC, FABRIC_BYTES);
      into.putInt(at - 12, message.fcMap);
      into.putLong(at - 8, message.fabricName);
    }
    if (message.keepAliveMs >= 0) {
      at = begin(into, at, KEEP_ALIVE, KEEP_ALIVE_BYTES);
      into.put(at - 5, (byte) (message.expectsNoKeepAlive ? 1 : 0));
      into.putInt(at - 4, message.keepAliveMs);
    }
    for (int index = 0; index < message.vlanCount; index++) {
      at = begin(into, at, VLAN, WORD);
      into.putShort(at - 2, (short) message.vlans[index]);
    }
    return at;
  }

  /** Writes the head of a descriptor and zeros for its value; returns where it ends. */
  private static int begin(ByteBuffer into, int at, int type, int bytes) {
    for (int index = 0; index < bytes; index++) {
      into.put(at + index, (byte) 0);
    }
    into.put(at, (byte) type);
    into.put(at + 1, (byte) (bytes / WORD));
    return at + bytes;
  }
}
