// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.quintain.sim.ib.link.IbFaultKind;
import org.quintain.sim.ib.link.IbWeather;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/** What goes wrong with one adapter's work requests, drawn from a stream of its own. */
final class AdapterTrouble {
  private final SimWorld world;
  private final SimReactor reactor;
  private final IbWeather weather;
  private final RandomStream random;
  private final TraceSource source;

  AdapterTrouble(SimWorld world, SimReactor reactor, IbWeather weather, String path) {
    this.world = world;
    this.reactor = reactor;
    this.weather = weather;
    this.random = world.random(path + "/trouble");
    this.source = world.trace().source(path + "/trouble");
  }

  SimWorld world() {
    return world;
  }

  SimReactor reactor() {
    return reactor;
  }

  private void note(IbFaultKind kind, long argument) {
    weather.onMet(kind);
    world.trace().event(world.nowNs(), source, TraceKind.FAULT, kind.ordinal(), argument);
  }

  /** Whether the queue pair breaks with this request. */
  boolean breaks(int queuePair) {
    boolean met = !weather.isQuiet() && random.chance(weather.faults().queuePairError());
    if (met) {
      note(IbFaultKind.QUEUE_PAIR_ERROR, queuePair);
    }
    return met;
  }

  /** What the remote key of this request is turned by; 0 for right keys. */
  int spoilsKeyBy() {
    if (weather.isQuiet() || !random.chance(weather.faults().remoteAccess())) {
      return 0;
    }
    int turned = (int) random.nextLong() | 1 << 8;
    note(IbFaultKind.REMOTE_ACCESS_ERROR, turned);
    return turned;
  }

  /** For how long the host keeps receive buffers to itself from now on; 0 for not at all. */
  long keepsReceivesNs() {
    if (weather.isQuiet() || !random.chance(weather.faults().receiverNotReady())) {
      return 0;
    }
    long keptNs = 1 + random.exponentialNs(weather.faults().notReadyMeanNs());
    note(IbFaultKind.RECEIVER_NOT_READY, keptNs);
    return keptNs;
  }
}
