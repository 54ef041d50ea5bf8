// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * In which asymmetric access states a command is executed (SPC-5 5.18.2): a column of the command
 * table.
 */
public enum AccessRule {
  /** In every state, even unavailable, offline and transitioning. */
  ALWAYS,
  /** In the active states and in standby. */
  STANDBY,
  /** In active/optimized and active/non-optimized alone. */
  ACTIVE
}
