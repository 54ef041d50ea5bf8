// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quintain.fabric.ScsiTarget;
import org.quintain.sim.fabric.Mutation;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.stream.StreamTap;
import org.quintain.store.BackingStore;

/** Runs must be able to fail: each deliberate mistake is found by some of the first seeds. */
class DeliberateMistakesStory {
  private static final int SEEDS_MAX = 60;

  /** The first failure among the first seeds. */
  private static SimulationResult firstFailure(String faults, Mutation mutation) {
    SimulateOptions options =
        SimulateOptions.of("iscsi", FaultSet.parse(faults))
            .withCheckEvery(0)
            .withMutation(mutation);
    SimulateRunner runner = new SimulateRunner(options);
    for (long seed = 1; seed <= SEEDS_MAX; seed++) {
      SimulationResult result = runner.runOne(seed);
      if (!result.isPass()) {
        return result;
      }
    }
    throw new AssertionError("none of " + SEEDS_MAX + " seeds found the mistake");
  }

  private static Mutation store(BrokenStore.Mistake mistake) {
    return new Mutation() {
      @Override
      public BackingStore store(SimWorld world, BackingStore store) {
        return new BrokenStore(store, mistake, world.random("mistake"));
      }
    };
  }

  @ParameterizedTest
  @EnumSource(BrokenStore.Mistake.class)
  void storesThatAreWrongAreFound(BrokenStore.Mistake mistake) {
    String faults =
        switch (mistake) {
          case IGNORES_FLUSH, IGNORES_FORCE_UNIT_ACCESS -> "power-loss";
          case LOSES_A_WRITE, TEARS_A_WRITE, MISPLACES_A_WRITE, COMPLETES_TWICE, NEVER_COMPLETES ->
              "none";
        };
    SimulationResult failure = firstFailure(faults, store(mistake));
    assertThat(failure.failure())
        .contains(
            switch (mistake) {
              case COMPLETES_TWICE -> "a store request";
              case NEVER_COMPLETES -> "";
              case IGNORES_FLUSH,
                  IGNORES_FORCE_UNIT_ACCESS,
                  LOSES_A_WRITE,
                  TEARS_A_WRITE,
                  MISPLACES_A_WRITE ->
                  "a read of initiator";
            });
    assertThat(failure.lastEvents()).isNotEmpty();
    assertThat(failure.reproduceCommand())
        .isEqualTo(
            "./quintain simulate --seed " + failure.seed() + " --fabric iscsi --faults " + faults);
  }

  @Test
  void aTargetThatLosesAbortsIsFound() {
    Mutation mutation =
        new Mutation() {
          @Override
          public ScsiTarget target(SimWorld world, ScsiTarget target) {
            return new BrokenTarget(target);
          }
        };
    assertThat(firstFailure("task-management", mutation).isPass()).isFalse();
  }

  @Test
  void aTransportThatSwapsBytesOfDataIsFound() {
    Mutation mutation =
        new Mutation() {
          @Override
          public StreamTap tap(SimWorld world) {
            return new StreamTap() {
              @Override
              public void onSegment(
                  long nowNs, boolean fromInitiator, byte[] bytes, int offset, int length) {
                if (length > 2_000) {
                  byte kept = bytes[offset + length - 600];
                  bytes[offset + length - 600] = bytes[offset + length - 500];
                  bytes[offset + length - 500] = kept;
                }
              }
            };
          }
        };
    assertThat(firstFailure("none", mutation).isPass()).isFalse();
  }
}
