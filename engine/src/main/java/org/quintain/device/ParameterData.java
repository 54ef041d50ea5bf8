// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import java.nio.ByteBuffer;

/** Writes fields of parameter data, at absolute offsets of memory that was zeroed before. */
public final class ParameterData {
  private ParameterData() {}

  /** Zeroes the first {@code lengthBytes} bytes. */
  public static void zero(ByteBuffer into, int lengthBytes) {
    int at = 0;
    for (; at + 8 <= lengthBytes; at += 8) {
      into.putLong(at, 0);
    }
    for (; at < lengthBytes; at++) {
      into.put(at, (byte) 0);
    }
  }

  /** One byte. */
  public static void put8(ByteBuffer into, int at, int value) {
    into.put(at, (byte) value);
  }

  /** Two bytes. */
  public static void put16(ByteBuffer into, int at, int value) {
    into.putShort(at, (short) value);
  }

  /** Four bytes. */
  public static void put32(ByteBuffer into, int at, long value) {
    into.putInt(at, (int) value);
  }

  /** ASCII, left-aligned in {@code width} bytes, padded with spaces (SPC-5 4.3.1). */
  public static void ascii(ByteBuffer into, int at, String text, int width) {
    for (int index = 0; index < width; index++) {
      into.put(at + index, (byte) (index < text.length() ? text.charAt(index) : ' '));
    }
  }

  /** Bytes as they are. */
  public static void bytes(ByteBuffer into, int at, byte[] from, int lengthBytes) {
    into.put(at, from, 0, lengthBytes);
  }
}
