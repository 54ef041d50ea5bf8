// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import org.jspecify.annotations.Nullable;

/** The TYPE of a persistent reservation (SPC-5 6.15.3.4). */
public enum ReservationType {
  /** Others read, the holder writes. */
  WRITE_EXCLUSIVE(1, false, false, false),
  /** The holder reads and writes. */
  EXCLUSIVE_ACCESS(3, true, false, false),
  /** Others read, registrants write; one of them holds it. */
  WRITE_EXCLUSIVE_REGISTRANTS_ONLY(5, false, true, false),
  /** Registrants read and write; one of them holds it. */
  EXCLUSIVE_ACCESS_REGISTRANTS_ONLY(6, true, true, false),
  /** Others read, registrants write; all of them hold it. */
  WRITE_EXCLUSIVE_ALL_REGISTRANTS(7, false, true, true),
  /** Registrants read and write; all of them hold it. */
  EXCLUSIVE_ACCESS_ALL_REGISTRANTS(8, true, true, true);

  private final int code;
  private final boolean isExclusiveAccess;
  private final boolean admitsRegistrants;
  private final boolean isAllRegistrants;

  ReservationType(
      int code, boolean isExclusiveAccess, boolean admitsRegistrants, boolean isAllRegistrants) {
    this.code = code;
    this.isExclusiveAccess = isExclusiveAccess;
    this.admitsRegistrants = admitsRegistrants;
    this.isAllRegistrants = isAllRegistrants;
  }

  /** The TYPE field. */
  public int code() {
    return code;
  }

  /** Whether it keeps reads out too. */
  public boolean isExclusiveAccess() {
    return isExclusiveAccess;
  }

  /** Whether every registered nexus may do what the holder may. */
  public boolean admitsRegistrants() {
    return admitsRegistrants;
  }

  /** Whether every registered nexus is a holder. */
  public boolean isAllRegistrants() {
    return isAllRegistrants;
  }

  /** The type of a TYPE field, or null where the field is reserved or obsolete. */
  public static @Nullable ReservationType ofCode(int code) {
    for (ReservationType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
