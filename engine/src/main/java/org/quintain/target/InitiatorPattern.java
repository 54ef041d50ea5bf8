// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.Locale;
import org.quintain.sam.AddressRange;
import org.quintain.sam.InternetAddress;

/**
 * A pattern that initiator names are matched against, as SCST has them: {@code *} stands for any
 * run of characters, {@code ?} for any one, and the first {@code !} inverts what the rest of the
 * pattern says of the rest of the name; it is met as soon as what stands before it fits. Upper and
 * lower case are the same. An address or a range of addresses ({@code 10.0.0.0/8}, {@code
 * 2001:db8::/32}) means whoever comes from there, whatever the name.
 *
 * @param text the pattern
 */
public record InitiatorPattern(String text) {
  /**
   * Whether {@code initiatorName}, which comes from {@code initiatorAddress}, is meant.
   *
   * @param initiatorAddress "host:port"; empty where there is no address
   */
  public boolean matches(String initiatorName, String initiatorAddress) {
    // Where nobody has an address, eight pairs of digits are a world wide name.
    AddressRange range = initiatorAddress.isEmpty() ? null : AddressRange.parse(text);
    if (range == null) {
      return matches(initiatorName);
    }
    InternetAddress address = InternetAddress.ofHostAndPort(initiatorAddress);
    return address != null && range.contains(address);
  }

  /** Whether {@code initiatorName} is meant. */
  public boolean matches(String initiatorName) {
    return matches(text.toLowerCase(Locale.ROOT), initiatorName.toLowerCase(Locale.ROOT), true);
  }

  /**
   * Goes back to the last star alone, so that the time is at most the product of both lengths:
   * names come from strangers.
   */
  private static boolean matches(String pattern, String name, boolean mayInvert) {
    int p = 0;
    int n = 0;
    int behindStar = -1;
    int resume = 0;
    while (true) {
      if (p < pattern.length() && pattern.charAt(p) == '!' && mayInvert) {
        return !matches(pattern.substring(p + 1), name.substring(n), false);
      }
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        behindStar = ++p;
        resume = n;
      } else if (n == name.length()) {
        return p == pattern.length();
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (behindStar >= 0) {
        p = behindStar;
        n = ++resume;
      } else {
        return false;
      }
    }
  }
}
