// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * What protection information a disk is made with (SBC-4 4.21); FORMAT UNIT may change it later.
 *
 * @param type the protection type, 0 for none, to 3
 * @param intervalExponent P_I_EXPONENT: two to this power intervals make a block; 0 with types 0
 *     and 1
 */
public record ProtectionConfig(int type, int intervalExponent) {
  /** No protection information. */
  public static final ProtectionConfig NONE = new ProtectionConfig(0, 0);

  /** Checks both; throws {@link IllegalArgumentException} with one sentence. */
  public ProtectionConfig {
    if (type < 0 || type > 3) {
      throw new IllegalArgumentException("A protection type is 0 to 3, not " + type + ".");
    }
    if (intervalExponent < 0 || intervalExponent > 3 || (intervalExponent > 0 && type < 2)) {
      throw new IllegalArgumentException(
          "The protection interval exponent of type " + type + " is not " + intervalExponent + ".");
    }
  }
}
