// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * What a reservation of another I_T nexus lets a command do: the column of the command table that
 * the conflict tables of the standards are written in (SPC-5 5.13, table "Commands that are allowed
 * in the presence of various reservations"; SBC-4 4.17).
 */
public enum ReservationRule {
  /** Allowed whatever is reserved. */
  ALWAYS,
  /** Allowed under the write exclusive types, a conflict under the exclusive access types. */
  READS,
  /** A conflict under every type, unless the nexus holds it or the type lets registrants in. */
  WRITES,
  /** START STOP UNIT: allowed with START set and POWER CONDITION zero, otherwise as a write. */
  START_STOP,
  /** PREVENT ALLOW MEDIUM REMOVAL: allowed with PREVENT zero, otherwise as a write. */
  PREVENT_ALLOW,
  /** The command's own rules decide, each service action by itself. */
  OWN
}
