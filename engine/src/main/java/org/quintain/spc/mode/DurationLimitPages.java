// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.DurationLimit;
import org.quintain.device.DurationPage;

/**
 * Command Duration Limit T2A and T2B, mode pages 0Ah/07h and 0Ah/08h (SPC-6 7.5.11, 7.5.12): seven
 * descriptors each, which the DLD bits of reads and of writes choose from. The policies that end a
 * command with GOOD status and no data (Dh) are refused: initiators look for no sense data there,
 * and would take what was not read for what was.
 *
 * <pre>
 * descriptor: 0: T2CDLUNITS 3-0 | 2: MAX INACTIVE TIME | 4: MAX ACTIVE TIME
 *             6: MAX INACTIVE TIME POLICY 7-4, MAX ACTIVE TIME POLICY 3-0
 *            10: COMMAND DURATION GUIDELINE | 14: COMMAND DURATION GUIDELINE POLICY 3-0
 * </pre>
 */
public final class DurationLimitPages {
  private static final int DESCRIPTORS = 7;
  private static final int FIRST_AT = 8;
  private static final int DESCRIPTOR_BYTES = 32;

  private static final int COMPLETE_EARLIEST = 0x0;
  private static final int CONTINUE_NEXT_LIMIT = 0x1;
  private static final int CONTINUE_NO_LIMIT = 0x2;
  private static final int TERMINATE_OR_TELL_PROGRESS = 0xE;
  private static final int TERMINATE = 0xF;

  private final ModePage reads = page(0x07);
  private final ModePage writes = page(0x08);
  private final @Nullable DurationLimit[] readLimits = new DurationLimit[DESCRIPTORS + 1];
  private final @Nullable DurationLimit[] writeLimits = new DurationLimit[DESCRIPTORS + 1];
  private boolean isEnforced;

  /** The pages, without a limit by default. */
  public List<ModePage> pages() {
    return List.of(reads, writes);
  }

  /** The limit that the DLD bits of {@code execution} choose, null for none. */
  public @Nullable DurationLimit limitOf(CommandExecution execution) {
    if (!isEnforced) {
      return null;
    }
    CommandDefinition row = execution.definition();
    if (row == null || row.durationPage() == DurationPage.NONE) {
      return null;
    }
    int descriptor = row.durationDescriptor(execution.cdb());
    return row.durationPage() == DurationPage.T2A
        ? readLimits[descriptor]
        : writeLimits[descriptor];
  }

  private ModePage page(int subpageCode) {
    ModePage.Builder builder =
        ModePage.subpage(0x0A, subpageCode, FIRST_AT + DESCRIPTORS * DESCRIPTOR_BYTES);
    for (int number = 1; number <= DESCRIPTORS; number++) {
      int at = at(number);
      builder
          .changeable(at, 0x0F)
          .changeable(at + 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)
          .changeable(at + 10, 0xFF, 0xFF)
          .changeable(at + 14, 0x0F);
    }
    return builder
        .checkedBy((page, values) -> check(values))
        .appliedBy((nowNs, page) -> onApplied())
        .build();
  }

  private static int at(int number) {
    return FIRST_AT + (number - 1) * DESCRIPTOR_BYTES;
  }

  private static int check(byte[] values) {
    for (int number = 1; number <= DESCRIPTORS; number++) {
      int at = at(number);
      if (unitNs(values[at]) < 0) {
        return ModePage.refused(at, 3);
      }
      int inactive = values[at + 6] >> 4 & 0x0F;
      if (inactive != COMPLETE_EARLIEST && inactive != TERMINATE) {
        return ModePage.refused(at + 6, 7);
      }
      int active = values[at + 6] & 0x0F;
      if (active != COMPLETE_EARLIEST && active < TERMINATE_OR_TELL_PROGRESS) {
        return ModePage.refused(at + 6, 3);
      }
      int guideline = values[at + 14] & 0x0F;
      boolean isTaken = guideline == COMPLETE_EARLIEST || guideline == TERMINATE;
      boolean isContinued = guideline == CONTINUE_NEXT_LIMIT || guideline == CONTINUE_NO_LIMIT;
      // From the seventh there is nothing to go on with.
      if (!isTaken && !(isContinued && number < DESCRIPTORS)) {
        return ModePage.refused(at + 14, 3);
      }
    }
    return ModePage.ACCEPTED;
  }

  /** T2CDLUNITS in nanoseconds, 0 for no limits, -1 for reserved ones. */
  private static long unitNs(int code) {
    return switch (code & 0x0F) {
      case 0x0 -> 0;
      case 0x6 -> 500;
      case 0x8 -> 1_000;
      case 0xA -> 10_000_000;
      case 0xE -> 500_000_000;
      default -> -1;
    };
  }

  private void onApplied() {
    boolean areReadsLimited = read(reads, readLimits);
    boolean areWritesLimited = read(writes, writeLimits);
    isEnforced = areReadsLimited || areWritesLimited;
  }

  private static boolean read(ModePage page, @Nullable DurationLimit[] into) {
    boolean isAny = false;
    DurationLimit following = null;
    for (int number = DESCRIPTORS; number >= 1; number--) {
      DurationLimit limit = read(page, at(number), following);
      following = limit.isEnforced() ? limit : null;
      into[number] = following;
      isAny |= following != null;
    }
    return isAny;
  }

  private static DurationLimit read(ModePage page, int at, @Nullable DurationLimit following) {
    long unitNs = unitNs(page.u8(at));
    boolean endsInactive = page.u8(at + 6) >> 4 == TERMINATE;
    boolean endsActive = (page.u8(at + 6) & 0x0F) != COMPLETE_EARLIEST;
    int guideline = page.u8(at + 14) & 0x0F;
    return new DurationLimit(
        endsInactive ? page.u16(at + 2) * unitNs : 0,
        endsActive ? page.u16(at + 4) * unitNs : 0,
        guideline != COMPLETE_EARLIEST ? page.u16(at + 10) * unitNs : 0,
        guideline == TERMINATE,
        guideline == CONTINUE_NEXT_LIMIT ? following : null);
  }
}
