// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One attribute of a message: tag, length and value (RFC 4171 5.1.1). The value is never changed
 * after it was given.
 *
 * @param tag which attribute it is
 * @param value its bytes as they travel, padding included; empty for "whatever it is"
 */
record IsnsAttribute(int tag, byte[] value) {
  static final int HEADER_BYTES = 8;
  static final int ADDRESS_BYTES = 16;

  /** What separates the key of a message from what is done with it. */
  static final IsnsAttribute DELIMITER = empty(IsnsTag.DELIMITER);

  static IsnsAttribute empty(int tag) {
    return new IsnsAttribute(tag, new byte[0]);
  }

  static IsnsAttribute number(int tag, int value) {
    return new IsnsAttribute(tag, ByteBuffer.allocate(4).putInt(0, value).array());
  }

  /** A string ends with NUL and has a multiple of four bytes (RFC 4171 5.1.1). */
  static IsnsAttribute text(int tag, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new IsnsAttribute(tag, Arrays.copyOf(bytes, (bytes.length + 4) & ~3));
  }

  /** The number it has, 0 where its length is not that of one. */
  int number() {
    return value.length == 4 ? ByteBuffer.wrap(value).getInt(0) : 0;
  }

  /** The string it has, up to the first NUL. */
  String text() {
    int end = 0;
    while (end < value.length && value[end] != 0) {
      end++;
    }
    return new String(value, 0, end, StandardCharsets.UTF_8);
  }

  int encodedBytes() {
    return HEADER_BYTES + value.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IsnsAttribute that
        && tag == that.tag
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * tag + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.valueOf(tag)).append('=');
    for (byte each : value) {
      text.append(String.format(Locale.ROOT, "%02x", each));
    }
    return text.toString();
  }
}
