// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.random.RandomStream;
import org.quintain.store.AllocationState;

/**
 * The sectors of a disk: what is durable, in pages made on first write, and over it the versions
 * that only the volatile cache has, each by the number of its write.
 */
final class SectorStore {
  static final int SECTOR_BYTES = 512;
  private static final int PAGE_SECTORS = 64;

  private enum Fate {
    KEPT,
    LOST,
    TORN
  }

  /**
   * @param bytes null for a sector that reads as zeros
   */
  private record Version(long write, AllocationState state, byte @Nullable [] bytes) {}

  /** The durable sectors that belong together, each with what it takes of the disk's space. */
  private static final class Page {
    final byte[] bytes = new byte[PAGE_SECTORS * SECTOR_BYTES];
    final AllocationState[] states = new AllocationState[PAGE_SECTORS];

    Page() {
      Arrays.fill(states, AllocationState.DEALLOCATED);
    }
  }

  /** By page number; looked up, never walked. */
  private final Map<Long, Page> durable = new HashMap<>();

  private final TreeMap<Long, List<Version>> cached = new TreeMap<>();

  /** How many sectors take space, as the cache has it and as is durable. */
  private long usedSectors;

  private long usedDurably;

  /** Copies a sector's newest bytes. */
  void read(long sector, byte[] into, int offset) {
    List<Version> versions = cached.isEmpty() ? null : cached.get(sector);
    if (versions != null) {
      copy(versions.get(versions.size() - 1).bytes(), 0, into, offset);
      return;
    }
    Page page = durable.get(sector / PAGE_SECTORS);
    copy(
        page == null ? null : page.bytes,
        (int) (sector % PAGE_SECTORS) * SECTOR_BYTES,
        into,
        offset);
  }

  private static void copy(byte @Nullable [] from, int at, byte[] into, int offset) {
    if (from == null) {
      Arrays.fill(into, offset, offset + SECTOR_BYTES, (byte) 0);
    } else {
      System.arraycopy(from, at, into, offset, SECTOR_BYTES);
    }
  }

  /** What a sector takes of the disk's space, in its newest form. */
  AllocationState state(long sector) {
    List<Version> versions = cached.isEmpty() ? null : cached.get(sector);
    if (versions != null) {
      return versions.get(versions.size() - 1).state();
    }
    Page page = durable.get(sector / PAGE_SECTORS);
    return page == null ? AllocationState.DEALLOCATED : page.states[(int) (sector % PAGE_SECTORS)];
  }

  /** Puts a sector's bytes where no power loss reaches them. */
  void writeDurable(long sector, byte[] from, int offset) {
    usedSectors += taken(AllocationState.MAPPED) - taken(state(sector));
    cached.remove(sector);
    store(sector, AllocationState.MAPPED, from, offset);
  }

  /** Makes a sector zeros that are in {@code state}, where no power loss reaches that. */
  void zeroDurable(long sector, AllocationState state) {
    usedSectors += taken(state) - taken(state(sector));
    cached.remove(sector);
    store(sector, state, null, 0);
  }

  private void store(long sector, AllocationState state, byte @Nullable [] from, int offset) {
    Page page = durable.computeIfAbsent(sector / PAGE_SECTORS, number -> new Page());
    int index = (int) (sector % PAGE_SECTORS);
    copy(from, offset, page.bytes, index * SECTOR_BYTES);
    usedDurably += taken(state) - taken(page.states[index]);
    page.states[index] = state;
  }

  private void store(long sector, Version version) {
    store(sector, version.state(), version.bytes(), 0);
  }

  /** Puts a sector's bytes into the cache, as part of write number {@code write}. */
  void writeCached(long sector, long write, byte[] from, int offset) {
    byte[] bytes = new byte[SECTOR_BYTES];
    System.arraycopy(from, offset, bytes, 0, SECTOR_BYTES);
    cache(sector, new Version(write, AllocationState.MAPPED, bytes));
  }

  /** As {@link #zeroDurable}, in the cache alone, as part of write number {@code write}. */
  void zeroCached(long sector, long write, AllocationState state) {
    cache(sector, new Version(write, state, null));
  }

  private static int taken(AllocationState state) {
    return state == AllocationState.DEALLOCATED ? 0 : 1;
  }

  private void cache(long sector, Version version) {
    usedSectors += taken(version.state()) - taken(state(sector));
    cached.computeIfAbsent(sector, number -> new ArrayList<>(2)).add(version);
  }

  /** Makes the writes up to number {@code lastWrite} durable. */
  void flush(long lastWrite) {
    Iterator<Map.Entry<Long, List<Version>>> sectors = cached.entrySet().iterator();
    while (sectors.hasNext()) {
      Map.Entry<Long, List<Version>> sector = sectors.next();
      List<Version> versions = sector.getValue();
      int covered = 0;
      while (covered < versions.size() && versions.get(covered).write() <= lastWrite) {
        covered++;
      }
      if (covered > 0) {
        store(sector.getKey(), versions.get(covered - 1));
        versions.subList(0, covered).clear();
        if (versions.isEmpty()) {
          sectors.remove();
        }
      }
    }
  }

  /** Draws each cached write's fate and leaves what is durable afterwards. */
  void losePower(RandomStream random, DiskFaults faults) {
    TreeMap<Long, Fate> fates = new TreeMap<>();
    for (Map.Entry<Long, List<Version>> sector : cached.entrySet()) {
      for (Version version : sector.getValue()) {
        Fate fate = fates.computeIfAbsent(version.write(), write -> draw(random, faults));
        if (fate == Fate.KEPT || (fate == Fate.TORN && random.coin())) {
          store(sector.getKey(), version);
        }
      }
    }
    cached.clear();
    usedSectors = usedDurably;
  }

  private static Fate draw(RandomStream random, DiskFaults faults) {
    double drawn = random.unit();
    if (drawn < faults.lostOnPowerLoss()) {
      return Fate.LOST;
    }
    return drawn < faults.lostOnPowerLoss() + faults.tornOnPowerLoss() ? Fate.TORN : Fate.KEPT;
  }

  /** How many sectors take space, in their newest form. */
  long usedSectors() {
    return usedSectors;
  }

  /** How many sectors the cache alone has in their newest form. */
  int cachedSectors() {
    return cached.size();
  }
}
