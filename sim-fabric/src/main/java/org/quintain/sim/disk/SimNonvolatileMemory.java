// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;
import org.quintain.store.NonvolatileMemory;

/**
 * Saved values on virtual time, one save after the other. A power loss finds each save that is
 * under way made or not made, as drawn, and none made after one that was not; whatever {@link
 * DiskWeather} refuses of writes it refuses of saves.
 */
public final class SimNonvolatileMemory implements NonvolatileMemory {
  private record Save(long number, String name, byte[] value) {}

  private final DiskProfile profile;
  private final DiskWeather weather;
  private final SimWorld world;
  private final RandomStream random;
  private final TraceSource source;
  private final TreeMap<String, byte[]> values = new TreeMap<>();
  private final ArrayDeque<Save> underWay = new ArrayDeque<>();
  private long lastSavedNs;
  private long saves;

  /**
   * An empty memory.
   *
   * @param path the memory's path, by which its draws and trace are named
   */
  public SimNonvolatileMemory(
      SimWorld world, String path, DiskProfile profile, DiskWeather weather) {
    this.world = world;
    this.profile = profile;
    this.weather = weather;
    this.random = world.random(path);
    this.source = world.trace().source(path);
  }

  @Override
  public byte @Nullable [] load(String name) {
    byte[] value = values.get(name);
    return value == null ? null : value.clone();
  }

  @Override
  public void save(
      long nowNs, Reactor reactor, String name, byte[] value, SaveCompletion completion) {
    Save save = new Save(saves++, name, value.clone());
    world
        .trace()
        .event(nowNs, source, TraceKind.STORE_SUBMITTED, save.number, RandomStream.hash(name));
    if (random.chance(weather.faults().writeError())) {
      weather.onError();
      reactor.callAt(nowNs + serviceNs(), atNs -> completion.onSaved(atNs, false));
      return;
    }
    underWay.addLast(save);
    lastSavedNs = Math.max(lastSavedNs, nowNs) + serviceNs();
    reactor.callAt(lastSavedNs, atNs -> onSaved(atNs, save, completion));
  }

  private long serviceNs() {
    return profile.fixedNs()
        + random.exponentialNs(profile.writeMeanNs())
        + random.exponentialNs(profile.flushMeanNs());
  }

  private void onSaved(long nowNs, Save save, SaveCompletion completion) {
    if (!underWay.remove(save)) {
      return; // The power went meanwhile.
    }
    values.put(save.name, save.value);
    world.trace().event(nowNs, source, TraceKind.STORE_COMPLETED, save.number, 0);
    completion.onSaved(nowNs, true);
  }

  /** The power goes: those under way are made or not. */
  public void losePower(long nowNs) {
    int lost = underWay.size();
    while (!underWay.isEmpty() && random.coin()) {
      Save made = underWay.removeFirst();
      values.put(made.name, made.value);
      lost--;
    }
    underWay.clear();
    if (lost > 0) {
      world.trace().event(nowNs, source, TraceKind.POWER_LOST, lost, 0);
    }
  }

  /** How many saves are under way. */
  public int underWayCount() {
    return underWay.size();
  }
}
