// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.quintain.perf.load.LoadException;

class ProcessCpuTest {
  @Test
  void readsUserAndSystemTimeBehindANameWithBrackets() {
    String line = "42 (a) b (c)) S 1 42 42 0 -1 4194304 100 0 0 0 150 50 0 0 20 0 3 0 1000 0 0";
    assertThat(ProcessCpu.parse(line)).isEqualTo(2_000_000_000L);
  }

  @Test
  void saysWhenThereIsNoSuchProcess() {
    assertThatThrownBy(() -> ProcessCpu.of(999_999_999L))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("no process 999999999");
  }
}
