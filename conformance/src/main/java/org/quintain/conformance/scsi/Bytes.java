// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

/**
 * Big-endian access to byte arrays, as SCSI and iSCSI order their fields, and hexadecimal for
 * messages.
 */
public final class Bytes {
  private static final String HEX = "0123456789abcdef";

  private Bytes() {}

  /** The unsigned byte at {@code index}. */
  public static int u8(byte[] bytes, int index) {
    return bytes[index] & 0xFF;
  }

  /** The unsigned 16 bits at {@code index}. */
  public static int u16(byte[] bytes, int index) {
    return (u8(bytes, index) << 8) | u8(bytes, index + 1);
  }

  /** The unsigned 24 bits at {@code index}. */
  public static int u24(byte[] bytes, int index) {
    return (u8(bytes, index) << 16) | u16(bytes, index + 1);
  }

  /** The unsigned 32 bits at {@code index}. */
  public static long u32(byte[] bytes, int index) {
    return ((long) u16(bytes, index) << 16) | u16(bytes, index + 2);
  }

  /** The 64 bits at {@code index}. */
  public static long u64(byte[] bytes, int index) {
    return (u32(bytes, index) << 32) | u32(bytes, index + 4);
  }

  /** Puts the low {@code width} bytes of {@code value} at {@code index}. */
  public static void put(byte[] bytes, int index, int width, long value) {
    for (int i = 0; i < width; i++) {
      bytes[index + i] = (byte) (value >>> (8 * (width - 1 - i)));
    }
  }

  /**
   * {@code length} bytes from {@code from} on as two digits each, blanks between; long ones are cut
   * with a mark.
   */
  public static String hex(byte[] bytes, int from, int length) {
    int shown = Math.min(length, 64);
    StringBuilder text = new StringBuilder(shown * 3 + 24);
    for (int i = 0; i < shown; i++) {
      if (i > 0) {
        text.append(' ');
      }
      int value = u8(bytes, from + i);
      text.append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
    }
    if (shown < length) {
      text.append(" … (").append(length).append(" bytes)");
    }
    return text.toString();
  }

  /** All of {@code bytes} in hexadecimal. */
  public static String hex(byte[] bytes) {
    return hex(bytes, 0, bytes.length);
  }

  /** One byte as {@code 2Ah}. */
  public static String h(int value) {
    String digits = Integer.toHexString(value).toUpperCase(java.util.Locale.ROOT);
    return (digits.length() % 2 == 0 ? digits : "0" + digits) + "h";
  }

  /** Printable ASCII of a field, trailing blanks cut. */
  public static String ascii(byte[] bytes, int from, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int value = u8(bytes, from + i);
      text.append(value >= 0x20 && value < 0x7F ? (char) value : '.');
    }
    return text.toString().stripTrailing();
  }

  /** Whether every byte of the field is a graphic ASCII code or a blank (SPC-5 4.3.1). */
  public static boolean isAscii(byte[] bytes, int from, int length) {
    for (int i = 0; i < length; i++) {
      int value = u8(bytes, from + i);
      if (value < 0x20 || value > 0x7E) {
        return false;
      }
    }
    return true;
  }

  /** The index of the first byte in which the two differ within {@code length}, or -1. */
  public static int firstDifference(byte[] one, byte[] other, int length) {
    for (int i = 0; i < length; i++) {
      if (one[i] != other[i]) {
        return i;
      }
    }
    return -1;
  }
}
