// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

import org.jspecify.annotations.Nullable;

/**
 * Addresses that share a prefix, as CIDR writes them: {@code 192.168.0.0/16}, {@code
 * 2001:db8::/32}, or one address alone.
 *
 * @param first an address of the range
 * @param prefixBits how many of its leading bits count
 */
public record AddressRange(InternetAddress first, int prefixBits) {
  /** The range that {@code text} spells, or null when it spells none. */
  public static @Nullable AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InternetAddress address = InternetAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    if (slash < 0) {
      return new AddressRange(address, address.bits());
    }
    String digits = text.substring(slash + 1);
    if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > address.bits()) {
      return null;
    }
    return new AddressRange(address, Integer.parseInt(digits));
  }

  /** Whether {@code address} is one of them. */
  public boolean contains(InternetAddress address) {
    return first.agreesWith(address, prefixBits);
  }
}
