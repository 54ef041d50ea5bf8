// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.device.CommandDefinition;
import org.quintain.device.ReadinessRule;
import org.quintain.testing.Disk;

/** The column of the command table that says what state of the medium each command needs. */
final class ReadinessRulesTest {
  private static final List<CommandDefinition> ROWS =
      Disk.inMemory(512, 64).unit().deviceServer().commands().rows();

  private static List<String> named(ReadinessRule rule) {
    return ROWS.stream()
        .filter(row -> row.readinessRule() == rule)
        .map(CommandDefinition::name)
        .toList();
  }

  @Test
  void letsOnlyThreeCommandsThroughWhileAFormatOrSanitizeGoesOn() {
    assertThat(named(ReadinessRule.ALWAYS))
        .containsExactlyInAnyOrder("REQUEST SENSE", "INQUIRY", "REPORT LUNS");
  }

  @Test
  void asksAReadyMediumOfEveryCommandThatWritesIt() {
    assertThat(ROWS)
        .filteredOn(CommandDefinition::writesMedium)
        .allMatch(
            row ->
                row.readinessRule() == ReadinessRule.READY
                    || row.readinessRule() == ReadinessRule.FORMAT
                    || row.readinessRule() == ReadinessRule.SANITIZE);
  }
}
