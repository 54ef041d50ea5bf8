// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quintain.ib.transport.QueuePairState.Event;

/** Walks every state of a queue pair with every event. */
final class QueuePairStateTest {
  @Test
  void everyStateIsReachedFromReset() {
    Set<QueuePairState> reached = EnumSet.of(QueuePairState.RESET);
    Deque<QueuePairState> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      QueuePairState state = open.remove();
      for (Event event : Event.values()) {
        QueuePairState next = state.after(event);
        if (next != null && reached.add(next)) {
          open.add(next);
        }
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(QueuePairState.values());
  }

  @Test
  void errorAndResetFollowEverywhere() {
    for (QueuePairState state : QueuePairState.values()) {
      assertThat(state.after(Event.ERROR)).isEqualTo(QueuePairState.ERR);
      assertThat(state.after(Event.RESET)).isEqualTo(QueuePairState.RESET);
    }
  }

  @Test
  void theWayToSendingLeadsThroughInitAndReceiving() {
    for (QueuePairState state : QueuePairState.values()) {
      assertThat(state.after(Event.INITIALISED) != null)
          .isEqualTo(state == QueuePairState.RESET || state == QueuePairState.INIT);
      assertThat(state.after(Event.READY_TO_RECEIVE) != null)
          .isEqualTo(state == QueuePairState.INIT);
      boolean isReady =
          state != QueuePairState.RESET
              && state != QueuePairState.INIT
              && state != QueuePairState.ERR;
      assertThat(state.after(Event.READY_TO_SEND) != null).isEqualTo(isReady);
    }
  }

  @Test
  void takesRequestsAsItsStateAllows() {
    assertThat(QueuePairState.RESET.takesReceives()).isFalse();
    assertThat(QueuePairState.INIT.takesReceives()).isTrue();
    assertThat(QueuePairState.RTR.takesSends()).isFalse();
    assertThat(QueuePairState.ERR.takesSends()).isTrue();
    assertThat(QueuePairState.ERR.receives()).isFalse();
    assertThat(QueuePairState.SQE.receives()).isTrue();
  }
}
