// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;
import org.quintain.sam.Check;

/**
 * A field of a management datagram: where it stands, bits counted from the most significant one as
 * the tables of IBA do. A message's layout is its table of such fields.
 *
 * @param byteOffset the byte, from the message's begin, that has its first bit
 * @param firstBit that bit, 0 (the most significant) to 7
 * @param widthBits up to 32 bits within four bytes, or 64 bits that begin with a byte
 */
public record MadField(int byteOffset, int firstBit, int widthBits) {
  /** Checks that the field is one of those that can be read. */
  public MadField {
    Check.that(
        byteOffset >= 0 && firstBit >= 0 && firstBit < 8 && widthBits > 0, "a field has bits");
    Check.that(
        widthBits == 64 ? firstBit == 0 : firstBit + widthBits <= 32,
        "a field lies within four bytes or is eight",
        byteOffset,
        widthBits);
  }

  /** A field of {@code widthBits}. */
  static MadField bits(int byteOffset, int firstBit, int widthBits) {
    return new MadField(byteOffset, firstBit, widthBits);
  }

  /** A field of one byte. */
  static MadField byteAt(int byteOffset) {
    return new MadField(byteOffset, 0, 8);
  }

  /** A field of two bytes. */
  static MadField shortAt(int byteOffset) {
    return new MadField(byteOffset, 0, 16);
  }

  /** A field of four bytes. */
  static MadField intAt(int byteOffset) {
    return new MadField(byteOffset, 0, 32);
  }

  /** A field of eight bytes. */
  static MadField longAt(int byteOffset) {
    return new MadField(byteOffset, 0, 64);
  }

  /** The same field of a part that begins {@code bytes} later. */
  MadField shifted(int bytes) {
    return new MadField(byteOffset + bytes, firstBit, widthBits);
  }

  /** How many bytes hold it. */
  public int bytes() {
    return (firstBit + widthBits + 7) / 8;
  }

  /** The value in the message that begins at {@code message}, unsigned but for 64 bits. */
  public long get(ByteBuffer bytes, int message) {
    int at = message + byteOffset;
    if (widthBits == 64) {
      return bytes.getLong(at);
    }
    int held = bytes();
    long value = 0;
    for (int index = 0; index < held; index++) {
      value = value << 8 | (bytes.get(at + index) & 0xFF);
    }
    return value >>> (held * 8 - firstBit - widthBits) & mask();
  }

  /** The value of a field of at most 32 bits; one of 32 bits as it stands there. */
  public int getInt(ByteBuffer bytes, int message) {
    Check.that(widthBits <= 32, "an int has 32 bits", widthBits);
    return (int) get(bytes, message);
  }

  /** Whether a field of one bit is set. */
  public boolean isSet(ByteBuffer bytes, int message) {
    return get(bytes, message) != 0;
  }

  /** Sets the value, of which the field's width counts; no other field changes. */
  public void put(ByteBuffer bytes, int message, long value) {
    int at = message + byteOffset;
    if (widthBits == 64) {
      bytes.putLong(at, value);
      return;
    }
    int held = bytes();
    int shift = held * 8 - firstBit - widthBits;
    long left = (value & mask()) << shift;
    long kept = ~(mask() << shift);
    for (int index = held - 1; index >= 0; index--) {
      bytes.put(at + index, (byte) ((bytes.get(at + index) & kept) | (left & 0xFF)));
      left >>>= 8;
      kept >>>= 8;
    }
  }

  private long mask() {
    return (1L << widthBits) - 1;
  }
}
