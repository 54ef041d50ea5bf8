// SPDX-License-Identifier: Apache-2.0
package org.quintain.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.fabric.CommandState.COMPLETING;
import static org.quintain.fabric.CommandState.DORMANT;
import static org.quintain.fabric.CommandState.ENABLED;
import static org.quintain.fabric.CommandState.FREE;
import static org.quintain.fabric.CommandState.RECEIVED;
import static org.quintain.fabric.CommandState.RECEIVING_DATA_OUT;
import static org.quintain.fabric.CommandState.SENDING_DATA_IN;
import static org.quintain.fabric.CommandState.STORING;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quintain.sam.InvariantViolation;

/** Walks every pair of states against a second writing of the table. */
final class CommandStateTest {
  private static final Map<CommandState, List<CommandState>> ARROWS =
      new EnumMap<>(
          Map.of(
              FREE, List.of(RECEIVED),
              RECEIVED, List.of(DORMANT, ENABLED, COMPLETING, FREE),
              DORMANT, List.of(ENABLED, COMPLETING),
              ENABLED, List.of(RECEIVING_DATA_OUT, STORING, SENDING_DATA_IN, COMPLETING),
              RECEIVING_DATA_OUT, List.of(ENABLED, COMPLETING),
              STORING, List.of(ENABLED, COMPLETING),
              SENDING_DATA_IN, List.of(ENABLED, COMPLETING),
              COMPLETING, List.of(FREE)));

  /** How to come from FREE to each state by arrows. */
  private static final Map<CommandState, List<CommandState>> WAYS =
      new EnumMap<>(
          Map.of(
              FREE, List.of(),
              RECEIVED, List.of(RECEIVED),
              DORMANT, List.of(RECEIVED, DORMANT),
              ENABLED, List.of(RECEIVED, DORMANT, ENABLED),
              RECEIVING_DATA_OUT, List.of(RECEIVED, DORMANT, ENABLED, RECEIVING_DATA_OUT),
              STORING, List.of(RECEIVED, DORMANT, ENABLED, STORING),
              SENDING_DATA_IN, List.of(RECEIVED, DORMANT, ENABLED, SENDING_DATA_IN),
              COMPLETING, List.of(RECEIVED, COMPLETING)));

  @Test
  void movesByTheArrowsOfItsTableAndByNoOthers() {
    for (CommandState from : CommandState.values()) {
      for (CommandState next : CommandState.values()) {
        Command command = new Command(0);
        WAYS.get(from).forEach(command::moveTo);
        assertThat(command.state()).isEqualTo(from);
        if (ARROWS.get(from).contains(next)) {
          command.moveTo(next);
          assertThat(command.state()).isEqualTo(next);
        } else {
          assertThatThrownBy(() -> command.moveTo(next))
              .as("%s to %s", from, next)
              .isInstanceOf(InvariantViolation.class);
        }
      }
    }
  }
}
