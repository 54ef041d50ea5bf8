// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The conflict tables copied by hand out of the standards: SPC-5 5.13 (commands, and service
 * actions of PERSISTENT RESERVE OUT), SBC-4 4.17, SPC-2 table 9 and annex B.2 for RESERVE. Knows
 * nothing of the command table's own rules.
 *
 * <pre>
 * operation code[/service action]  write exclusive  exclusive access  under another's RESERVE
 * </pre>
 *
 * <p>A allowed, C conflict, - not said. A registrant is allowed everything under registrants only
 * and all registrants; under the other types it counts as any other nexus.
 */
final class ConflictOracle {
  private static final String TABLE =
      """
      00 A A C
      03 A A A
      04 C C C
      07 C C C
      08 A C C
      0A C C C
      12 A A A
      15 C C C
      1A A C C
      1B:start A A A
      1B:stop C C C
      1C A C C
      1D C C C
      1E:allow A A A
      1E:prevent C C C
      25 A A A
      28 A C C
      2A C C C
      2E C C C
      2F A C C
      34 A C C
      35 C C C
      37 A C C
      3B C C C
      3C A C C
      3E A C C
      3F C C C
      41 C C C
      42 C C C
      48/01 C C C
      48/02 C C C
      48/03 C C C
      48/1F C C C
      4C C C C
      4D A A A
      55 C C C
      5A A C C
      5E/00 A A C
      5E/01 A A C
      5E/02 A A C
      5E/03 A A C
      7F/0009 A C C
      7F/000A A C C
      7F/000B C C C
      7F/000C C C C
      7F/000D C C C
      7F/000E C C C
      7F/000F C C C
      7F/0010 C C C
      7F/0011 C C C
      7F/0012 A C C
      83/00 C C C
      83/01 C C C
      83/10 A C C
      83/11 C C C
      83/1C C C C
      84/00 A A -
      84/01 A A -
      84/03 A A -
      84/04 A A -
      84/05 A A -
      84/06 A A -
      84/07 A A -
      84/08 A A -
      88 A C C
      89 C C C
      8A C C C
      8B C C C
      8C A C C
      8E C C C
      8F A C C
      90 A C C
      91 C C C
      93 C C C
      9A C C C
      9B A C C
      9C C C C
      9E/10 A A A
      9E/11 A C C
      9E/12 A C C
      9E/13 A A -
      9E/14 C C C
      9E/15 C C C
      9E/16 A C C
      9F/11 C C C
      9F/12 C C C
      A0 A A A
      A2 A C C
      A3/05 A A -
      A3/0A A A A
      A3/0B A A -
      A3/0C A C C
      A3/0D A C C
      A3/0E A A -
      A3/0F A A -
      A3/10 A C C
      A4/06 C C C
      A4/0A C C C
      A4/0B C C C
      A4/0E C C C
      A4/0F C C C
      A4/10 C C C
      A8 A C C
      AA C C C
      AB/01 A A -
      AE C C C
      AF A C C
      B5 C C C
      B7 A C C
      """;

  /** Service action of PERSISTENT RESERVE OUT, from a registrant, from an unregistered nexus. */
  private static final String OUT_TABLE =
      """
      00 A A
      01 C C
      02 A C
      03 A C
      04 A C
      05 A C
      06 A A
      07 C C
      """;

  private final Map<String, String> rows = new TreeMap<>();
  private final Map<String, String> outRows = new TreeMap<>();

  ConflictOracle() {
    TABLE.lines().forEach(line -> rows.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
    OUT_TABLE.lines().forEach(line -> outRows.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
  }

  /** The row of {@code command}, or null where the oracle has none. */
  @Nullable String row(String command) {
    return rows.get(command);
  }

  /** Whether {@code command} is to conflict for a nexus that does not hold the reservation. */
  boolean isConflict(String command, int type, boolean isRegistered) {
    if (command.startsWith("5F/")) {
      String row = outRows.get(command.substring(3));
      return row != null && row.charAt(isRegistered ? 0 : 2) == 'C';
    }
    // RESERVE and RELEASE: GOOD where the nexus is let in, a conflict otherwise (CRH).
    if (isRegistered && type >= 5) {
      return false;
    }
    if (command.matches("16|17|56|57")) {
      return true;
    }
    boolean isWriteExclusive = type == 1 || type == 5 || type == 7;
    String row = rows.get(command);
    return row != null && row.charAt(isWriteExclusive ? 0 : 2) == 'C';
  }

  /** Whether {@code command} is to conflict under another's RESERVE; null where nothing is said. */
  @Nullable Boolean isConflictUnderReserve(String command) {
    if (command.startsWith("5F/") || command.matches("16|56")) {
      return true;
    }
    if (command.matches("17|57")) {
      return false;
    }
    String row = rows.get(command);
    return (row == null || row.charAt(4) == '-') ? null : Boolean.valueOf(row.charAt(4) == 'C');
  }
}
