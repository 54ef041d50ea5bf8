// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

/** A run of seeds, both ends included. */
public record SeedRange(long first, long last) {
  /** Checks the order; throws {@link IllegalArgumentException} with one sentence. */
  public SeedRange {
    if (first > last) {
      throw new IllegalArgumentException(
          "A range of seeds goes from the smaller to the larger, not from "
              + first
              + " to "
              + last
              + ".");
    }
  }

  /**
   * Reads {@code A..B}, or one seed.
   *
   * @throws IllegalArgumentException with one sentence
   */
  public static SeedRange parse(String text) {
    int dots = text.indexOf("..");
    try {
      if (dots < 0) {
        long one = Long.parseLong(text);
        return new SeedRange(one, one);
      }
      return new SeedRange(
          Long.parseLong(text.substring(0, dots)), Long.parseLong(text.substring(dots + 2)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Seeds are one number or two with .. between them, not \"" + text + "\".", e);
    }
  }

  /** How many seeds there are. */
  public long count() {
    return last - first + 1;
  }
}
