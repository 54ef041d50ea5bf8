// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

import java.util.Set;
import org.quintain.conformance.scsi.CommandRows.Row;

/**
 * What the standards say of commands as a whole: which a reservation stops (SPC-5 5.13; SBC-4 4.17;
 * SPC-2 5.5.1), which change the medium, which need one that is started (SBC-4 4.20), and which run
 * in what asymmetric access state (SPC-5 5.18.2). By operation code, and where a service action
 * makes a difference, by {@code code << 16 | action}.
 */
public final class RowRules {
  /** Passed by a persistent reservation of whatever type, yet stopped by RESERVE. */
  private static final Set<Integer> STOPPED_BY_RESERVE = Set.of(0x00, 0x5E, 0x5F0000, 0x5F0006);

  /** Stopped by no reservation, or not by any that the standards name. */
  private static final Set<Integer> NEVER_STOPPED =
      Set.of(0x03, 0x12, 0x25, 0x4D, 0x84, 0xA0, 0x9E0010, 0x9E0013, 0xA30005, 0xA3000A, 0xA3000F);

  private static final Set<Integer> WRITING =
      Set.of(
          0x04, 0x07, 0x0A, 0x2A, 0x2E, 0x3F, 0x41, 0x42, 0x48, 0x89, 0x8A, 0x8B, 0x8E, 0x93, 0x9A,
          0x9C, 0x9F, 0xAA, 0xAE, 0x7F000B, 0x7F000C, 0x7F000D, 0x7F000E, 0x7F000F, 0x7F0010,
          0x7F0011, 0x830011);

  private static final Set<Integer> ON_STARTED_MEDIUM =
      Set.of(
          0x00, 0x07, 0x08, 0x0A, 0x28, 0x2A, 0x2E, 0x2F, 0x34, 0x35, 0x3F, 0x41, 0x42, 0x7F, 0x88,
          0x89, 0x8A, 0x8B, 0x8E, 0x8F, 0x90, 0x91, 0x93, 0x9A, 0x9C, 0x9F, 0xA8, 0xAA, 0xAE, 0xAF,
          0x9E0012, 0x9E0014, 0x9E0016, 0x830000, 0x830001, 0x830010, 0x830011);

  /** What touches the medium, and so needs an active port. */
  private static final Set<Integer> ACTIVE_ONLY =
      Set.of(
          0x00, 0x04, 0x07, 0x08, 0x0A, 0x1B, 0x1E, 0x28, 0x2A, 0x2E, 0x2F, 0x34, 0x35, 0x37, 0x3F,
          0x41, 0x42, 0x48, 0x7F, 0x88, 0x89, 0x8A, 0x8B, 0x8E, 0x8F, 0x90, 0x91, 0x93, 0x9A, 0x9C,
          0x9F, 0xA8, 0xAA, 0xAE, 0xAF, 0xB7, 0x9E0012, 0x9E0014, 0x9E0016, 0x830000, 0x830001,
          0x830010, 0x830011);

  private static final Set<Integer> IN_EVERY_STATE = Set.of(0x03, 0x12, 0xA0, 0xA3000A, 0xA4000A);

  private RowRules() {}

  private static boolean isIn(Set<Integer> rules, Row row) {
    return rules.contains(row.opcode()) || rules.contains(row.opcode() << 16 | row.action());
  }

  /** Whether RESERVE of another nexus stops it, though no persistent reservation does. */
  public static boolean isStoppedByReserveAlone(Row row) {
    return isIn(STOPPED_BY_RESERVE, row);
  }

  /** Whether a persistent reservation of another nexus, of type exclusive access, stops it. */
  public static boolean isStoppedByExclusiveAccess(Row row) {
    return !isIn(STOPPED_BY_RESERVE, row) && !isIn(NEVER_STOPPED, row);
  }

  /** Whether it changes the medium. */
  public static boolean writes(Row row) {
    return isIn(WRITING, row);
  }

  /** Whether it needs a medium that is started. */
  public static boolean needsStartedMedium(Row row) {
    return isIn(ON_STARTED_MEDIUM, row);
  }

  /** Whether it is executed through a port in the active states alone. */
  public static boolean needsActivePort(Row row) {
    return isIn(ACTIVE_ONLY, row);
  }

  /** Whether it is executed through a port in whatever state. */
  public static boolean runsInEveryState(Row row) {
    return isIn(IN_EVERY_STATE, row);
  }

  /** The shortest CDB of {@code row} that a write-protected medium or a reservation refuses. */
  public static Cdb touching(Row row) {
    Cdb cdb = row.blank();
    return switch (row.opcode()) {
      case 0x0A, 0x1E -> cdb.with(4, 1);
      case 0x2A, 0x2E, 0x41 -> cdb.with(8, 1);
      case 0xAA, 0xAE -> cdb.with(9, 1);
      case 0x89, 0x8A, 0x8B, 0x8E, 0x93, 0x9A, 0x9C -> cdb.with(13, 1);
      case 0x7F -> row.action() == 0x11 ? cdb : cdb.with(31, 1);
      default -> cdb;
    };
  }
}
