// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The CRC of the LOGICAL BLOCK GUARD field (SBC-4 4.21.4): polynomial 18BB7h, most significant bit
 * first, begun with zero, not inverted.
 *
 * <p>Sixteen bytes are taken a turn: each has a table of its own that already holds what the bytes
 * behind it do to its remainder, so that only the first two bytes of a turn wait for the turn
 * before.
 */
public final class Crc16T10Dif {
  private static final int POLYNOMIAL = 0x8BB7;
  private static final int BYTES_PER_TURN = 16;
  private static final int BYTE_VALUES = 256;

  /** Entry {@code 256 k + b}: the remainder of byte {@code b} followed by {@code k} zero bytes. */
  private static final char[] REMAINDERS = remainders();

  private Crc16T10Dif() {}

  private static char[] remainders() {
    char[] table = new char[BYTES_PER_TURN * BYTE_VALUES];
    for (int value = 0; value < BYTE_VALUES; value++) {
      int remainder = value << 8;
      for (int bit = 0; bit < 8; bit++) {
        remainder = (remainder << 1) ^ ((remainder & 0x8000) != 0 ? POLYNOMIAL : 0);
      }
      table[value] = (char) remainder;
    }
    for (int index = BYTE_VALUES; index < table.length; index++) {
      int before = table[index - BYTE_VALUES];
      table[index] = (char) (before << 8 ^ table[before >> 8]);
    }
    return table;
  }

  /** The CRC of {@code lengthBytes} bytes from {@code offsetBytes} on. */
  public static int of(ByteBuffer bytes, int offsetBytes, int lengthBytes) {
    return update(0, bytes, offsetBytes, lengthBytes);
  }

  /**
   * The CRC of what {@code crc} is the CRC of, followed by {@code lengthBytes} bytes from {@code
   * offsetBytes} on; position, limit and byte order of the buffer mean nothing.
   */
  public static int update(int crc, ByteBuffer bytes, int offsetBytes, int lengthBytes) {
    int remainder = crc;
    int at = offsetBytes;
    int end = offsetBytes + lengthBytes;
    boolean isBigEndian = bytes.order() == ByteOrder.BIG_ENDIAN;
    for (; end - at >= BYTES_PER_TURN; at += BYTES_PER_TURN) {
      long first = bytes.getLong(at);
      long second = bytes.getLong(at + 8);
      remainder =
          isBigEndian
              ? turn(remainder, first, second)
              : turn(remainder, Long.reverseBytes(first), Long.reverseBytes(second));
    }
    for (; at < end; at++) {
      remainder = (remainder << 8 & 0xFFFF) ^ REMAINDERS[(remainder >> 8 ^ bytes.get(at)) & 0xFF];
    }
    return remainder;
  }

  private static int turn(int remainder, long high, long low) {
    char[] table = REMAINDERS;
    long first = high ^ (long) remainder << 48;
    int upper = (int) (first >>> 32);
    int lower = (int) first;
    int third = (int) (low >>> 32);
    int fourth = (int) low;
    return table[0xF00 + (upper >>> 24)]
        ^ table[0xE00 + (upper >>> 16 & 0xFF)]
        ^ table[0xD00 + (upper >>> 8 & 0xFF)]
        ^ table[0xC00 + (upper & 0xFF)]
        ^ table[0xB00 + (lower >>> 24)]
        ^ table[0xA00 + (lower >>> 16 & 0xFF)]
        ^ table[0x900 + (lower >>> 8 & 0xFF)]
        ^ table[0x800 + (lower & 0xFF)]
        ^ table[0x700 + (third >>> 24)]
        ^ table[0x600 + (third >>> 16 & 0xFF)]
        ^ table[0x500 + (third >>> 8 & 0xFF)]
        ^ table[0x400 + (third & 0xFF)]
        ^ table[0x300 + (fourth >>> 24)]
        ^ table[0x200 + (fourth >>> 16 & 0xFF)]
        ^ table[0x100 + (fourth >>> 8 & 0xFF)]
        ^ table[fourth & 0xFF];
  }
}
