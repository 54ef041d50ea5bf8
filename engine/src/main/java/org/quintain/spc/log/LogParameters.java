// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.quintain.sam.Check;

/**
 * Takes the log parameters that a page writes, as LOG SENSE sends them (SPC-5 7.3.2.2).
 *
 * <pre>
 * parameter: | PARAMETER CODE (2) | control byte | PARAMETER LENGTH | value …
 * control byte: DU 7, TSD 5, ETC 4, TMC 3-2, FORMAT AND LINKING 1-0
 * </pre>
 */
public final class LogParameters {
  private static final int HEADER_BYTES = 4;

  private static final int COUNTER = 0x00;
  private static final int ASCII_LIST = 0x01;
  private static final int UNBOUNDED_COUNTER = 0x02;
  private static final int BINARY_LIST = 0x03;

  private final int firstCode;
  private byte[] bytes = new byte[256];
  private int end;
  private int lastCode = -1;

  /** Takes parameters from code {@code firstCode} on and leaves out those before. */
  LogParameters(int firstCode) {
    this.firstCode = firstCode;
  }

  /** A bounded data counter of {@code lengthBytes} bytes, which stays at its highest value. */
  public void counter(int parameterCode, long value, int lengthBytes) {
    long highest = lengthBytes >= Long.BYTES ? -1L : (1L << (8 * lengthBytes)) - 1;
    boolean isBeyond = lengthBytes < Long.BYTES && (value < 0 || value > highest);
    number(parameterCode, COUNTER, isBeyond ? highest : value, lengthBytes);
  }

  /** An unbounded data counter of {@code lengthBytes} bytes. */
  public void unboundedCounter(int parameterCode, long value, int lengthBytes) {
    number(parameterCode, UNBOUNDED_COUNTER, value, lengthBytes);
  }

  /** A parameter in the binary format list format. */
  public void binary(int parameterCode, byte[] value) {
    value(parameterCode, BINARY_LIST, value);
  }

  /** A parameter in the binary format list format, one number a byte. */
  public void binary(int parameterCode, int... value) {
    byte[] whole = new byte[value.length];
    for (int index = 0; index < value.length; index++) {
      whole[index] = (byte) value[index];
    }
    value(parameterCode, BINARY_LIST, whole);
  }

  /** A parameter in the ASCII format list format. */
  public void ascii(int parameterCode, String value) {
    value(parameterCode, ASCII_LIST, value.getBytes(StandardCharsets.US_ASCII));
  }

  private void number(int parameterCode, int control, long value, int lengthBytes) {
    byte[] whole = new byte[lengthBytes];
    for (int index = 0; index < lengthBytes; index++) {
      int shift = 8 * (lengthBytes - 1 - index);
      whole[index] = shift < Long.SIZE ? (byte) (value >>> shift) : 0;
    }
    value(parameterCode, control, whole);
  }

  /** A parameter with any control byte. */
  public void value(int parameterCode, int control, byte[] value) {
    Check.that(parameterCode > lastCode, "log parameters ascend by their codes", parameterCode);
    lastCode = parameterCode;
    if (parameterCode < firstCode) {
      return;
    }
    int needed = end + HEADER_BYTES + value.length;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
    bytes[end] = (byte) (parameterCode >> 8);
    bytes[end + 1] = (byte) parameterCode;
    bytes[end + 2] = (byte) control;
    bytes[end + 3] = (byte) value.length;
    System.arraycopy(value, 0, bytes, end + HEADER_BYTES, value.length);
    end = needed;
  }

  /** The highest parameter code that was written or left out, -1 for none. */
  int lastCode() {
    return lastCode;
  }

  /** What was taken; the first {@link #lengthBytes} bytes mean something. */
  byte[] bytes() {
    return bytes;
  }

  /** The length of as many whole parameters as {@code limitBytes} has room for. */
  int wholeBytesWithin(int limitBytes) {
    int at = 0;
    while (at < end) {
      int next = at + HEADER_BYTES + (bytes[at + 3] & 0xFF);
      if (next > limitBytes) {
        break;
      }
      at = next;
    }
    return at;
  }
}
