// SPDX-License-Identifier: Apache-2.0
package org.quintain.fabric;

/** How a data transfer that the engine asked for went (SAM-5 5.4.3). */
public enum DeliveryResult {
  /** All bytes asked for are there. */
  DELIVERED,
  /**
   * A digest or CRC over the data was wrong (sense ABORTED COMMAND, PROTOCOL SERVICE CRC ERROR).
   */
  DIGEST_ERROR,
  /** The initiator sent unsolicited data that was not allowed (RFC 7143 11.4.7.2). */
  UNEXPECTED_UNSOLICITED_DATA,
  /** The initiator sent less unsolicited data than it had to (RFC 7143 11.4.7.2). */
  NOT_ENOUGH_UNSOLICITED_DATA,
  /** The transfer was terminated at the engine's wish. */
  TERMINATED,
  /** The transfer broke in another way. */
  FAILED
}
