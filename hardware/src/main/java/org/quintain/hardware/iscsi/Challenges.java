// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.iscsi;

import java.security.SecureRandom;
import org.quintain.iscsi.authentication.ChallengeSource;

/** Challenges that nobody can foretell (RFC 7143 9.2.1). */
public final class Challenges {
  private Challenges() {}

  /** A source over the platform's secure random source, which never waits for entropy. */
  public static ChallengeSource secure() {
    SecureRandom random = new SecureRandom();
    return random::nextBytes;
  }
}
