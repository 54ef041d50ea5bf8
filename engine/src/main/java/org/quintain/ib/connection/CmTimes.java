// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import org.quintain.ib.wire.ExponentialTime;
import org.quintain.sam.Check;

/**
 * How long messages of communication management are waited for, and how often they are sent.
 *
 * @param responseCode how soon either side answers, beside the way; {@link ExponentialTime}
 * @param retries how often a message is sent again, 0 to 15
 * @param serviceCode how much longer a listener may take when it asks for patience
 * @param ackDelayCode how long our acknowledgements may take
 */
public record CmTimes(int responseCode, int retries, int serviceCode, int ackDelayCode) {
  /** What Linux' RDMA-CM takes: 4.3 s for an answer, 15 retries, 67 s of patience, 134 ms. */
  public static final CmTimes LINUX = new CmTimes(20, 15, 24, 15);

  /** Soon, for a subnet that answers within milliseconds: 134 ms, 7 retries, 4.3 s, 1 ms. */
  public static final CmTimes QUICK = new CmTimes(15, 7, 20, 8);

  /** Holds the codes to their bits. */
  public CmTimes {
    Check.that(isCode(responseCode) && isCode(serviceCode) && isCode(ackDelayCode), "5 bits");
    Check.that(retries >= 0 && retries <= 15, "4 bits", retries);
  }

  private static boolean isCode(int code) {
    return code >= 0 && code <= 31;
  }

  /** How long to wait for an answer: the way there and back, and what the peer takes. */
  static long waitNs(int lifetimeCode, int responseCode) {
    return 2 * ExponentialTime.ns(lifetimeCode) + ExponentialTime.ns(responseCode);
  }

  /** The local ACK timeout (IBA 12.7.34): twice the way, and what the peer's answer takes. */
  static int ackTimeoutCode(int lifetimeCode, int ackDelayCode) {
    return ExponentialTime.codeOf(
        2 * ExponentialTime.ns(lifetimeCode) + ExponentialTime.ns(ackDelayCode));
  }
}
