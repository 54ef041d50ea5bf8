// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/** What the engine tells a {@link TraceSink}; beside each, what its three numbers are. */
public enum TraceEvent {
  /** Nexus index, relative target port identifier, number of LUNs it sees. */
  NEXUS_ESTABLISHED,
  /** Nexus index, relative target port identifier, 0. */
  NEXUS_LOST,
  /** Nexus index and LUN, command identifier, the first eight CDB bytes. */
  COMMAND_RECEIVED,
  /** Nexus index, command identifier, logical unit number: it had waited for other commands. */
  COMMAND_ENABLED,
  /** Nexus index, command identifier, status byte; 100h for a silent end. */
  COMMAND_ENDED,
  /** Nexus index, logical unit number within the device, ASC and ASCQ in 16 bits. */
  UNIT_ATTENTION_ESTABLISHED,
  /** Nexus index, function ordinal, LUN. */
  FUNCTION_RECEIVED,
  /** Nexus index, function ordinal, response ordinal. */
  FUNCTION_EXECUTED,
  /** Nexus index, command identifier, logical unit number: its store did not answer in time. */
  COMMAND_OVERDUE,
  /** Nexus index, command identifier, logical unit number: the store answered after all. */
  OVERDUE_ANSWERED;

  /** A nexus index is below this bit of a first number, the first level of a LUN above it. */
  static final int LUN_SHIFT = 32;
}
