// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.util.function.LongSupplier;
import org.quintain.spc.mode.ModePage;

/**
 * Application Tag, page 0Ah subpage 02h (SBC-4 6.5.3): up to {@link #RANGES} ranges of logical
 * blocks and the tag of each. They follow one another from LBA 0 on; the last ends with the medium,
 * whose length the standard's sentence counts by the last LBA, so that both ends are taken.
 *
 * <pre>
 * descriptor: LAST 0 bit 7, LOGICAL BLOCK APPLICATION TAG 6-7, LBA 8-15, LOGICAL BLOCK COUNT 16-23
 * </pre>
 */
final class ApplicationTagPage {
  static final int RANGES = 8;

  private static final int FIRST_AT = 16;
  private static final int DESCRIPTOR_BYTES = 24;
  private static final int LAST = 0x80;

  private ApplicationTagPage() {}

  /** The page of a medium that has {@code capacityBlocks}; one range by default, with tag zero. */
  static ModePage of(LongSupplier capacityBlocks, ModePage.Listener listener) {
    ModePage.Builder page =
        ModePage.subpage(0x0A, 0x02, FIRST_AT + RANGES * DESCRIPTOR_BYTES)
            .defaults(FIRST_AT, LAST)
            .defaults(FIRST_AT + 16, bytes(capacityBlocks.getAsLong()));
    int[] address = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    for (int range = 0; range < RANGES; range++) {
      int at = FIRST_AT + range * DESCRIPTOR_BYTES;
      page.changeable(at, LAST).changeable(at + 6, 0xFF, 0xFF);
      page.changeable(at + 8, address).changeable(at + 16, address);
    }
    return page.checkedBy((before, values) -> check(values, capacityBlocks.getAsLong()))
        .appliedBy(listener)
        .build();
  }

  private static int[] bytes(long value) {
    int[] bytes = new int[8];
    for (int index = 0; index < 8; index++) {
      bytes[index] = (int) (value >>> (56 - 8 * index)) & 0xFF;
    }
    return bytes;
  }

  private static long u64(byte[] values, int at) {
    long value = 0;
    for (int index = 0; index < 8; index++) {
      value = value << 8 | (values[at + index] & 0xFF);
    }
    return value;
  }

  private static int check(byte[] values, long capacityBlocks) {
    long end = 0;
    for (int range = 0; range < RANGES; range++) {
      int at = FIRST_AT + range * DESCRIPTOR_BYTES;
      long count = u64(values, at + 16);
      if (u64(values, at + 8) != end) {
        return ModePage.refused(at + 8, 7);
      }
      if (count < 1 || count > capacityBlocks - end) {
        return ModePage.refused(at + 16, 7);
      }
      end += count;
      if ((values[at] & LAST) != 0) {
        return end >= capacityBlocks - 1 ? ModePage.ACCEPTED : ModePage.refused(at + 16, 7);
      }
    }
    return ModePage.refused(FIRST_AT + (RANGES - 1) * DESCRIPTOR_BYTES, 7);
  }

  /** What {@code page} says, which was checked; of a medium that grew since, no more is known. */
  static ApplicationTags tags(ModePage page) {
    int ranges = 1;
    while (ranges < RANGES && !page.isSet(FIRST_AT + (ranges - 1) * DESCRIPTOR_BYTES, 7)) {
      ranges++;
    }
    long[] ends = new long[ranges];
    int[] tags = new int[ranges];
    for (int range = 0; range < ranges; range++) {
      int at = FIRST_AT + range * DESCRIPTOR_BYTES;
      ends[range] =
          (page.u32(at + 8) << 32 | page.u32(at + 12))
              + (page.u32(at + 16) << 32 | page.u32(at + 20));
      tags[range] = page.u16(at + 6);
    }
    return ApplicationTags.of(ends, tags);
  }
}
