// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

/** Sense keys (SPC-5 4.5.8); the ordinal is the code. */
public enum SenseKey {
  NO_SENSE,
  RECOVERED_ERROR,
  NOT_READY,
  MEDIUM_ERROR,
  HARDWARE_ERROR,
  ILLEGAL_REQUEST,
  UNIT_ATTENTION,
  DATA_PROTECT,
  BLANK_CHECK,
  VENDOR_SPECIFIC,
  COPY_ABORTED,
  ABORTED_COMMAND,
  RESERVED,
  VOLUME_OVERFLOW,
  MISCOMPARE,
  COMPLETED;

  private static final SenseKey[] BY_CODE = values();

  /** The four-bit code. */
  public int code() {
    return ordinal();
  }

  /** The sense key of the low four bits of {@code code}. */
  public static SenseKey ofCode(int code) {
    return BY_CODE[code & 0x0F];
  }
}
