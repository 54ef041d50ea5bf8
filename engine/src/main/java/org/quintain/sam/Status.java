// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

/** SCSI status codes (SAM-5 5.3.1). */
public enum Status {
  GOOD(0x00),
  CHECK_CONDITION(0x02),
  CONDITION_MET(0x04),
  BUSY(0x08),
  RESERVATION_CONFLICT(0x18),
  TASK_SET_FULL(0x28),
  ACA_ACTIVE(0x30),
  TASK_ABORTED(0x40);

  private static final Status[] BY_CODE = new Status[256];

  static {
    for (Status status : values()) {
      BY_CODE[status.code] = status;
    }
  }

  private final int code;

  Status(int code) {
    this.code = code;
  }

  /** The status byte, 0 to 255. */
  public int code() {
    return code;
  }

  /** The status of a status byte, or null where SAM-5 defines none. */
  public static @org.jspecify.annotations.Nullable Status ofCode(int code) {
    return BY_CODE[code & 0xFF];
  }
}
