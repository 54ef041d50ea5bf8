// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

/**
 * How logical blocks carry protection information: the type and how many intervals a block has,
 * each followed by eight bytes of its own where both are transferred (SBC-4 4.21.3, figure of a
 * logical block with several intervals). Immutable; FORMAT UNIT replaces it whole.
 *
 * @param type the protection type
 * @param intervalExponent P_I_EXPONENT: two to this power intervals make a block; zero with types 0
 *     and 1
 * @param blockBytes the logical block length, user data alone
 */
public record ProtectionFormat(ProtectionType type, int intervalExponent, int blockBytes) {
  /** The greatest P_I_EXPONENT that the field has room for. */
  public static final int EXPONENT_MAX = 15;

  /** Refuses a combination that {@link #isValid} refuses. */
  public ProtectionFormat {
    if (!isValid(type, intervalExponent, blockBytes)) {
      throw new IllegalArgumentException(
          "Blocks of "
              + blockBytes
              + " bytes with protection "
              + type
              + " cannot have 2^"
              + intervalExponent
              + " protection information intervals.");
    }
  }

  /** The format of a logical unit without protection information. */
  public static ProtectionFormat none(int blockBytes) {
    return new ProtectionFormat(ProtectionType.TYPE_0, 0, blockBytes);
  }

  /**
   * Whether there is such a format: several intervals with types 2 and 3 alone, each of them an
   * even number of bytes (SBC-4 5.4.2.2, PROTECTION INTERVAL EXPONENT).
   */
  public static boolean isValid(ProtectionType type, int intervalExponent, int blockBytes) {
    boolean mayHaveSeveral = type == ProtectionType.TYPE_2 || type == ProtectionType.TYPE_3;
    return intervalExponent >= 0
        && intervalExponent <= EXPONENT_MAX
        && (intervalExponent == 0 || mayHaveSeveral)
        && blockBytes % (2 << intervalExponent) == 0;
  }

  /** Whether there is protection information at all. */
  public boolean isProtected() {
    return type.isProtected();
  }

  /** How many intervals a logical block has. */
  public int intervalsPerBlock() {
    return 1 << intervalExponent;
  }

  /** How many bytes of user data an interval has. */
  public int intervalBytes() {
    return blockBytes >> intervalExponent;
  }

  /** How many bytes of protection information a logical block has; zero with type 0. */
  public int informationBytesPerBlock() {
    return type.isProtected() ? ProtectionInformation.BYTES << intervalExponent : 0;
  }

  /** How many bytes are transferred for a logical block with its protection information. */
  public int transferBytesPerBlock() {
    return blockBytes + informationBytesPerBlock();
  }
}
