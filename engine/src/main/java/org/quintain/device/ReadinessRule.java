// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * What state of the medium a command needs (SBC-4 4.10, 4.11, 4.20): a column of the command table.
 *
 * <pre>
 *            format or   sanitize  format   no      stopped  low power
 *            sanitize    failed    corrupt  medium           condition
 *            goes on
 * ALWAYS     executed    executed  executed executed executed stays
 * UNIT       refused     refused   executed executed executed stays
 * MEDIUM     refused     refused   executed refused  executed stays
 * SANITIZE   refused     executed  executed refused  refused  ends
 * FORMAT     refused     refused   executed refused  refused  ends
 * STARTED    refused     refused   refused  refused  refused  stays
 * READY      refused     refused   refused  refused  refused  ends
 * </pre>
 */
public enum ReadinessRule {
  /** None at all, not even the end of a format: INQUIRY, REPORT LUNS, REQUEST SENSE. */
  ALWAYS,
  /** None, but no format and no sanitize goes on: what concerns the logical unit alone. */
  UNIT,
  /** A medium that is not being formatted or sanitized; it may be stopped. */
  MEDIUM,
  /** A started medium, in whatever condition a sanitize or a format left it: SANITIZE. */
  SANITIZE,
  /** A started medium, in whatever condition a format left it: FORMAT UNIT. */
  FORMAT,
  /** A medium that is ready, which the command does not touch: TEST UNIT READY. */
  STARTED,
  /** A medium that is ready for reads and writes. */
  READY
}
