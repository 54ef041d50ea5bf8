// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

/** What formats and sanitizes have made of the medium; the package comment has the arrows. */
enum MediumPhase {
  /** It holds logical blocks that can be read and written. */
  READY,
  /** A format operation goes on (SBC-4 4.33). */
  FORMATTING,
  /** A format operation did not come to its end (SBC-4 4.33). */
  FORMAT_CORRUPT,
  /** A sanitize operation goes on (SBC-4 4.11.2). */
  SANITIZING,
  /** A sanitize operation did not come to its end (SBC-4 4.11.3). */
  SANITIZE_FAILED
}
