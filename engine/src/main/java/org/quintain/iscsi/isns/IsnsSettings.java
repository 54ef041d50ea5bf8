// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

/**
 * How a name server is dealt with.
 *
 * @param registrationPeriodSeconds how long the server shall remember us without a word of ours
 * @param esiIntervalSeconds how often the server shall ask whether we are there (RFC 4171 6.3.5); 0
 *     for never
 * @param answerTimeoutNs how long it may take to answer
 * @param retryNs how long after the first failure it is asked again; then twice as long each time
 * @param retryMaxNs the longest such time
 * @param isAccessControl whether it is asked which initiators each target may be used by
 */
public record IsnsSettings(
    int registrationPeriodSeconds,
    int esiIntervalSeconds,
    long answerTimeoutNs,
    long retryNs,
    long retryMaxNs,
    boolean isAccessControl) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** What serves when nothing else is asked for. */
  public static final IsnsSettings DEFAULTS =
      new IsnsSettings(300, 0, 10 * SECOND_NS, SECOND_NS, 60 * SECOND_NS, false);

  /** These settings with the server asked whom each target may be used by, or not. */
  public IsnsSettings withAccessControl(boolean isAsked) {
    return new IsnsSettings(
        registrationPeriodSeconds,
        esiIntervalSeconds,
        answerTimeoutNs,
        retryNs,
        retryMaxNs,
        isAsked);
  }

  /** These settings with other times between signs of life. */
  public IsnsSettings withPeriods(int registrationSeconds, int esiSeconds) {
    return new IsnsSettings(
        registrationSeconds, esiSeconds, answerTimeoutNs, retryNs, retryMaxNs, isAccessControl);
  }
}
