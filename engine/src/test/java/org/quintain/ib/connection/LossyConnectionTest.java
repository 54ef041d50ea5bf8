// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.ib.connection.CmBench.Pair;
import org.quintain.ib.connection.CmBench.Side;

/** Connections over a link that loses, repeats and reorders datagrams. */
final class LossyConnectionTest {
  private static final long ACT_NS = 3_000_000;

  @Property(seed = "6", tries = 300)
  void everyConnectionEndsOnceAtEachEnd(@ForAll long seed) {
    Random random = new Random(seed);
    CmBench bench = new CmBench(seed);
    bench.lostPercent = random.nextInt(50);
    bench.repeatedPercent = random.nextInt(40);
    bench.passive.acceptAll();
    bench.active.acceptAll();
    for (int turn = 0; turn < 12; turn++) {
      Side side = random.nextBoolean() ? bench.active : bench.passive;
      if (random.nextInt(3) > 0) {
        side.connect();
      } else if (!side.pairs.isEmpty()) {
        Pair pair = side.pairs.get(random.nextInt(side.pairs.size()));
        side.manager.disconnect(bench.nowNs, pair.communication, new byte[0]);
      }
      bench.runFor(random.nextInt((int) ACT_NS));
    }
    bench.settle();
    bench.lostPercent = 0;
    for (Side side : List.of(bench.active, bench.passive)) {
      for (Pair pair : List.copyOf(side.pairs)) {
        side.manager.disconnect(bench.nowNs, pair.communication, new byte[0]);
      }
      bench.settle();
    }
    for (Side side : List.of(bench.active, bench.passive)) {
      assertThat(side.manager.size()).isZero();
      for (Pair pair : side.pairs) {
        assertThat(pair.isFree).isTrue();
        assertThat(ends(pair)).as("%s", pair.told).isOne();
        assertThat(pair.told.size()).isLessThanOrEqualTo(2);
        assertThat(pair.told.indexOf("established")).isLessThanOrEqualTo(0);
      }
    }
  }

  private static long ends(Pair pair) {
    return pair.told.stream().filter(told -> !told.equals("established")).count();
  }
}
