// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.run.FaultClass.Wire;

class FaultSetTest {
  private static final RandomStream RANDOM = new RandomStream(1, "test");

  @Test
  void readsNoneAllAndNames() {
    assertThat(FaultSet.parse("none").draw(RANDOM, Wire.STREAM)).isEmpty();
    assertThat(FaultSet.parse("reset,power-loss").draw(RANDOM, Wire.STREAM))
        .containsExactly(FaultClass.RESET, FaultClass.POWER_LOSS);
  }

  @Test
  void defaultDrawsAnotherHalfForEachRun() {
    FaultSet usual = FaultSet.parse("default");
    assertThat(usual.draw(new RandomStream(1, "a"), Wire.STREAM))
        .isNotEqualTo(usual.draw(new RandomStream(2, "a"), Wire.STREAM));
  }

  @Test
  void meetsWhatCanHappenToTheWireAlone() {
    FaultSet all = FaultSet.parse("all");
    assertThat(all.draw(RANDOM, Wire.NONE))
        .contains(FaultClass.POWER_LOSS)
        .doesNotContain(FaultClass.RESET, FaultClass.LINK_FLAP, FaultClass.LOGOUT);
    assertThat(all.draw(RANDOM, Wire.STREAM))
        .contains(FaultClass.POWER_LOSS, FaultClass.RESET, FaultClass.LOGOUT)
        .doesNotContain(FaultClass.LINK_FLAP);
    assertThat(all.draw(RANDOM, Wire.FRAMES))
        .contains(FaultClass.POWER_LOSS, FaultClass.LINK_FLAP, FaultClass.LOGOUT)
        .doesNotContain(FaultClass.RESET);
  }

  @Test
  void refusesUnknownNamesAndListsWhatIsAllowed() {
    assertThatThrownBy(() -> FaultSet.parse("reset,sharks"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"sharks\"")
        .hasMessageContaining("none, default, all, stall")
        .hasMessageContaining("power-loss");
  }

  @Test
  void readsRangesOfSeeds() {
    assertThat(SeedRange.parse("7")).isEqualTo(new SeedRange(7, 7));
    assertThat(SeedRange.parse("1..1000").count()).isEqualTo(1000);
    assertThatThrownBy(() -> SeedRange.parse("1..x")).hasMessageContaining("two with ..");
    assertThatThrownBy(() -> SeedRange.parse("5..1")).hasMessageContaining("from 5 to 1");
  }

  @Test
  void refusesAFabricThatIsNotThere() {
    SimulateOptions options = SimulateOptions.of("carrier-pigeon", FaultSet.none());
    assertThatThrownBy(() -> new SimulateRunner(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("carrier-pigeon")
        .hasMessageContaining("iscsi, direct");
  }
}
