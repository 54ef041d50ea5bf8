// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import org.quintain.device.AccessRule;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;

/** TEST UNIT READY (SPC-5 6.48). */
public final class TestUnitReady {
  private TestUnitReady() {}

  /** Adds TEST UNIT READY to {@code table}; a logical unit of ours is ready while it is there. */
  public static void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("TEST UNIT READY")
            .usage(0x00, 0x00, 0x00, 0x00, 0x00, 0x00)
            .admitted(ReservationRule.PERSISTENT, AccessRule.ACTIVE, ReadinessRule.STARTED)
            .executedBy(TestUnitReady::execute));
  }

  private static void execute(long nowNs, CommandExecution execution) {
    execution.good(nowNs);
  }
}
