// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

/**
 * What RDPROTECT, WRPROTECT, VRPROTECT and ORPROTECT ask for, by their value (SBC-4 5.16, 5.40,
 * 5.32, 5.8). A set of checks is three bits; whether a tag is known that can be checked is another
 * question, see {@link ExpectedTags}.
 *
 * <pre>
 * value                               000  001  010  011  100  101  110  111
 * protection information transferred   no  yes  yes  yes  yes  yes  refused
 * read, or verified without comparing GAR  GAR   AR    -    G  GAR
 * verified against Data-Out           GAR    -    -    -    -    -
 * received in Data-Out                  -  GAR   AR    -    G  GAR
 * compared with Data-Out                -  GAR   AR  GAR  GAR  GAR
 * </pre>
 */
public final class ProtectionChecks {
  /** LOGICAL BLOCK GUARD. */
  public static final int GUARD = 1;

  /** LOGICAL BLOCK APPLICATION TAG. */
  public static final int APPLICATION_TAG = 2;

  /** LOGICAL BLOCK REFERENCE TAG. */
  public static final int REFERENCE_TAG = 4;

  /** All three. */
  public static final int ALL = GUARD | APPLICATION_TAG | REFERENCE_TAG;

  /** None of them. */
  public static final int NONE = 0;

  private static final int TAGS = APPLICATION_TAG | REFERENCE_TAG;
  private static final int VALUES = 6;

  private static final int[] READ = {ALL, ALL, TAGS, NONE, GUARD, ALL};
  private static final int[] VERIFIED = {ALL, NONE, NONE, NONE, NONE, NONE};
  private static final int[] RECEIVED = {NONE, ALL, TAGS, NONE, GUARD, ALL};
  private static final int[] COMPARED = {NONE, ALL, TAGS, ALL, ALL, ALL};

  private ProtectionChecks() {}

  /** Whether {@code value} of one of the four fields is not a reserved one. */
  public static boolean isDefined(int value) {
    return value < VALUES;
  }

  /** Whether protection information is transferred with the user data. */
  public static boolean isTransferred(int value) {
    return value != 0;
  }

  /** What is checked of protection information that is read from the medium. */
  public static int ofRead(int value) {
    return READ[value];
  }

  /** What is checked of protection information on the medium that Data-Out is compared with. */
  public static int ofVerified(int value) {
    return VERIFIED[value];
  }

  /** What is checked of protection information that is received in Data-Out. */
  public static int ofReceived(int value) {
    return RECEIVED[value];
  }

  /**
   * What is compared between protection information in Data-Out and on the medium: the application
   * tag if the application client owns it, and the reference tag of type 3 if not.
   */
  public static int ofCompared(int value, ProtectionType type, boolean isApplicationTagOwner) {
    int compared = COMPARED[value];
    if (!isApplicationTagOwner) {
      return compared & ~APPLICATION_TAG;
    }
    return type == ProtectionType.TYPE_3 ? compared & ~REFERENCE_TAG : compared;
  }
}
