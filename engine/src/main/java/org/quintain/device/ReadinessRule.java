// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * What state of the medium a command needs (SBC-4 4.10, 4.11, 4.20): a column of the command table.
 */
public enum ReadinessRule {
  /** None: executed with no medium, stopped, or while a format or a sanitize goes on. */
  ALWAYS,
  /** A medium that is not being formatted or sanitized; it may be stopped. */
  MEDIUM,
  /** A medium that is ready for reads and writes. */
  READY
}
