// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.reactor;

/**
 * How long a message between reactors is under way: exponentially distributed, at times much
 * longer.
 *
 * @param meanNs mean of the usual delay in nanoseconds; 0 for none
 * @param longProbability how often a delay is a hundred times as long
 */
public record MailboxDelay(long meanNs, double longProbability) {
  /** Two microseconds, and no long ones. */
  public static MailboxDelay usual() {
    return new MailboxDelay(2_000, 0);
  }
}
