// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import org.quintain.sam.Check;

/**
 * Where identifiers and challenges come from: a cryptographic random source on hardware, a seeded
 * stream in simulation (RFC 7143 9.2.1 asks that challenges cannot be foretold).
 */
@FunctionalInterface
public interface ChallengeSource {
  /** None: to draw from it is a fault of ours. */
  ChallengeSource NONE =
      bytes -> Check.that(false, "who configures CHAP users gives a challenge source", 0);

  /** Fills {@code bytes}. */
  void fill(byte[] bytes);
}
