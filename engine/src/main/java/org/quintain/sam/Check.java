// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

/**
 * Invariants that stay on in production. A broken one means that we are wrong: the reactor that
 * sees the {@link InvariantViolation} stops its target device and dumps the last trace; it never
 * goes on.
 *
 * <p>Fixed argument counts keep the passing path free of allocation.
 */
public final class Check {
  private Check() {}

  /** Throws {@link InvariantViolation} with {@code sentence} unless {@code condition} holds. */
  @Contract("false, _ -> fail")
  public static void that(boolean condition, String sentence) {
    if (!condition) {
      throw new InvariantViolation(sentence);
    }
  }

  /** As {@link #that(boolean, String)}, with one number that explains. */
  @Contract("false, _, _ -> fail")
  public static void that(boolean condition, String sentence, long detail) {
    if (!condition) {
      throw new InvariantViolation(sentence + " (" + detail + ")");
    }
  }

  /** As {@link #that(boolean, String)}, with two numbers that explain. */
  @Contract("false, _, _, _ -> fail")
  public static void that(boolean condition, String sentence, long first, long second) {
    if (!condition) {
      throw new InvariantViolation(sentence + " (" + first + ", " + second + ")");
    }
  }
}
