// SPDX-License-Identifier: Apache-2.0
package org.quintain.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadlineTableTest {
  private final DeadlineTable table = new DeadlineTable(3);

  @Test
  void givesOutWhatIsDueOnceLowestTimerFirst() {
    table.set(2, 100);
    table.set(0, 100);
    table.set(1, 200);
    assertThat(table.nearestNs()).isEqualTo(100);
    assertThat(table.takeDue(99)).isEqualTo(-1);
    assertThat(table.takeDue(150)).isZero();
    assertThat(table.takeDue(150)).isEqualTo(2);
    assertThat(table.takeDue(150)).isEqualTo(-1);
    assertThat(table.nearestNs()).isEqualTo(200);
  }

  @Test
  void aTimerThatIsNotSetIsNeverDue() {
    assertThat(table.nearestNs()).isEqualTo(DeadlineTable.NONE);
    assertThat(table.takeDue(Long.MAX_VALUE)).isEqualTo(-1);
    table.set(1, 5);
    table.clear(1);
    assertThat(table.isSet(1)).isFalse();
    assertThat(table.takeDue(Long.MAX_VALUE)).isEqualTo(-1);
  }
}
