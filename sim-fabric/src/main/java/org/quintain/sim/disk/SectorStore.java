// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.sim.random.RandomStream;

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

  private record Version(long write, byte[] bytes) {}

  /** By page number; looked up, never walked. */
  private final Map<Long, byte[]> durable = new HashMap<>();

  private final TreeMap<Long, List<Version>> cached = new TreeMap<>();

  /** Copies a sector's newest bytes. */
  void read(long sector, byte[] into, int offset) {
    List<Version> versions = cached.isEmpty() ? null : cached.get(sector);
    if (versions != null) {
      System.arraycopy(versions.get(versions.size() - 1).bytes(), 0, into, offset, SECTOR_BYTES);
      return;
    }
    byte[] page = durable.get(sector / PAGE_SECTORS);
    if (page == null) {
      java.util.Arrays.fill(into, offset, offset + SECTOR_BYTES, (byte) 0);
    } else {
      int at = (int) (sector % PAGE_SECTORS) * SECTOR_BYTES;
      System.arraycopy(page, at, into, offset, SECTOR_BYTES);
    }
  }

  /** Puts a sector's bytes where no power loss reaches them. */
  void writeDurable(long sector, byte[] from, int offset) {
    cached.remove(sector);
    store(sector, from, offset);
  }

  private void store(long sector, byte[] from, int offset) {
    byte[] page =
        durable.computeIfAbsent(
            sector / PAGE_SECTORS, number -> new byte[PAGE_SECTORS * SECTOR_BYTES]);
    System.arraycopy(
        from, offset, page, (int) (sector % PAGE_SECTORS) * SECTOR_BYTES, SECTOR_BYTES);
  }

  /** Puts a sector's bytes into the cache, as part of write number {@code write}. */
  void writeCached(long sector, long write, byte[] from, int offset) {
    byte[] bytes = new byte[SECTOR_BYTES];
    System.arraycopy(from, offset, bytes, 0, SECTOR_BYTES);
    cached.computeIfAbsent(sector, number -> new ArrayList<>(2)).add(new Version(write, bytes));
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
        store(sector.getKey(), versions.get(covered - 1).bytes(), 0);
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
          store(sector.getKey(), version.bytes(), 0);
        }
      }
    }
    cached.clear();
  }

  private static Fate draw(RandomStream random, DiskFaults faults) {
    double drawn = random.unit();
    if (drawn < faults.lostOnPowerLoss()) {
      return Fate.LOST;
    }
    return drawn < faults.lostOnPowerLoss() + faults.tornOnPowerLoss() ? Fate.TORN : Fate.KEPT;
  }

  /** How many sectors the cache alone has in their newest form. */
  int cachedSectors() {
    return cached.size();
  }
}
