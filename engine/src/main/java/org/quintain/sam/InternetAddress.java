// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a value, read without a name service: access rules are held against
 * it. An IPv4 address that is mapped into IPv6 (RFC 4291 2.5.5.2) is the IPv4 address.
 */
public final class InternetAddress {
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;
  private static final int V6_GROUPS = 8;
  private static final int MAPPED_PREFIX_BYTES = 12;

  private final byte[] bytes;

  private InternetAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The address that {@code text} spells, with or without brackets and a zone ("%eth0"), or null
   * when it spells none.
   */
  public static @Nullable InternetAddress parse(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String bare = bracketed ? text.substring(1, text.length() - 1) : text;
    int zone = bare.indexOf('%');
    bare = zone < 0 ? bare : bare.substring(0, zone);
    byte[] bytes = bare.indexOf(':') < 0 ? bracketed ? null : v4(bare) : v6(bare);
    return bytes == null ? null : new InternetAddress(unmapped(bytes));
  }

  /** The address of "host:port" or "[host]:port", or null when the host is no address. */
  public static @Nullable InternetAddress ofHostAndPort(String text) {
    return parse(host(text));
  }

  /** The host of "host:port" or "[host]:port", without brackets and zone. */
  public static String host(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    boolean isV6 = hostAndPort.startsWith("[");
    int close = hostAndPort.indexOf(']');
    String host =
        isV6 && close > 0
            ? hostAndPort.substring(1, close)
            : colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    int zone = host.indexOf('%');
    return zone < 0 ? host : host.substring(0, zone);
  }

  private static byte @Nullable [] v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != V4_BYTES) {
      return null;
    }
    byte[] bytes = new byte[V4_BYTES];
    for (int index = 0; index < V4_BYTES; index++) {
      int value = number(parts[index], 10, 3);
      if (value < 0 || value > 255) {
        return null;
      }
      bytes[index] = (byte) value;
    }
    return bytes;
  }

  private static byte @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] bytes = groups(text);
      return bytes != null && bytes.length == V6_BYTES ? bytes : null;
    }
    byte[] head = groups(text.substring(0, gap));
    byte[] tail = groups(text.substring(gap + 2));
    if (head == null || tail == null || head.length + tail.length > V6_BYTES - 2) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(head, V6_BYTES);
    System.arraycopy(tail, 0, bytes, V6_BYTES - tail.length, tail.length);
    return bytes;
  }

  /** Groups between colons as bytes; the last may be an IPv4 address (RFC 4291 2.2). */
  private static byte @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    if (parts.length > V6_GROUPS) {
      return null;
    }
    byte[] bytes = new byte[2 * V6_GROUPS + 2];
    int length = 0;
    for (int index = 0; index < parts.length; index++) {
      boolean isLast = index == parts.length - 1;
      byte[] v4 = isLast && parts[index].indexOf('.') >= 0 ? v4(parts[index]) : null;
      if (v4 != null) {
        System.arraycopy(v4, 0, bytes, length, V4_BYTES);
        length += V4_BYTES;
        continue;
      }
      int value = number(parts[index], 16, 4);
      if (value < 0) {
        return null;
      }
      bytes[length++] = (byte) (value >> 8);
      bytes[length++] = (byte) value;
    }
    return Arrays.copyOf(bytes, length);
  }

  private static int number(String digits, int radix, int digitsMax) {
    if (digits.isEmpty() || digits.length() > digitsMax) {
      return -1;
    }
    int value = 0;
    for (int index = 0; index < digits.length(); index++) {
      char c = digits.charAt(index);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  private static byte[] unmapped(byte[] bytes) {
    if (bytes.length != V6_BYTES || bytes[10] != -1 || bytes[11] != -1) {
      return bytes;
    }
    for (int index = 0; index < 10; index++) {
      if (bytes[index] != 0) {
        return bytes;
      }
    }
    return Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, V6_BYTES);
  }

  /** How many bits it has: 32 or 128. */
  int bits() {
    return 8 * bytes.length;
  }

  /** Whether the first {@code prefixBits} bits are those of {@code other}, in the same family. */
  boolean agreesWith(InternetAddress other, int prefixBits) {
    if (other.bytes.length != bytes.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      int mask = 0x80 >> (bit & 7);
      if (((bytes[bit >> 3] ^ other.bytes[bit >> 3]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether it holds on one link only (RFC 4291 2.5.6, RFC 3927). */
  public boolean isLinkLocal() {
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    return bytes.length == V6_BYTES
        ? first == 0xFE && (second & 0xC0) == 0x80
        : first == 169 && second == 254;
  }

  /** Whether it stands for every address of a host (RFC 4291 2.5.2). */
  public boolean isAny() {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /** What one host may have all of: the address in IPv4, its /64 in IPv6 (RFC 4291 2.5.1). */
  public String network() {
    if (bytes.length == V4_BYTES) {
      return toString();
    }
    byte[] prefix = Arrays.copyOf(Arrays.copyOf(bytes, V6_BYTES / 2), V6_BYTES);
    return new InternetAddress(prefix) + "/64";
  }

  /** Its sixteen bytes, those of IPv4 mapped into IPv6 (RFC 4291 2.5.5.2). */
  public byte[] mappedBytes() {
    if (bytes.length == V6_BYTES) {
      return bytes.clone();
    }
    byte[] mapped = new byte[V6_BYTES];
    mapped[10] = -1;
    mapped[11] = -1;
    System.arraycopy(bytes, 0, mapped, MAPPED_PREFIX_BYTES, V4_BYTES);
    return mapped;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InternetAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The address in full, without the short forms of RFC 5952. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (bytes.length == V4_BYTES) {
      for (byte each : bytes) {
        text.append(text.isEmpty() ? "" : ".").append(each & 0xFF);
      }
      return text.toString();
    }
    for (int index = 0; index < V6_BYTES; index += 2) {
      int group = (bytes[index] & 0xFF) << 8 | (bytes[index + 1] & 0xFF);
      text.append(text.isEmpty() ? "" : ":").append(Integer.toHexString(group));
    }
    return text.toString();
  }
}
