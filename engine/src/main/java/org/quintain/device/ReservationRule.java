// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * What a reservation of another I_T nexus lets a command do: the column of the command table that
 * the conflict tables of the standards are written in (SPC-5 5.13, table "Commands that are allowed
 * in the presence of various reservations"; SBC-4 4.17; SPC-2 table 9 for RESERVE).
 */
public enum ReservationRule {
  /** Allowed whatever is reserved. */
  ALWAYS(true, true, true),
  /** Allowed under every persistent reservation, a conflict under another's RESERVE. */
  PERSISTENT(true, true, false),
  /** Allowed under the write exclusive types, a conflict under the exclusive access types. */
  READS(true, false, false),
  /** A conflict under every type, unless the nexus holds it or the type lets registrants in. */
  WRITES(false, false, false),
  /** START STOP UNIT: allowed with START set and POWER CONDITION zero, otherwise as a write. */
  START_STOP(false, false, false),
  /** PREVENT ALLOW MEDIUM REMOVAL: allowed with PREVENT zero, otherwise as a write. */
  PREVENT_ALLOW(false, false, false),
  /** The command's own rules decide, each service action by itself. */
  OWN(false, false, false);

  private final boolean allowedUnderWriteExclusive;
  private final boolean allowedUnderExclusiveAccess;
  private final boolean allowedUnderReserve;

  ReservationRule(
      boolean allowedUnderWriteExclusive,
      boolean allowedUnderExclusiveAccess,
      boolean allowedUnderReserve) {
    this.allowedUnderWriteExclusive = allowedUnderWriteExclusive;
    this.allowedUnderExclusiveAccess = allowedUnderExclusiveAccess;
    this.allowedUnderReserve = allowedUnderReserve;
  }

  /** Whether it passes another nexus' persistent reservation of a write exclusive type. */
  public boolean isAllowedUnderWriteExclusive() {
    return allowedUnderWriteExclusive;
  }

  /** Whether it passes another nexus' persistent reservation of an exclusive access type. */
  public boolean isAllowedUnderExclusiveAccess() {
    return allowedUnderExclusiveAccess;
  }

  /** Whether it passes another nexus' RESERVE (SPC-2 5.5.1). */
  public boolean isAllowedUnderReserve() {
    return allowedUnderReserve;
  }
}
