// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

/** What a logical unit is formatted with (SBC-4 4.21.2). */
public enum ProtectionType {
  /** No protection information. */
  TYPE_0,
  /** The reference tag is the low half of the LBA. */
  TYPE_1,
  /** The reference tag begins with what a 32-byte CDB says and goes up by one each interval. */
  TYPE_2,
  /** The reference tag is the application client's, or nobody's. */
  TYPE_3;

  private static final ProtectionType[] ALL = values();

  /** The type of {@code number}, 0 to 3. */
  public static ProtectionType of(int number) {
    return ALL[number];
  }

  /** Its number, 0 to 3. */
  public int number() {
    return ordinal();
  }

  /** PROT_EN of READ CAPACITY(16). */
  public boolean isProtected() {
    return this != TYPE_0;
  }

  /** P_TYPE of READ CAPACITY(16), which means something only with PROT_EN. */
  public int code() {
    return Math.max(0, ordinal() - 1);
  }

  /** Whether nothing of {@code information} that comes from the medium is checked (NO_PI_CHK). */
  public boolean isUnchecked(long information) {
    boolean hasNoApplicationTag =
        ProtectionInformation.applicationTag(information)
            == ProtectionInformation.NO_APPLICATION_TAG;
    return hasNoApplicationTag
        && (this != TYPE_3
            || ProtectionInformation.referenceTag(information)
                == ProtectionInformation.NO_REFERENCE_TAG);
  }

  /**
   * The reference tag that the device server writes where the application client sends none: the
   * low half of the LBA with type 1, else one that says nothing (SBC-4 5.40, WRPROTECT 000b).
   */
  public int ownReferenceTag(long logicalBlockAddress) {
    return this == TYPE_1 ? (int) logicalBlockAddress : ProtectionInformation.NO_REFERENCE_TAG;
  }
}
