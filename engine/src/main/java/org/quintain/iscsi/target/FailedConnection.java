// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

/**
 * A connection that was lost at error recovery level 2: its commands stay allegiant to it until
 * they are reassigned or its time is up (RFC 7143 7.2.2, 8.2).
 */
final class FailedConnection {
  private final FullFeaturePhase phase;
  private final long deadlineNs;

  /**
   * @param deadlineNs when Time2Wait and Time2Retain are over (RFC 7143 13.15, 13.16)
   */
  FailedConnection(FullFeaturePhase phase, long deadlineNs) {
    this.phase = phase;
    this.deadlineNs = deadlineNs;
  }

  FullFeaturePhase phase() {
    return phase;
  }

  long deadlineNs() {
    return deadlineNs;
  }
}
