// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the value formats of RFC 7143 6.1. Nothing a peer sends makes these methods
 * throw.
 */
public final class TextValues {
  /** The reserved answers (RFC 7143 6.2). */
  public static final String REJECT = "Reject";

  public static final String IRRELEVANT = "Irrelevant";
  public static final String NOT_UNDERSTOOD = "NotUnderstood";
  public static final String NONE = "None";
  public static final String YES = "Yes";
  public static final String NO = "No";

  /** What {@link #number} answers for a text that is no number, or one that 63 bits don't hold. */
  public static final long NOT_A_NUMBER = -1;

  private static final String HEX_DIGITS = "0123456789abcdef";

  private TextValues() {}

  /**
   * A numerical-value: a decimal constant without leading zeros, or a hexadecimal one after 0x or
   * 0X. Numbers of 2^63 and above are beyond every range in use and answer {@link #NOT_A_NUMBER}.
   */
  public static long number(String value) {
    boolean hexadecimal = value.startsWith("0x") || value.startsWith("0X");
    int radix = hexadecimal ? 16 : 10;
    int first = hexadecimal ? 2 : 0;
    int length = value.length();
    if (length == first || (!hexadecimal && length > 1 && value.charAt(0) == '0')) {
      return NOT_A_NUMBER;
    }
    long result = 0;
    for (int index = first; index < length; index++) {
      int digit = digit(value.charAt(index));
      if (digit < 0 || digit >= radix || result > (Long.MAX_VALUE - digit) / radix) {
        return NOT_A_NUMBER;
      }
      result = result * radix + digit;
    }
    return result;
  }

  /** Whether {@code value} is Yes or No, which are case sensitive. */
  public static boolean isBoolean(String value) {
    return value.equals(YES) || value.equals(NO);
  }

  /** The word of a boolean. */
  public static String ofBoolean(boolean value) {
    return value ? YES : NO;
  }

  /** Whether {@code value} is one of the words that no side may use as a value of its own. */
  public static boolean isReservedAnswer(String value) {
    return value.equals(REJECT) || value.equals(IRRELEVANT) || value.equals(NOT_UNDERSTOOD);
  }

  /**
   * A binary-value: hexadecimal digits after 0x (an odd count has an implied leading zero) or
   * base64 after 0b; null when it is neither, or empty.
   */
  public static byte @Nullable [] binary(String value) {
    if (value.length() < 3 || value.charAt(0) != '0') {
      return null;
    }
    return switch (value.charAt(1)) {
      case 'x', 'X' -> hexadecimal(value);
      case 'b', 'B' -> base64(value);
      default -> null;
    };
  }

  private static byte @Nullable [] hexadecimal(String value) {
    int digits = value.length() - 2;
    byte[] bytes = new byte[(digits + 1) / 2];
    int nibble = digits & 1;
    for (int index = 2; index < value.length(); index++, nibble++) {
      int digit = digit(value.charAt(index));
      if (digit < 0) {
        return null;
      }
      bytes[nibble / 2] = (byte) (bytes[nibble / 2] << 4 | digit);
    }
    return bytes;
  }

  private static byte @Nullable [] base64(String value) {
    String encoded = value.substring(2);
    String letters = encoded.endsWith("==") ? encoded.substring(0, encoded.length() - 2) : encoded;
    letters = letters.endsWith("=") ? letters.substring(0, letters.length() - 1) : letters;
    for (int index = 0; index < letters.length(); index++) {
      char c = letters.charAt(index);
      if (c != '+' && c != '/' && !isLetterOrDigit(c)) {
        return null;
      }
    }
    // One letter beyond whole groups carries fewer than eight bits, and padding only fills up a
    // group.
    boolean padded = letters.length() != encoded.length();
    if (letters.isEmpty() || letters.length() % 4 == 1 || (padded && encoded.length() % 4 != 0)) {
      return null;
    }
    return Base64.getDecoder().decode(letters);
  }

  /** {@code bytes} as a hexadecimal constant. */
  public static String ofBinary(byte[] bytes) {
    StringBuilder text = new StringBuilder(2 + 2 * bytes.length).append("0x");
    for (byte each : bytes) {
      text.append(HEX_DIGITS.charAt(each >> 4 & 0xF)).append(HEX_DIGITS.charAt(each & 0xF));
    }
    return text.toString();
  }

  /** The values of a list, in their order; empty ones are kept. */
  public static String[] list(String value) {
    return value.split(",", -1);
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
