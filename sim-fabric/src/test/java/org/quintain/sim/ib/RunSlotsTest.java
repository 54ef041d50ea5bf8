// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.wire.OutgoingMessage;

final class RunSlotsTest {
  private final RunSlots slots = new RunSlots();

  @Test
  void aTicketFindsItsRunUntilItIsRemoved() {
    List<OutgoingMessage> runs = new ArrayList<>();
    List<Long> tickets = new ArrayList<>();
    for (int index = 0; index < 100; index++) {
      OutgoingMessage run = new OutgoingMessage();
      runs.add(run);
      tickets.add(slots.put(run));
    }
    for (int index = 99; index >= 0; index--) {
      assertThat(slots.get(tickets.get(index))).isSameAs(runs.get(index));
      assertThat(slots.remove(tickets.get(index))).isSameAs(runs.get(index));
      assertThat(slots.get(tickets.get(index))).isNull();
    }
    assertThat(slots.count()).isZero();
  }

  @Test
  void whatWasForgottenIsNotFoundByANumberThatIsUsedAgain() {
    long before = slots.put(new OutgoingMessage());
    slots.forgetAll();
    OutgoingMessage later = new OutgoingMessage();
    long after = slots.put(later);
    assertThat(slots.get(before)).isNull();
    assertThat(slots.remove(before)).isNull();
    assertThat(slots.get(after)).isSameAs(later);
  }

  @Test
  void allThatIsUnderWayCanBeTakenBack() {
    for (int index = 0; index < 20; index++) {
      slots.put(new OutgoingMessage());
    }
    for (int left = 20; left > 0; left--) {
      assertThat(slots.count()).isEqualTo(left);
      assertThat(slots.takeAny()).isNotNull();
    }
    assertThat(slots.takeAny()).isNull();
  }
}
