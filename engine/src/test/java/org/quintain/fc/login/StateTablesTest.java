// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walks every state with every input of both tables. */
final class StateTablesTest {
  @Test
  void everyLocalStateTakesEveryInputAndIsReached() {
    Set<LocalPortState.Action> taken = EnumSet.noneOf(LocalPortState.Action.class);
    Set<LocalPortState> reached = EnumSet.of(LocalPortState.OFFLINE);
    Deque<LocalPortState> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      LocalPortState state = open.remove();
      for (LocalPortState.Input input : LocalPortState.Input.values()) {
        LocalPortState.Step step = state.on(input);
        taken.add(step.action());
        if (reached.add(step.next())) {
          open.add(step.next());
        }
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(LocalPortState.values());
    assertThat(taken).containsExactlyInAnyOrder(LocalPortState.Action.values());
  }

  @Test
  void noLinkMeansOfflineWhereverAPortWas() {
    for (LocalPortState state : LocalPortState.values()) {
      LocalPortState.Step step = state.on(LocalPortState.Input.LINK_DOWN);
      assertThat(step.next()).isEqualTo(LocalPortState.OFFLINE);
      assertThat(step.action() == LocalPortState.Action.LEAVE)
          .isEqualTo(state != LocalPortState.OFFLINE);
    }
  }

  @Test
  void whatFailsIsTriedAgainAfterAWait() {
    for (LocalPortState state : LocalPortState.values()) {
      LocalPortState.Step failed = state.on(LocalPortState.Input.FAILED);
      if (failed.next() != state) {
        assertThat(failed.action()).isEqualTo(LocalPortState.Action.WAIT);
        LocalPortState.Step again = failed.next().on(LocalPortState.Input.TIMER);
        assertThat(again.action().name()).startsWith("SEND_");
      }
    }
  }

  @Test
  void aLocalStateChangesWithAnActionOnly() {
    for (LocalPortState state : LocalPortState.values()) {
      for (LocalPortState.Input input : LocalPortState.Input.values()) {
        LocalPortState.Step step = state.on(input);
        if (step.next() != state) {
          assertThat(step.action())
              .as("%s on %s", state, input)
              .isNotEqualTo(LocalPortState.Action.NONE);
        }
      }
    }
  }

  @Test
  void everyPeerStateTakesEveryInputAndIsReached() {
    Set<RemotePortState.Action> taken = EnumSet.noneOf(RemotePortState.Action.class);
    Set<RemotePortState> reached = EnumSet.of(RemotePortState.IDLE);
    Deque<RemotePortState> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      RemotePortState state = open.remove();
      for (RemotePortState.Input input : RemotePortState.Input.values()) {
        RemotePortState.Step step = state.on(input);
        taken.add(step.action());
        if (reached.add(step.next())) {
          open.add(step.next());
        }
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(RemotePortState.values());
    assertThat(taken).containsExactlyInAnyOrder(RemotePortState.Action.values());
  }

  @Test
  void aPeerThatIsGoneIsDroppedWhereverItWas() {
    for (RemotePortState state : RemotePortState.values()) {
      assertThat(state.on(RemotePortState.Input.GONE))
          .isEqualTo(new RemotePortState.Step(RemotePortState.IDLE, RemotePortState.Action.DROP));
    }
  }

  @Test
  void aLoginThatEndsIsDroppedOrSuspended() {
    for (RemotePortState state : RemotePortState.values()) {
      for (RemotePortState.Input input : RemotePortState.Input.values()) {
        RemotePortState.Step step = state.on(input);
        boolean stood = state.isLoggedIn();
        boolean stands = step.next().isLoggedIn();
        if (stood && !stands) {
          assertThat(step.action().name()).as("%s on %s", state, input).startsWith("DROP");
        }
        if (!state.isSuspended() && step.next().isSuspended()) {
          assertThat(input).isEqualTo(RemotePortState.Input.LINK_DOWN);
          assertThat(step.action()).isEqualTo(RemotePortState.Action.SUSPEND);
        }
      }
    }
  }

  @Test
  void aPeersOwnLoginIsTakenInEveryState() {
    for (RemotePortState state : RemotePortState.values()) {
      RemotePortState.Step step = state.on(RemotePortState.Input.PLOGI_CAME);
      assertThat(step.next()).isEqualTo(RemotePortState.LOGGED_IN);
      assertThat(step.action())
          .isEqualTo(
              state.isLoggedIn()
                  ? RemotePortState.Action.DROP_AND_PROCEED
                  : RemotePortState.Action.PROCEED);
    }
  }
}
