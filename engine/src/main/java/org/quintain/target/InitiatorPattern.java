// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/**
 * A pattern that initiator names are matched against, as SCST has them: {@code *} stands for any
 * run of characters, {@code ?} for any one, and the first {@code !} inverts what the rest of the
 * pattern says of the rest of the name. Upper and lower case are the same.
 *
 * @param text the pattern
 */
public record InitiatorPattern(String text) {
  /** Whether {@code initiatorName} is meant. */
  public boolean matches(String initiatorName) {
    return matches(0, initiatorName, 0, true);
  }

  private boolean matches(int patternAt, String name, int nameAt, boolean mayInvert) {
    int pattern = patternAt;
    int character = nameAt;
    for (; pattern < text.length(); pattern++) {
      char wanted = text.charAt(pattern);
      if (wanted == '!' && mayInvert) {
        return !matches(pattern + 1, name, character, false);
      }
      if (wanted == '*') {
        return matchesAfterStar(pattern + 1, name, character, mayInvert);
      }
      if (character == name.length()
          || (wanted != '?' && !isSame(wanted, name.charAt(character)))) {
        return false;
      }
      character++;
    }
    return character == name.length();
  }

  private boolean matchesAfterStar(int pattern, String name, int nameAt, boolean mayInvert) {
    for (int from = nameAt; from <= name.length(); from++) {
      if (matches(pattern, name, from, mayInvert)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}
