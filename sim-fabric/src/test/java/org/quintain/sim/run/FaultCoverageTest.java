// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A campaign that never meets a fault proves nothing about it: each class is met, and soon. */
class FaultCoverageTest {
  private static final int SEEDS_MAX = 20;

  @ParameterizedTest
  @EnumSource(FaultClass.class)
  void everyFaultClassIsMetAndSurvived(FaultClass fault) {
    String fabric =
        fault.concerns(FaultClass.Wire.STREAM)
            ? "iscsi"
            : fault.concerns(FaultClass.Wire.FRAMES) ? "fc" : "srp";
    isMetAndSurvived(fabric, fault);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultClass.class,
      names = {"POWER_LOSS", "PAUSE", "TASK_MANAGEMENT", "LOGOUT", "REINSTATEMENT"})
  void whatHappensToTargetsAndInitiatorsHappensOnFibreChannelToo(FaultClass fault) {
    isMetAndSurvived("fc", fault);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultClass.class,
      names = {"POWER_LOSS", "PAUSE", "TASK_MANAGEMENT", "LOGOUT", "REINSTATEMENT", "ABORT_RACE"})
  void whatHappensToTargetsAndInitiatorsHappensOnInfiniBandToo(FaultClass fault) {
    isMetAndSurvived("srp", fault);
  }

  private static void isMetAndSurvived(String fabric, FaultClass fault) {
    SimulateOptions options = SimulateOptions.of(fabric, FaultSet.parse(fault.label()));
    SimulateRunner runner = new SimulateRunner(options);
    long met = 0;
    for (long seed = 1; seed <= SEEDS_MAX && met == 0; seed++) {
      SimulationResult result = runner.runOne(seed);
      assertThat(result.failure()).as(result.reproduceCommand()).isEmpty();
      met = result.faultCounts().getOrDefault(fault.label(), 0L);
    }
    assertThat(met).as("how often %s was met in %s seeds", fault, SEEDS_MAX).isPositive();
  }
}
