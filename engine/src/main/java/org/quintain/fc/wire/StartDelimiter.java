// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import org.jspecify.annotations.Nullable;

/**
 * Start of frame (FC-FS-5 table 10), as an ordered set of the link and as FCoE's byte for it
 * (FC-BB-6 table 31).
 */
public enum StartDelimiter {
  /** Class F, between switches. */
  SOF_F(0xBCB55858, 0x28),
  /** Initiates a class 2 sequence. */
  SOF_I2(0xBCB55555, 0x2D),
  /** Goes on with a class 2 sequence. */
  SOF_N2(0xBCB53535, 0x35),
  /** Initiates a class 3 sequence. */
  SOF_I3(0xBCB55656, 0x2E),
  /** Goes on with a class 3 sequence. */
  SOF_N3(0xBCB53636, 0x36);

  private static final StartDelimiter[] ALL = values();

  private final int orderedSet;
  private final int fcoeCode;

  StartDelimiter(int orderedSet, int fcoeCode) {
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

  /** Whether the frame is of class 3. */
  public boolean isClass3() {
    return this == SOF_I3 || this == SOF_N3;
  }

  /** The delimiter with that FCoE code, or null. */
  public static @Nullable StartDelimiter ofFcoe(int code) {
    for (StartDelimiter delimiter : ALL) {
      if (delimiter.fcoeCode == code) {
        return delimiter;
      }
    }
    return null;
  }
}
