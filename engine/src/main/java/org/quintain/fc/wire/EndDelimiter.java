// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import org.jspecify.annotations.Nullable;

/**
 * End of frame (FC-FS-5 table 11), as an ordered set that follows negative running disparity, and
 * as FCoE's byte for it (FC-BB-6 table 32).
 */
public enum EndDelimiter {
  /** Normal: more frames of the sequence follow. */
  EOF_N(0xBC95D5D5, 0x41),
  /** Terminate: the last frame of the sequence. */
  EOF_T(0xBC957575, 0x42),
  /** Normal, but a switch found the frame invalid. */
  EOF_NI(0xBC8AD5D5, 0x49),
  /** Abort: the sender gave the frame up. */
  EOF_A(0xBC95F5F5, 0x50);

  private static final EndDelimiter[] ALL = values();

  private final int orderedSet;
  private final int fcoeCode;

  EndDelimiter(int orderedSet, int fcoeCode) {
    this.orderedSet = orderedSet;
    this.fcoeCode = fcoeCode;
  }

  /** The four characters K28.5 and D's, as capture files hold them. */
  public int orderedSet() {
    return orderedSet;
  }

  /** FCoE's code. */
  public int fcoeCode() {
    return fcoeCode;
  }

  /** Whether the frame may be taken for good. */
  public boolean isValid() {
    return this == EOF_N || this == EOF_T;
  }

  /** The delimiter with that FCoE code, or null. */
  public static @Nullable EndDelimiter ofFcoe(int code) {
    for (EndDelimiter delimiter : ALL) {
      if (delimiter.fcoeCode == code) {
        return delimiter;
      }
    }
    return null;
  }
}
