// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.EndDelimiter;
import org.quintain.fc.wire.FrameCrc;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.ethernet.MacAddress;

/**
 * An FC frame in an Ethernet frame (FC-BB-6 7.3, figure 37), by offset into a buffer.
 *
 * <pre>
 *  0 destination 6 | source 6 | 8906h 2
 * 14 version (4 bits), reserved: 13 bytes | SOF 1
 * 28 FC frame: header 24, payload 0 to 2112 in fours, CRC 4
 *    EOF 1 | reserved 3
 * </pre>
 */
final class FcoeFrame {
  static final int ETHER_TYPE = 0x8906;
  static final int HEADER_BYTES = 14;

  /** Where the FC frame begins. */
  static final int FRAME_AT = 28;

  /** What stands behind the FC frame's CRC. */
  static final int TRAILER_BYTES = 4;

  /** What an Ethernet frame holds at least, without its check sequence. */
  static final int ETHERNET_BYTES_MIN = 60;

  /** The longest FCoE PDU: what {@link EthernetLink#maximumDataBytes} is for the longest frame. */
  static final int DATA_BYTES_MAX =
      FRAME_AT
          - HEADER_BYTES
          + FrameHeader.LENGTH_BYTES
          + FrameHeader.PAYLOAD_BYTES_MAX
          + FrameCrc.LENGTH_BYTES
          + TRAILER_BYTES;

  private static final int VERSION_AT = 14;
  private static final int SOF_AT = 27;

  private FcoeFrame() {}

  /** ETHERTYPE of the frame. */
  static int etherType(ByteBuffer frame) {
    return frame.getShort(12) & 0xFFFF;
  }

  /** The longest payload of an FC frame where Ethernet frames hold {@code dataBytes} of data. */
  static int framePayloadMax(int dataBytes) {
    int overhead = DATA_BYTES_MAX - FrameHeader.PAYLOAD_BYTES_MAX;
    return Math.min(FrameHeader.PAYLOAD_BYTES_MAX, (dataBytes - overhead) & ~3);
  }

  /** Writes what stands before the FC frame. */
  static void begin(ByteBuffer frame, long destination, long source, StartDelimiter start) {
    MacAddress.put(frame, 0, destination);
    MacAddress.put(frame, MacAddress.LENGTH_BYTES, source);
    frame.putShort(12, (short) ETHER_TYPE);
    for (int at = VERSION_AT; at < SOF_AT; at++) {
      frame.put(at, (byte) 0);
    }
    frame.put(SOF_AT, (byte) start.fcoeCode());
  }

  /**
   * Writes what stands behind the FC frame of {@code frameBytes}, CRC included.
   *
   * @return how long the Ethernet frame is
   */
  static int finish(ByteBuffer frame, int frameBytes, EndDelimiter end) {
    int at = FRAME_AT + frameBytes;
    frame.put(at, (byte) end.fcoeCode());
    frame.put(at + 1, (byte) 0);
    frame.putShort(at + 2, (short) 0);
    return at + TRAILER_BYTES;
  }

  /** The start delimiter, null when its code is none. */
  static @Nullable StartDelimiter start(ByteBuffer frame) {
    return StartDelimiter.ofFcoe(frame.get(SOF_AT) & 0xFF);
  }

  /** The end delimiter of a frame of {@code lengthBytes}, null when its code is none. */
  static @Nullable EndDelimiter end(ByteBuffer frame, int lengthBytes) {
    return EndDelimiter.ofFcoe(frame.get(lengthBytes - TRAILER_BYTES) & 0xFF);
  }

  /** How long the FC frame is without its CRC; below 24 where there is none. */
  static int frameBytes(int lengthBytes) {
    return lengthBytes - TRAILER_BYTES - FrameCrc.LENGTH_BYTES - FRAME_AT;
  }

  /** VERSION, which is 0. */
  static int version(ByteBuffer frame) {
    return frame.get(VERSION_AT) >> 4 & 0x0F;
  }
}
