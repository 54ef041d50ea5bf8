// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

/**
 * What a device server knows of the tags that belong to the blocks of one command (SBC-4 4.21.3):
 * the reference tag from the LBA or the CDB, the application tag from the CDB or the Application
 * Tag mode page, or nothing. Mutable, to be used again by the next command of its slot.
 */
public final class ExpectedTags {
  private ProtectionFormat format = ProtectionFormat.none(512);
  private long firstBlock;
  private boolean hasReferenceTag;
  private int firstReferenceTag;
  private int applicationTag;
  private int applicationTagMask;
  private ApplicationTags applicationTags = ApplicationTags.NONE;

  /** Begins with what the format alone tells: with type 1 the reference tag. */
  public ExpectedTags begin(ProtectionFormat blocksFormat, long firstLogicalBlockAddress) {
    format = blocksFormat;
    firstBlock = firstLogicalBlockAddress;
    hasReferenceTag = blocksFormat.type() == ProtectionType.TYPE_1;
    firstReferenceTag = (int) firstLogicalBlockAddress;
    applicationTag = 0;
    applicationTagMask = 0;
    applicationTags = ApplicationTags.NONE;
    return this;
  }

  /** A 32-byte CDB says the reference tag of the first interval. */
  public ExpectedTags referenceTag(int expectedInitial) {
    hasReferenceTag = true;
    firstReferenceTag = expectedInitial;
    return this;
  }

  /** A 32-byte CDB says the application tag, of which the bits of {@code mask} count. */
  public ExpectedTags applicationTag(int expected, int mask) {
    applicationTag = expected & mask;
    applicationTagMask = mask;
    applicationTags = ApplicationTags.NONE;
    return this;
  }

  /** The Application Tag mode page says the application tags. */
  public ExpectedTags applicationTags(ApplicationTags ranges) {
    applicationTags = ranges;
    return this;
  }

  /** The format they were begun with. */
  public ProtectionFormat format() {
    return format;
  }

  /** The logical block of interval {@code interval}, counted from the command's first. */
  public long logicalBlockAddress(long interval) {
    return firstBlock + (interval >> format.intervalExponent());
  }

  /** Whether the reference tags are known. */
  boolean hasReferenceTag() {
    return hasReferenceTag;
  }

  /** The reference tag that interval {@code interval} ought to have, if they are known. */
  int referenceTag(long interval) {
    return firstReferenceTag + (int) interval;
  }

  /** Whether {@code found} may be the application tag of interval {@code interval}. */
  boolean allowsApplicationTag(long interval, int found) {
    if (applicationTags == ApplicationTags.NONE) {
      return (found & applicationTagMask) == applicationTag;
    }
    int tag = applicationTags.at(logicalBlockAddress(interval));
    return tag == ApplicationTags.UNKNOWN || tag == found;
  }

  /**
   * The application tag that the device server writes where the application client sends none: that
   * of the mode page, else one that says: check nothing.
   */
  int ownApplicationTag(long interval) {
    int tag = applicationTags.at(logicalBlockAddress(interval));
    return tag == ApplicationTags.UNKNOWN ? ProtectionInformation.NO_APPLICATION_TAG : tag;
  }
}
