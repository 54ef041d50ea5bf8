// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.InternetAddress;

/**
 * A global identifier, by which a port is addressed (InfiniBand Architecture Specification 4.1.1):
 * 128 bits, formed like an IPv6 address. On RoCEv2 it is the port's IP address, that of IPv4 mapped
 * into IPv6 (annex A17.4.2.2).
 *
 * @param prefix the upper 64 bits, the subnet prefix
 * @param interfaceId the lower 64 bits, on InfiniBand the port GUID
 */
public record Gid(long prefix, long interfaceId) {
  /** How many bytes it has. */
  public static final int LENGTH_BYTES = 16;

  /** The prefix of link-local identifiers, fe80::/64. */
  public static final long LINK_LOCAL_PREFIX = 0xFE80_0000_0000_0000L;

  private static final long MAPPED = 0xFFFF_0000_0000L;
  private static final long MAPPED_MASK = 0xFFFF_FFFF_0000_0000L;

  /** The identifier of a port on its own subnet, from its GUID. */
  public static Gid ofPortGuid(long portGuid) {
    return new Gid(LINK_LOCAL_PREFIX, portGuid);
  }

  /** The identifier that a RoCEv2 port with {@code address} has. */
  public static Gid of(InternetAddress address) {
    byte[] bytes = address.mappedBytes();
    return new Gid(number(bytes, 0), number(bytes, Long.BYTES));
  }

  /** The identifier that {@code text} spells as an IPv4 or IPv6 address, or null. */
  public static @Nullable Gid parse(String text) {
    InternetAddress address = InternetAddress.parse(text);
    return address == null ? null : of(address);
  }

  private static long number(byte[] bytes, int at) {
    long value = 0;
    for (int index = 0; index < Long.BYTES; index++) {
      value = value << 8 | (bytes[at + index] & 0xFF);
    }
    return value;
  }

  /** Whether it is an IPv4 address mapped into IPv6 (RFC 4291 2.5.5.2). */
  public boolean isIpv4() {
    return prefix == 0 && (interfaceId & MAPPED_MASK) == MAPPED;
  }

  /** The IPv4 address, which {@link #isIpv4} says there is. */
  public int ipv4() {
    return (int) interfaceId;
  }

  /** The address as a person would write it: dotted for IPv4, else as {@link #toString}. */
  public String address() {
    if (!isIpv4()) {
      return toString();
    }
    int bits = ipv4();
    return (bits >>> 24)
        + "."
        + (bits >> 16 & 0xFF)
        + "."
        + (bits >> 8 & 0xFF)
        + "."
        + (bits & 0xFF);
  }

  /** Eight groups of four digits, as the kernel and SCST write it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(39);
    for (int group = 0; group < 8; group++) {
      long half = group < 4 ? prefix : interfaceId;
      text.append(group == 0 ? "" : ":")
          .append(String.format(Locale.ROOT, "%04x", (half >>> (48 - 16 * (group & 3))) & 0xFFFF));
    }
    return text.toString();
  }
}
