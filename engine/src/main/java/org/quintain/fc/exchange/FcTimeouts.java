// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import org.quintain.sam.Check;

/**
 * The timers of Fibre Channel as data (FC-FS-5 19.3). Those of the fabric come with FLOGI.
 *
 * @param errorDetectNs E_D_TOV: how long a sequence waits for its next frame
 * @param resourceAllocationNs R_A_TOV: how long a frame may be under way
 * @param abortAttemptsMax how many ABTS are sent before an exchange is given up
 */
public record FcTimeouts(long errorDetectNs, long resourceAllocationNs, int abortAttemptsMax) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** E_D_TOV 2 s, R_A_TOV 10 s, as fabrics have them by default. */
  public static final FcTimeouts DEFAULT = new FcTimeouts(2 * SECOND_NS, 10 * SECOND_NS, 2);

  /** Checks the ranges. */
  public FcTimeouts {
    Check.that(errorDetectNs > 0 && resourceAllocationNs > 0, "time-outs are positive");
    Check.that(abortAttemptsMax > 0, "an abort is sent at least once", abortAttemptsMax);
  }

  /** How long a link service's reply is waited for: two R_A_TOV (FC-LS-4 4.2.4). */
  public long replyNs() {
    return 2 * resourceAllocationNs;
  }

  /** The same with other E_D_TOV and R_A_TOV. */
  public FcTimeouts with(long otherErrorDetectNs, long otherResourceAllocationNs) {
    return new FcTimeouts(otherErrorDetectNs, otherResourceAllocationNs, abortAttemptsMax);
  }
}
