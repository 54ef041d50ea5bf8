// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.check;

import java.nio.ByteBuffer;
import org.quintain.sim.random.RandomStream;

/**
 * What a write puts into a sector, so that every byte read back says which write it came from.
 *
 * <pre>
 * word 0: number of the write   word 1: logical unit 16 : sector 48   words 2..63: drawn from both
 * </pre>
 *
 * <p>Write 0 is the disk as it was made, all zeros.
 */
public final class SectorPattern {
  /** The size of a sector, the unit of the history. */
  public static final int SECTOR_BYTES = 512;

  private static final int WORDS = SECTOR_BYTES / Long.BYTES;

  private SectorPattern() {}

  /** Fills one sector of {@code into} from {@code offset} on. */
  public static void fill(ByteBuffer into, int offset, int logicalUnit, long sector, long write) {
    if (write == 0) {
      for (int word = 0; word < WORDS; word++) {
        into.putLong(offset + word * Long.BYTES, 0);
      }
      return;
    }
    into.putLong(offset, write);
    into.putLong(offset + Long.BYTES, address(logicalUnit, sector));
    long state = first(logicalUnit, sector, write);
    for (int word = 2; word < WORDS; word++) {
      state = next(state);
      into.putLong(offset + word * Long.BYTES, state);
    }
  }

  /** Whether one sector of {@code from} is wholly what {@code write} put there. */
  public static boolean matches(
      ByteBuffer from, int offset, int logicalUnit, long sector, long write) {
    if (from.getLong(offset) != write) {
      return false;
    }
    if (write == 0) {
      return isZero(from, offset);
    }
    boolean same = from.getLong(offset + Long.BYTES) == address(logicalUnit, sector);
    long state = first(logicalUnit, sector, write);
    for (int word = 2; word < WORDS && same; word++) {
      state = next(state);
      same = from.getLong(offset + word * Long.BYTES) == state;
    }
    return same;
  }

  private static boolean isZero(ByteBuffer from, int offset) {
    long any = 0;
    for (int word = 0; word < WORDS; word++) {
      any |= from.getLong(offset + word * Long.BYTES);
    }
    return any == 0;
  }

  /** The number of the write that a sector seems to come from. */
  public static long writeOf(ByteBuffer from, int offset) {
    return from.getLong(offset);
  }

  private static long address(int logicalUnit, long sector) {
    return ((long) logicalUnit << 48) | sector;
  }

  private static long first(int logicalUnit, long sector, long write) {
    return RandomStream.mix(write * 0x9E37_79B9_7F4A_7C15L ^ address(logicalUnit, sector)) | 1;
  }

  /** Marsaglia's xorshift: cheap, and never zero. */
  private static long next(long state) {
    long x = state;
    x ^= x << 13;
    x ^= x >>> 7;
    return x ^ (x << 17);
  }
}
