// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.authentication.ChallengeSource;
import org.quintain.sim.random.RandomStream;

/** What simulations of faults draw of a node. */
final class TargetShapeTest {
  @Test
  void wantsChapNowAndThenOneWayAndMutual() {
    Map<TargetShape.Guard, Integer> drawn = new EnumMap<>(TargetShape.Guard.class);
    for (long seed = 0; seed < 400; seed++) {
      TargetShape shape = TargetShape.drawn(new RandomStream(seed, "iscsi/shape"));
      drawn.merge(shape.guard(), 1, Integer::sum);
      ChallengeSource challenges = TargetShape.challenges(new RandomStream(seed, "challenges"));
      String methods = shape.initiators(challenges).methods();
      assertThat(methods)
          .isEqualTo(
              switch (shape.guard()) {
                case NOBODY -> "None";
                case TARGET -> "CHAP,None";
                case BOTH -> "CHAP";
              });
    }
    assertThat(drawn.get(TargetShape.Guard.NOBODY)).isBetween(200, 340);
    assertThat(drawn.get(TargetShape.Guard.TARGET)).isBetween(20, 120);
    assertThat(drawn.get(TargetShape.Guard.BOTH)).isBetween(20, 120);
  }
}
