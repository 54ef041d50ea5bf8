// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.jspecify.annotations.Nullable;
import org.quintain.store.AllocationState;

/** REPORT TYPE of GET LBA STATUS (SBC-4 5.6.2): which blocks are told of. */
enum LbaReportType {
  ALL(0x00, true, true, true),
  NONZERO_STATUS(0x01, false, true, true),
  MAPPED(0x02, true, false, false),
  DEALLOCATED(0x03, false, true, false),
  ANCHORED(0x04, false, false, true);

  private final int code;
  private final boolean tellsMapped;
  private final boolean tellsDeallocated;
  private final boolean tellsAnchored;

  LbaReportType(int code, boolean mapped, boolean deallocated, boolean anchored) {
    this.code = code;
    tellsMapped = mapped;
    tellsDeallocated = deallocated;
    tellsAnchored = anchored;
  }

  static @Nullable LbaReportType of(int code) {
    for (LbaReportType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }

  boolean tells(AllocationState state) {
    return switch (state) {
      case MAPPED -> tellsMapped;
      case DEALLOCATED -> tellsDeallocated;
      case ANCHORED -> tellsAnchored;
    };
  }
}
