// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

/**
 * The bits of standard INQUIRY data that follow from what a logical unit has (SPC-5 6.7.2).
 *
 * @param hasNormalAca NORMACA
 * @param isRemovable RMB
 * @param targetPortGroupSupport TPGS, 0 to 3
 * @param hasThirdPartyCopy 3PC
 * @param isProtected PROTECT
 * @param hasManyPorts MULTIP
 */
public record InquiryBits(
    boolean hasNormalAca,
    boolean isRemovable,
    int targetPortGroupSupport,
    boolean hasThirdPartyCopy,
    boolean isProtected,
    boolean hasManyPorts) {

  /** None of them. */
  public static final InquiryBits NONE = new InquiryBits(false, false, 0, false, false, false);

  /** Byte 1. */
  int byte1() {
    return isRemovable ? 0x80 : 0;
  }

  /** Byte 3: historical support of LUN addressing (HISUP), and RESPONSE DATA FORMAT 2. */
  int byte3() {
    return hasNormalAca ? 0x32 : 0x12;
  }

  /** Byte 5. */
  int byte5() {
    return targetPortGroupSupport << 4 | (hasThirdPartyCopy ? 0x08 : 0) | (isProtected ? 0x01 : 0);
  }

  /** Byte 6. */
  int byte6() {
    return hasManyPorts ? 0x10 : 0;
  }
}
