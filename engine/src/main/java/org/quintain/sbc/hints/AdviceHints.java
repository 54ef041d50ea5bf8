// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.hints;

import java.util.List;
import org.quintain.device.CommandTable;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.log.GroupStatistics;
import org.quintain.spc.mode.ModePage;

/**
 * IO Advice Hints Grouping, mode page 0Ah/05h (SBC-4 6.5.7): what each group number of 0 to 63 says
 * of the blocks of its commands. IC_ENABLE turns the statistics of groups 1 to 31 on and off; the
 * markup is kept and told, and a device server may ignore it (SBC-4 6.8.3.2).
 *
 * <pre>
 * descriptor: 0: IO ADVICE HINTS MODE 7-6, ST_ENBLE 2, CS_ENBLE 1, IC_ENABLE 0
 *             4: ACDLU 7, RLBSR 5-4, LBM DESCRIPTOR TYPE 3-0
 *             5: OVERALL FREQUENCY, READ/WRITE FREQUENCY, WRITE and READ SEQUENTIALITY
 *             6: IO CLASS 7-4, SUBSEQUENT I/O 3-2, OSI PROXIMITY 1-0
 * </pre>
 */
public final class AdviceHints implements CommandFamily {
  private static final int GROUPS = 64;
  private static final int DESCRIPTOR_BYTES = 16;
  private static final int FIRST_DESCRIPTOR_AT = 16;
  private static final int HINTS_MODE = 0xC0;
  private static final int ST_ENBLE = 0x04;
  private static final int IC_ENABLE = 0x01;
  private static final int ACDLU_AND_RLBSR = 0xB0;
  private static final int INVALID_MARKUP = 1;
  private static final int RESERVED_RELATION = 2;
  private static final int RESERVED = 3;

  /** IO CLASS: none, metadata, a small collection, a large one. */
  private static final int IO_CLASSES = 1 | 1 << 1 | 1 << 4 | 1 << 5;

  private final GroupStatistics statistics;
  private final ModePage page;

  /**
   * The hints of a disk whose groups are counted by {@code statistics}; the groups below {@code
   * groupsWithStreams} belong to the permanent streams of their numbers.
   */
  public AdviceHints(GroupStatistics statistics, int groupsWithStreams) {
    this.statistics = statistics;
    ModePage.Builder builder =
        ModePage.subpage(0x0A, 0x05, FIRST_DESCRIPTOR_AT + GROUPS * DESCRIPTOR_BYTES);
    for (int group = 0; group < GROUPS; group++) {
      int at = FIRST_DESCRIPTOR_AT + group * DESCRIPTOR_BYTES;
      int collecting = group >= 1 && group <= GroupStatistics.GROUPS_MAX ? IC_ENABLE : 0;
      builder
          .defaults(at, collecting | (group < groupsWithStreams ? ST_ENBLE : 0))
          .changeable(at, HINTS_MODE | collecting)
          .changeable(at + 4, ACDLU_AND_RLBSR, 0xFF, 0xFF);
    }
    page =
        builder
            .checkedBy((itself, values) -> check(values))
            .appliedBy((nowNs, itself) -> onApplied(itself))
            .build();
  }

  @Override
  public void addTo(CommandTable table) {}

  @Override
  public List<ModePage> modePages() {
    return List.of(page);
  }

  private void onApplied(ModePage itself) {
    for (int group = 1; group <= GroupStatistics.GROUPS_MAX; group++) {
      statistics.collect(group, itself.isSet(FIRST_DESCRIPTOR_AT + group * DESCRIPTOR_BYTES, 0));
    }
  }

  private static int check(byte[] values) {
    for (int at = FIRST_DESCRIPTOR_AT; at < values.length; at += DESCRIPTOR_BYTES) {
      if ((values[at] & 0xFF) >> 6 > INVALID_MARKUP) {
        return ModePage.refused(at, 7);
      }
      if ((values[at + 4] >> 4 & 3) == RESERVED_RELATION) {
        return ModePage.refused(at + 4, 5);
      }
      for (int shift = 6; shift >= 0; shift -= 2) {
        if ((values[at + 5] >> shift & 3) == RESERVED) {
          return ModePage.refused(at + 5, shift + 1);
        }
      }
      if ((IO_CLASSES >> (values[at + 6] >> 4 & 0x0F) & 1) == 0) {
        return ModePage.refused(at + 6, 7);
      }
      for (int shift = 2; shift >= 0; shift -= 2) {
        if ((values[at + 6] >> shift & 3) == RESERVED) {
          return ModePage.refused(at + 6, shift + 1);
        }
      }
    }
    return ModePage.ACCEPTED;
  }
}
