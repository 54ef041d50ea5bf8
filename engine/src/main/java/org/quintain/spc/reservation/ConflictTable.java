// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import org.quintain.device.Cdb;
import org.quintain.device.ReservationRule;

/**
 * Which commands a reservation lets through: the tables of SPC-5 5.13 and SBC-4 4.17, whose rows
 * are the {@link ReservationRule} of each command, and SPC-2 5.5.1 for RESERVE.
 *
 * <pre>
 * relation                      all registrants, registrants only    write exclusive, exclusive access
 * holder                        allowed                              allowed
 * registrant                    allowed                              as the rule says
 * unregistered                  as the rule says                     as the rule says
 * </pre>
 */
public final class ConflictTable {
  private static final int START_STOP_BYTE = 4;
  private static final int PREVENT_BYTE = 4;

  private ConflictTable() {}

  /**
   * Whether a nexus that is {@code relation} to a persistent reservation of {@code type} may
   * execute the command {@code cdb}, whose row has {@code rule}.
   */
  public static boolean isAllowed(
      ReservationRule rule, ReservationType type, Relation relation, byte[] cdb) {
    if (relation == Relation.HOLDER) {
      return true;
    }
    if (relation == Relation.REGISTRANT && type.admitsRegistrants()) {
      return true;
    }
    boolean byRule =
        type.isExclusiveAccess()
            ? rule.isAllowedUnderExclusiveAccess()
            : rule.isAllowedUnderWriteExclusive();
    return byRule || isHarmless(rule, cdb);
  }

  /** Whether another nexus' RESERVE lets the command {@code cdb} of {@code rule} through. */
  public static boolean isAllowedUnderReserve(ReservationRule rule, byte[] cdb) {
    return rule.isAllowedUnderReserve() || isHarmless(rule, cdb);
  }

  /** The two commands of which one form disturbs nobody. */
  private static boolean isHarmless(ReservationRule rule, byte[] cdb) {
    return switch (rule) {
      case START_STOP -> (Cdb.u8(cdb, START_STOP_BYTE) & 0xF1) == 0x01;
      case PREVENT_ALLOW -> (Cdb.u8(cdb, PREVENT_BYTE) & 0x03) == 0;
      case ALWAYS, PERSISTENT, READS, WRITES, OWN -> false;
    };
  }
}
