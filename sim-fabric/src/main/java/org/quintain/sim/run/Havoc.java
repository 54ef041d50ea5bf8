// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.Arrays;
import java.util.SortedMap;
import org.quintain.sim.fabric.SimulatedFabric;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/**
 * The harm that is done to the whole target: power losses and held-up reactors, each after so many
 * commands.
 */
final class Havoc {
  private static final long SECOND_NS = 1_000_000_000L;

  private final Swarm swarm;
  private final SimWorld world;
  private final SimulatedFabric fabric;
  private final Histories histories;
  private final RandomStream random;
  private final TraceSource source;
  private final long[] powerLossAt;
  private final long[] pauseAt;
  private int powerLosses;
  private int pauses;
  private long powerOnAtNs = Long.MAX_VALUE;
  private boolean stopped;

  Havoc(Swarm swarm, SimWorld world, SimulatedFabric fabric, Histories histories) {
    this.swarm = swarm;
    this.world = world;
    this.fabric = fabric;
    this.histories = histories;
    this.random = world.random("havoc");
    this.source = world.trace().source("havoc");
    powerLossAt = draw(swarm.meets(FaultClass.POWER_LOSS) ? 1 + random.below(3) : 0);
    pauseAt = draw(swarm.meets(FaultClass.PAUSE) ? 1 + random.below(4) : 0);
  }

  private long[] draw(int count) {
    int all = Math.max(1, swarm.commandsPerInitiator() * swarm.initiatorCount());
    long[] at = new long[count];
    for (int index = 0; index < count; index++) {
      at[index] = random.below(all);
    }
    Arrays.sort(at);
    return at;
  }

  /** Does what is due after {@code commands} commands. */
  void poll(long nowNs, long commands) {
    if (nowNs >= powerOnAtNs) {
      powerOn(nowNs);
    }
    if (stopped) {
      return;
    }
    if (powerLosses < powerLossAt.length
        && commands >= powerLossAt[powerLosses]
        && powerOnAtNs == Long.MAX_VALUE) {
      powerLosses++;
      fabric.powerOff();
      histories.losePower();
      powerOnAtNs = nowNs + random.exponentialNs(2 * SECOND_NS);
    }
    if (pauses < pauseAt.length && commands >= pauseAt[pauses]) {
      pauses++;
      int reactor = random.below(swarm.reactorCount());
      long pauseNs = random.exponentialNs(random.oneOfInts(1, 50, 5_000) * (SECOND_NS / 1_000));
      world.trace().event(nowNs, source, TraceKind.FAULT, reactor, pauseNs);
      world.reactor(reactor).holdUntil(nowNs + pauseNs);
    }
  }

  private void powerOn(long nowNs) {
    powerOnAtNs = Long.MAX_VALUE;
    world.trace().event(nowNs, source, TraceKind.POWER_ON, powerLosses, 0);
    fabric.powerOn();
  }

  void addCounts(SortedMap<String, Long> counts) {
    if (powerLosses > 0) {
      counts.merge(FaultClass.POWER_LOSS.label(), (long) powerLosses, Long::sum);
    }
    if (pauses > 0) {
      counts.merge(FaultClass.PAUSE.label(), (long) pauses, Long::sum);
    }
  }

  /** No more harm; the power comes back. */
  void stop() {
    stopped = true;
    if (powerOnAtNs != Long.MAX_VALUE) {
      powerOn(world.nowNs());
    }
  }
}
