// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walks every state of an exchange with every event. */
final class ExchangeStateTest {
  @Test
  void everyStateIsReachedAndLeadsBackToFree() {
    Set<ExchangeState> reached = EnumSet.of(ExchangeState.FREE);
    Deque<ExchangeState> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      ExchangeState state = open.remove();
      boolean leads = false;
      for (ExchangeState.Event event : ExchangeState.Event.values()) {
        ExchangeState next = state.after(event);
        leads |= next == ExchangeState.CLOSING || next == ExchangeState.FREE;
        if (next != null && reached.add(next)) {
          open.add(next);
        }
      }
      assertThat(leads).as(state.name()).isEqualTo(state != ExchangeState.FREE);
    }
    assertThat(reached).containsExactlyInAnyOrder(ExchangeState.values());
  }

  @Test
  void onlyAFreeExchangeBeginsAndOnlyAClosingOneIsFreed() {
    for (ExchangeState state : ExchangeState.values()) {
      assertThat(state.after(ExchangeState.Event.BEGUN) != null)
          .isEqualTo(state == ExchangeState.FREE);
      assertThat(state.after(ExchangeState.Event.GIVEN_BACK) != null)
          .isEqualTo(state == ExchangeState.CLOSING);
    }
  }

  @Test
  void theLinkCutsOffWhateverIsInUse() {
    for (ExchangeState state : ExchangeState.values()) {
      boolean inUse = state != ExchangeState.FREE && state != ExchangeState.CLOSING;
      assertThat(state.after(ExchangeState.Event.CUT_OFF))
          .isEqualTo(inUse ? ExchangeState.CLOSING : null);
    }
  }
}
