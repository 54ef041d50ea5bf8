// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * The frame header (FC-FS-5 11.1), by offset into a buffer.
 *
 * <pre>
 *     0        1        2        3
 *  0 | R_CTL  |          D_ID            |
 *  4 | CS_CTL |          S_ID            |
 *  8 | TYPE   |          F_CTL           |
 * 12 | SEQ_ID | DF_CTL |     SEQ_CNT     |
 * 16 |      OX_ID      |      RX_ID      |
 * 20 |            Parameter              |
 * </pre>
 */
public final class FrameHeader {
  /** How long a frame header is. */
  public static final int LENGTH_BYTES = 24;

  /** The longest payload of a frame (FC-FS-5 11.1.1). */
  public static final int PAYLOAD_BYTES_MAX = 2112;

  /** OX_ID or RX_ID: none assigned (FC-FS-5 11.11, 11.12). */
  public static final int NO_EXCHANGE_ID = 0xFFFF;

  private FrameHeader() {}

  /**
   * R_CTL: routing in the high, information category in the low four bits; {@link RoutingControl}.
   */
  public static int routingControl(ByteBuffer bytes, int base) {
    return bytes.get(base) & 0xFF;
  }

  /** Sets R_CTL. */
  public static void routingControl(ByteBuffer bytes, int base, int value) {
    bytes.put(base, (byte) value);
  }

  /** D_ID, 24 bits. */
  public static int destinationId(ByteBuffer bytes, int base) {
    return bytes.getInt(base) & 0xFFFFFF;
  }

  /** Sets D_ID. */
  public static void destinationId(ByteBuffer bytes, int base, int portId) {
    low24(bytes, base, portId);
  }

  /** CS_CTL, or the frame's priority where F_CTL's priority enable is set. */
  public static int classSpecificControl(ByteBuffer bytes, int base) {
    return bytes.get(base + 4) & 0xFF;
  }

  /** Sets CS_CTL. */
  public static void classSpecificControl(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 4, (byte) value);
  }

  /** S_ID, 24 bits. */
  public static int sourceId(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 4) & 0xFFFFFF;
  }

  /** Sets S_ID. */
  public static void sourceId(ByteBuffer bytes, int base, int portId) {
    low24(bytes, base + 4, portId);
  }

  /** TYPE; {@link FrameType}. */
  public static int type(ByteBuffer bytes, int base) {
    return bytes.get(base + 8) & 0xFF;
  }

  /** Sets TYPE. */
  public static void type(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 8, (byte) value);
  }

  /** F_CTL, 24 bits; {@link FrameControl}. */
  public static int frameControl(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 8) & 0xFFFFFF;
  }

  /** Sets F_CTL. */
  public static void frameControl(ByteBuffer bytes, int base, int bits) {
    low24(bytes, base + 8, bits);
  }

  /** SEQ_ID. */
  public static int sequenceId(ByteBuffer bytes, int base) {
    return bytes.get(base + 12) & 0xFF;
  }

  /** Sets SEQ_ID. */
  public static void sequenceId(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 12, (byte) value);
  }

  /** DF_CTL: which optional headers stand before the payload (FC-FS-5 11.9). */
  public static int dataFieldControl(ByteBuffer bytes, int base) {
    return bytes.get(base + 13) & 0xFF;
  }

  /** Sets DF_CTL. */
  public static void dataFieldControl(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 13, (byte) value);
  }

  /** SEQ_CNT. */
  public static int sequenceCount(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 14) & 0xFFFF;
  }

  /** Sets SEQ_CNT. */
  public static void sequenceCount(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 14, (short) value);
  }

  /** OX_ID. */
  public static int originatorExchangeId(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 16) & 0xFFFF;
  }

  /** Sets OX_ID. */
  public static void originatorExchangeId(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 16, (short) value);
  }

  /** RX_ID. */
  public static int responderExchangeId(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 18) & 0xFFFF;
  }

  /** Sets RX_ID. */
  public static void responderExchangeId(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 18, (short) value);
  }

  /** Parameter: the relative offset in bytes where {@link FrameControl#RELATIVE_OFFSET} is set. */
  public static int parameter(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 20);
  }

  /** Sets Parameter. */
  public static void parameter(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 20, value);
  }

  private static void low24(ByteBuffer bytes, int at, int value) {
    bytes.putInt(at, (bytes.getInt(at) & 0xFF000000) | (value & 0xFFFFFF));
  }
}
