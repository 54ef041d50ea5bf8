// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.Locale;

/**
 * A pattern of initiator names as SCST has it: {@code *} is any run of characters, {@code ?} any
 * one, case does not count, and {@code !} turns round what the rest of the pattern says of the rest
 * of the name; only the first {@code !} does.
 *
 * @param text the pattern as it was written
 */
public record InitiatorPattern(String text) {

  /** Whether {@code initiatorName} fits. */
  public boolean matches(String initiatorName) {
    return matches(text.toLowerCase(Locale.ROOT), initiatorName.toLowerCase(Locale.ROOT), true);
  }

  /** Takes time that is at most the product of both lengths: the names come from strangers. */
  private static boolean matches(String pattern, String name, boolean mayTurnRound) {
    int p = 0;
    int n = 0;
    int behindStar = -1;
    int resume = 0;
    while (true) {
      if (p < pattern.length() && pattern.charAt(p) == '!' && mayTurnRound) {
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
