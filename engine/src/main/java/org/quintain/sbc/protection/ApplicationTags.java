// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.util.Arrays;
import org.quintain.sam.Check;

/**
 * Which logical block application tag belongs to which logical blocks, as the Application Tag mode
 * page says (SBC-4 6.5.3): ranges that follow one another from LBA 0 on. Immutable.
 */
public final class ApplicationTags {
  /** No ranges: no tag is known of any block. */
  public static final ApplicationTags NONE = new ApplicationTags(new long[0], new int[0]);

  /** What {@link #at} answers where no tag is known. */
  public static final int UNKNOWN = -1;

  private final long[] ends;
  private final int[] tags;

  private ApplicationTags(long[] ends, int[] tags) {
    this.ends = ends;
    this.tags = tags;
  }

  /**
   * Ranges in their order.
   *
   * @param ends the first block behind each range, ascending
   * @param tags the tag of each range, 0 to FFFFh
   */
  public static ApplicationTags of(long[] ends, int[] tags) {
    Check.that(ends.length == tags.length, "each range has a tag");
    long before = 0;
    for (long end : ends) {
      Check.that(end > before, "ranges follow one another");
      before = end;
    }
    return new ApplicationTags(ends.clone(), tags.clone());
  }

  /** How many ranges there are. */
  public int count() {
    return ends.length;
  }

  /** The first block behind range {@code index}. */
  public long end(int index) {
    return ends[index];
  }

  /** The tag of range {@code index}. */
  public int tag(int index) {
    return tags[index];
  }

  /** The tag of a logical block, or {@link #UNKNOWN}. */
  public int at(long logicalBlockAddress) {
    int found = Arrays.binarySearch(ends, logicalBlockAddress);
    int index = found >= 0 ? found + 1 : -found - 1;
    return index < tags.length ? tags[index] : UNKNOWN;
  }
}
