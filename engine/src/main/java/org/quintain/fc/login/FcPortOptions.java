// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import org.quintain.fc.exchange.ExchangeOptions;

/**
 * How a port behaves.
 *
 * @param exchanges how much it can hold
 * @param retryNs how long it waits before it tries again what failed
 * @param loginAttemptsMax how often it tries to log in with a peer before it leaves it alone
 * @param lossNs how long a login outlives its link, and with it the I_T nexus (RR_TOV; what Linux
 *     calls dev_loss_tmo)
 * @param introductionNs how long the port with the lower name lets the other begin where two meet
 *     without a fabric
 */
public record FcPortOptions(
    ExchangeOptions exchanges,
    long retryNs,
    int loginAttemptsMax,
    long lossNs,
    long introductionNs) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Retries every second, three attempts, 30 seconds for a link to come back. */
  public static final FcPortOptions DEFAULT =
      new FcPortOptions(ExchangeOptions.DEFAULT, SECOND_NS, 3, 30 * SECOND_NS, 4 * SECOND_NS);

  /** The same with other exchanges. */
  public FcPortOptions with(ExchangeOptions other) {
    return new FcPortOptions(other, retryNs, loginAttemptsMax, lossNs, introductionNs);
  }
}
