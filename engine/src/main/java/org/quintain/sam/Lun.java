// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

/**
 * Logical unit numbers: eight bytes, held big-endian in a {@code long} (SAM-5 4.7).
 *
 * <p>Single-level numbers are written in the peripheral device addressing method below 256 and in
 * the flat space addressing method from there to 16,383 (SAM-5 4.7.7.2, 4.7.7.3). Both forms are
 * read.
 */
public final class Lun {
  /** The REPORT LUNS well-known logical unit (SPC-5, extended addressing, SAM-5 4.7.7.5.1). */
  public static final long REPORT_LUNS_WELL_KNOWN = 0xC101_0000_0000_0000L;

  /** What {@link #index} answers for a LUN that names no single-level logical unit. */
  public static final int NOT_SINGLE_LEVEL = -1;

  /** The largest index that a single-level LUN can carry. */
  public static final int INDEX_MAX = 0x3FFF;

  private Lun() {}

  /** The LUN of {@code index}, 0 to {@link #INDEX_MAX}. */
  public static long ofIndex(int index) {
    Check.that(index >= 0 && index <= INDEX_MAX, "a single-level LUN index is 0 to 16383", index);
    long first = index < 256 ? index : 0x4000 | index;
    return first << 48;
  }

  /** The index a single-level LUN names, or {@link #NOT_SINGLE_LEVEL}. */
  public static int index(long lun) {
    if ((lun & 0x0000_FFFF_FFFF_FFFFL) != 0) {
      return NOT_SINGLE_LEVEL;
    }
    int first = (int) (lun >>> 48);
    return switch (first >>> 14) {
      case 0 -> (first & 0x3F00) == 0 ? first & 0xFF : NOT_SINGLE_LEVEL;
      case 1 -> first & 0x3FFF;
      default -> NOT_SINGLE_LEVEL;
    };
  }
}
