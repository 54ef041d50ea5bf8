// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * What protection information a disk is made with (SBC-4 4.21); FORMAT UNIT may change it later.
 *
 * @param type the protection type, 0 for none, to 3
 * @param intervalExponent P_I_EXPONENT: two to this power intervals make a block; 0 with types 0
 *     and 1
 * @param applicationTag the logical block application tag of every block that no mode page says one
 *     of, 0 to FFFFh: a method to know it that the standard leaves open; {@link #NO_TAG} for none
 */
public record ProtectionConfig(int type, int intervalExponent, int applicationTag) {
  /** {@link #applicationTag} where the operator knows none. */
  public static final int NO_TAG = -1;

  /** No protection information. */
  public static final ProtectionConfig NONE = new ProtectionConfig(0, 0);

  /** Without an application tag that is known. */
  public ProtectionConfig(int type, int intervalExponent) {
    this(type, intervalExponent, NO_TAG);
  }

  /** Checks all; throws {@link IllegalArgumentException} with one sentence. */
  public ProtectionConfig {
    if (type < 0 || type > 3) {
      throw new IllegalArgumentException("A protection type is 0 to 3, not " + type + ".");
    }
    if (intervalExponent < 0 || intervalExponent > 3 || (intervalExponent > 0 && type < 2)) {
      throw new IllegalArgumentException(
          "The protection interval exponent of type " + type + " is not " + intervalExponent + ".");
    }
    if (applicationTag < NO_TAG || applicationTag > 0xFFFF) {
      throw new IllegalArgumentException("An application tag has 16 bits.");
    }
  }
}
