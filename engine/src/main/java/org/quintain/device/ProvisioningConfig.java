// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * How the space behind a logical unit's blocks is managed (SBC-4 4.7).
 *
 * @param type what the device server says and lets application clients do
 * @param usedThresholdPercent how much of the capacity may be in use before application clients are
 *     told, as the threshold that holds until MODE SELECT sets another: 1 to 99, or 0 for none; of
 *     thin provisioned ones
 */
public record ProvisioningConfig(Type type, int usedThresholdPercent) {
  /** All space is there from the beginning. */
  public static final ProvisioningConfig FULL = new ProvisioningConfig(Type.FULL, 0);

  /** Space is taken as blocks are written and given up on request. */
  public static final ProvisioningConfig THIN = new ProvisioningConfig(Type.THIN, 0);

  /** Checks the threshold; throws {@link IllegalArgumentException} with one sentence. */
  public ProvisioningConfig {
    if (usedThresholdPercent < 0 || usedThresholdPercent > 99) {
      throw new IllegalArgumentException(
          "A threshold of used space is 1 to 99 percent, or 0 for none, not "
              + usedThresholdPercent
              + ".");
    }
    if (usedThresholdPercent > 0 && type != Type.THIN) {
      throw new IllegalArgumentException(
          "Only a thin provisioned logical unit has a threshold of used space.");
    }
  }

  /** Whether logical block provisioning management is there (LBPME). */
  public boolean isManaged() {
    return type != Type.FULL;
  }

  /** PROVISIONING TYPE of VPD page B2h. */
  public enum Type {
    /** Fully provisioned: every block is mapped. */
    FULL(0),
    /** Space for all blocks is there; application clients may say which they don't need. */
    RESOURCE(1),
    /** There may be less space than blocks. */
    THIN(2);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    /** As VPD page B2h has it. */
    public int code() {
      return code;
    }
  }
}
