// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/** The one table of commands of a device server, by operation code and service action. */
public final class CommandTable {
  /** The operation code of all variable-length CDBs, whose service action is in bytes 8 and 9. */
  public static final int VARIABLE_LENGTH = 0x7F;

  private static final int SERVICE_ACTIONS = 32;

  private final @Nullable CommandDefinition[] byOperationCode = new CommandDefinition[256];
  private final @Nullable CommandDefinition[] byServiceAction =
      new CommandDefinition[256 * SERVICE_ACTIONS];
  private final boolean[] hasServiceActions = new boolean[256];
  private final List<CommandDefinition> rows = new ArrayList<>();
  private final boolean hasNormalAca;

  /** A table whose commands refuse the NACA bit (NORMACA 0). */
  public CommandTable() {
    this(false);
  }

  /**
   * A table of a logical unit that establishes an ACA condition for the NACA bit or not: NORMACA of
   * its INQUIRY data, and the bit in the CDB usage data of all its commands (SAM-5 5.2).
   */
  public CommandTable(boolean hasNormalAca) {
    this.hasNormalAca = hasNormalAca;
  }

  /** NORMACA. */
  public boolean hasNormalAca() {
    return hasNormalAca;
  }

  /** Adds a row; each pair of operation code and service action has one. */
  public CommandTable add(CommandDefinition row) {
    int operationCode = row.operationCode();
    Check.that(
        byOperationCode[operationCode] == null
            && (row.hasServiceAction() || !hasServiceActions[operationCode]),
        "an operation code has one row, or one for each service action",
        operationCode);
    if (row.hasServiceAction()) {
      int at = operationCode * SERVICE_ACTIONS + row.serviceAction();
      Check.that(byServiceAction[at] == null, "a service action has one row", operationCode);
      byServiceAction[at] = row;
      hasServiceActions[operationCode] = true;
    } else {
      byOperationCode[operationCode] = row;
    }
    if (hasNormalAca) {
      row.takeNaca();
    }
    rows.add(row);
    rows.sort(
        Comparator.comparingInt(CommandDefinition::operationCode)
            .thenComparingInt(CommandDefinition::serviceAction));
    return this;
  }

  /** The row of the command that {@code cdb} asks for, or null. */
  public @Nullable CommandDefinition find(byte[] cdb) {
    int operationCode = cdb[0] & 0xFF;
    return find(operationCode, operationCode == VARIABLE_LENGTH ? Cdb.u16(cdb, 8) : cdb[1] & 0x1F);
  }

  /**
   * The row of {@code operationCode}, or null; {@code serviceAction} counts only where the
   * operation code has service actions.
   */
  public @Nullable CommandDefinition find(int operationCode, int serviceAction) {
    CommandDefinition row = byOperationCode[operationCode];
    if (row == null && serviceAction < SERVICE_ACTIONS) {
      row = byServiceAction[operationCode * SERVICE_ACTIONS + serviceAction];
    }
    return row != null && row.isPresent() ? row : null;
  }

  /** Whether any row has {@code operationCode} with a service action. */
  public boolean hasServiceActions(int operationCode) {
    return hasServiceActions[operationCode];
  }

  /** The rows of the moment, by operation code and service action. */
  public List<CommandDefinition> rows() {
    return rows.stream().filter(CommandDefinition::isPresent).toList();
  }

  /** All rows that there may be, by operation code and service action. */
  public List<CommandDefinition> allRows() {
    return rows;
  }
}
