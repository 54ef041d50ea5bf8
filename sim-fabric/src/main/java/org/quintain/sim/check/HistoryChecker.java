// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.check;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * Judges every read of one logical unit by what was written before and beside it. Each sector
 * behaves like a register: concurrent writes take effect in any order within their intervals, an
 * ended write for good, an aborted one perhaps, and a power loss takes back what was not durable.
 *
 * <p>Ticks of its own, one per call, order what happens: intervals are compared by them, not by
 * time. Used by one thread.
 */
public final class HistoryChecker {
  private final int logicalUnit;
  private final boolean volatileCache;
  private final boolean readsMayTear;
  private final SectorHistory[] sectors;
  private final TreeSet<Long> readsUnderWay = new TreeSet<>();
  private long tick;
  private long lastWrite;
  private long flushedBefore;
  private long sectorsRead;

  /**
   * The history of a logical unit of zeros.
   *
   * @param logicalUnit its number, which is part of the pattern
   * @param sectorCount how many sectors of 512 bytes it has
   * @param volatileCache whether a completed write may be lost with power
   * @param readsMayTear whether a read may give bytes of two versions of a sector that is being
   *     written, as from a store that lends its memory
   */
  public HistoryChecker(
      int logicalUnit, int sectorCount, boolean volatileCache, boolean readsMayTear) {
    this.logicalUnit = logicalUnit;
    this.volatileCache = volatileCache;
    this.readsMayTear = readsMayTear;
    sectors = new SectorHistory[sectorCount];
    Arrays.setAll(sectors, sector -> new SectorHistory());
  }

  /** A write is submitted; answers its number, and fills {@code into} with what it is to write. */
  public long beginWrite(int firstSector, int count, ByteBuffer into) {
    long number = ++lastWrite;
    long now = ++tick;
    long oldestRead = oldestRead();
    for (int index = 0; index < count; index++) {
      int sector = firstSector + index;
      SectorPattern.fill(into, index * SectorPattern.SECTOR_BYTES, logicalUnit, sector, number);
      sectors[sector].forget(oldestRead, flushedBefore);
      sectors[sector].beginWrite(number, now);
    }
    return number;
  }

  /**
   * The write {@code number} ended. After {@link WriteOutcome#UNKNOWN} it may be ended again, with
   * {@link WriteOutcome#PERHAPS}, by what proves that it has no more effect.
   */
  public void endWrite(long number, int firstSector, int count, WriteOutcome outcome) {
    long now = ++tick;
    for (int index = 0; index < count; index++) {
      sectors[firstSector + index].endWrite(number, now, outcome, !volatileCache);
    }
  }

  /** A read is submitted; answers what {@link #endRead} wants back. */
  public long beginRead() {
    long begin = ++tick;
    readsUnderWay.add(begin);
    return begin;
  }

  /** A read ended with no data to judge. */
  public void dropRead(long begin) {
    readsUnderWay.remove(begin);
  }

  /**
   * A read ended with {@code data}, from its index 0 on; answers what is wrong with it, or null.
   */
  public @Nullable String endRead(long begin, int firstSector, int count, ByteBuffer data) {
    Check.that(readsUnderWay.remove(begin), "a read ends once", begin);
    long now = ++tick;
    for (int index = 0; index < count; index++) {
      String wrong =
          judge(begin, now, firstSector + index, data, index * SectorPattern.SECTOR_BYTES);
      if (wrong != null) {
        return wrong;
      }
    }
    sectorsRead += count;
    return null;
  }

  private @Nullable String judge(long begin, long now, int sector, ByteBuffer data, int offset) {
    SectorHistory history = sectors[sector];
    long number = SectorPattern.writeOf(data, offset);
    if (SectorPattern.matches(data, offset, logicalUnit, sector, number)) {
      if (history.allows(number, begin)) {
        history.observe(number, begin, now, flushedBefore);
        return null;
      }
      return "sector "
          + sector
          + " of logical unit "
          + logicalUnit
          + " gave write "
          + number
          + ", allowed are "
          + Arrays.toString(history.allowed(begin));
    }
    if (readsMayTear
        && history.changesDuring(begin)
        && isMixture(history, begin, sector, data, offset)) {
      return null;
    }
    return "sector "
        + sector
        + " of logical unit "
        + logicalUnit
        + " gave bytes of no single write, seemingly of write "
        + number
        + ", allowed are "
        + Arrays.toString(history.allowed(begin));
  }

  private boolean isMixture(
      SectorHistory history, long begin, int sector, ByteBuffer data, int offset) {
    long[] allowed = history.allowed(begin);
    ByteBuffer one = ByteBuffer.allocate(SectorPattern.SECTOR_BYTES);
    boolean[] explained = new boolean[SectorPattern.SECTOR_BYTES];
    for (long number : allowed) {
      SectorPattern.fill(one, 0, logicalUnit, sector, number);
      for (int index = 0; index < explained.length; index++) {
        explained[index] |= one.get(index) == data.get(offset + index);
      }
    }
    for (boolean byteExplained : explained) {
      if (!byteExplained) {
        return false;
      }
    }
    return true;
  }

  /** A flush is submitted; answers what {@link #endFlush} wants back. */
  public long beginFlush() {
    return ++tick;
  }

  /** A flush ended with GOOD status: what had completed before it began is durable. */
  public void endFlush(long begin) {
    ++tick;
    flushedBefore = Math.max(flushedBefore, begin);
  }

  /** The power failed; no write that was under way has any effect from here on. */
  public void losePower() {
    long now = ++tick;
    for (SectorHistory sector : sectors) {
      sector.losePower(now, flushedBefore);
    }
  }

  private long oldestRead() {
    return readsUnderWay.isEmpty() ? tick + 1 : readsUnderWay.first();
  }

  /** How many sectors were read and judged good. */
  public long sectorsRead() {
    return sectorsRead;
  }
}
