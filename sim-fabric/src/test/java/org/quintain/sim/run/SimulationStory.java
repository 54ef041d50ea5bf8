// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first seeds of every build. A failure names its seed and the command that gives it again. */
class SimulationStory {
  @ParameterizedTest
  @CsvSource({
    "iscsi, none, 20",
    "iscsi, default, 120",
    "iscsi, all, 40",
    "fc, none, 20",
    "fc, default, 40",
    "fc, all, 20",
    "direct, default, 40",
    "direct, all, 20"
  })
  void seedsPassUnderFaults(String fabric, String faults, int seeds) {
    SimulateOptions options = SimulateOptions.of(fabric, FaultSet.parse(faults));
    List<String> failures = new ArrayList<>();
    SimulateRunner.Summary summary =
        new SimulateRunner(options)
            .run(
                new SeedRange(1, seeds),
                result -> {
                  if (!result.isPass()) {
                    failures.add(result.line() + "\n" + result.reproduceCommand());
                  }
                });
    assertThat(failures).isEmpty();
    assertThat(summary.passed()).isEqualTo(seeds);
    assertThat(summary.determinismBroken()).isZero();
    assertThat(summary.repeated()).isPositive();
  }

  /**
   * 553: a reset that was answered twice ended a command that had never come. 1722: Data-Out was
   * waited for on a connection that was gone.
   */
  @ParameterizedTest
  @ValueSource(longs = {553, 1722})
  void seedsThatOnceFailedPass(long seed) {
    assertPasses("iscsi", "default", seed);
  }

  /**
   * 11822: Data-In of a command was to be sent again when its memory had gone back. 10946: the
   * answer to a logout was lost, and the checker read while its time ran.
   */
  @ParameterizedTest
  @ValueSource(longs = {10946, 11822})
  void seedsThatOnceFailedWithAllFaultsPass(long seed) {
    assertPasses("iscsi", "all", seed);
  }

  /**
   * 1210: a command that another initiator cleared was sent again. 1963: so was one whose exchange
   * went with the target's link. 2349: a port that was held up heard that its link was up, and then
   * that it was down. 3970: ABORT TASK SET overtook a write, which was told to be over while the
   * target did it.
   */
  @ParameterizedTest
  @ValueSource(longs = {1210, 1963, 2349, 3970})
  void seedsThatOnceFailedOverFibreChannelPass(long seed) {
    assertPasses("fc", "all", seed);
  }

  private static void assertPasses(String fabric, String faults, long seed) {
    SimulateOptions options = SimulateOptions.of(fabric, FaultSet.parse(faults));
    List<String> failures = new ArrayList<>();
    new SimulateRunner(options)
        .run(
            new SeedRange(seed, seed),
            result -> {
              if (!result.isPass()) {
                failures.add(result.line());
              }
            });
    assertThat(failures).isEmpty();
  }
}
