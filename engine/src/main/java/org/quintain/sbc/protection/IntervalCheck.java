// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

/**
 * Checks, compares and makes the protection information of a run of intervals. An answer is {@link
 * #GOOD}, or names the first interval that is not as it should be and the check that it failed.
 */
public final class IntervalCheck {
  /** Nothing is wrong. */
  public static final long GOOD = -1;

  private static final int CHECK_BITS = 3;

  private IntervalCheck() {}

  /** The interval that {@code answer} names, counted from the first that was looked at. */
  public static long interval(long answer) {
    return answer >> CHECK_BITS;
  }

  /** Which of {@link ProtectionChecks}' bits interval {@link #interval} failed. */
  public static int failed(long answer) {
    return (int) answer & ProtectionChecks.ALL;
  }

  private static long answer(int index, int failed) {
    return (long) index << CHECK_BITS | failed;
  }

  /**
   * Checks {@code count} intervals: the guard first, then the application tag, then the reference
   * tag.
   *
   * @param firstInterval the number of the first, counted from the first that {@code tags} knows of
   * @param checks which of {@link ProtectionChecks}' bits to check
   * @param isFromMedium whether tags may say that nothing is to be checked, which holds for what is
   *     read alone (SBC-4 4.21.3)
   */
  public static long check(
      IntervalLayout layout,
      ExpectedTags tags,
      long firstInterval,
      int count,
      int checks,
      boolean isFromMedium) {
    if (checks == ProtectionChecks.NONE) {
      return GOOD;
    }
    boolean checksGuard = (checks & ProtectionChecks.GUARD) != 0;
    boolean checksApplicationTag = (checks & ProtectionChecks.APPLICATION_TAG) != 0;
    boolean checksReferenceTag =
        (checks & ProtectionChecks.REFERENCE_TAG) != 0 && tags.hasReferenceTag();
    ProtectionType type = tags.format().type();
    for (int index = 0; index < count; index++) {
      long found = layout.information(index);
      if (isFromMedium && type.isUnchecked(found)) {
        continue;
      }
      if (checksGuard && layout.guardOf(index) != ProtectionInformation.guard(found)) {
        return answer(index, ProtectionChecks.GUARD);
      }
      long interval = firstInterval + index;
      if (checksApplicationTag
          && !tags.allowsApplicationTag(interval, ProtectionInformation.applicationTag(found))) {
        return answer(index, ProtectionChecks.APPLICATION_TAG);
      }
      if (checksReferenceTag
          && tags.referenceTag(interval) != ProtectionInformation.referenceTag(found)) {
        return answer(index, ProtectionChecks.REFERENCE_TAG);
      }
    }
    return GOOD;
  }

  /**
   * Compares the protection information of {@code count} intervals at two places; with {@code
   * isRepeated} the first place has those of one logical block, whose reference tags go up.
   *
   * @param compared which of {@link ProtectionChecks}' bits to compare
   */
  public static long compare(
      IntervalLayout expected,
      IntervalLayout found,
      ProtectionFormat format,
      int count,
      int compared,
      boolean isRepeated) {
    int period = isRepeated ? format.intervalsPerBlock() : Integer.MAX_VALUE;
    for (int index = 0; index < count && compared != ProtectionChecks.NONE; index++) {
      long wanted = expected.information(index % period);
      if (isRepeated) {
        wanted = repeated(wanted, format, index - index % period);
      }
      long difference = wanted ^ found.information(index);
      if ((compared & ProtectionChecks.GUARD) != 0
          && ProtectionInformation.guard(difference) != 0) {
        return answer(index, ProtectionChecks.GUARD);
      }
      if ((compared & ProtectionChecks.APPLICATION_TAG) != 0
          && ProtectionInformation.applicationTag(difference) != 0) {
        return answer(index, ProtectionChecks.APPLICATION_TAG);
      }
      if ((compared & ProtectionChecks.REFERENCE_TAG) != 0
          && ProtectionInformation.referenceTag(difference) != 0) {
        return answer(index, ProtectionChecks.REFERENCE_TAG);
      }
    }
    return GOOD;
  }

  /**
   * Protection information that WRITE SAME repeats, {@code intervalsOn} intervals behind where it
   * was received: with types 1 and 2 the reference tag goes up, unless all of it says nothing
   * (SBC-4 5.49).
   */
  public static long repeated(long received, ProtectionFormat format, long intervalsOn) {
    if (received == ProtectionInformation.UNSET || format.type() == ProtectionType.TYPE_3) {
      return received;
    }
    int referenceTag = ProtectionInformation.referenceTag(received) + (int) intervalsOn;
    return (received & 0xFFFF_FFFF_0000_0000L) | (referenceTag & 0xFFFF_FFFFL);
  }

  /**
   * Makes the protection information of {@code count} intervals that came without (WRPROTECT 000b):
   * the guard of their data, and tags of the device server's own.
   */
  public static void generate(
      IntervalLayout layout, ExpectedTags tags, long firstInterval, int count) {
    for (int index = 0; index < count; index++) {
      layout.information(index, own(tags, firstInterval + index, layout.guardOf(index)));
    }
  }

  /** The device server's own protection information of an interval whose data has {@code guard}. */
  static long own(ExpectedTags tags, long interval, int guard) {
    return ProtectionInformation.of(
        guard,
        tags.ownApplicationTag(interval),
        tags.format().type().ownReferenceTag(tags.logicalBlockAddress(interval)));
  }
}
