// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import org.jspecify.annotations.Nullable;

/** Why a target gives a channel up (SRP r16a table 17). */
public enum TargetLogoutReason {
  NO_REASON(0, "no reason given"),
  INACTIVE_CHANNEL(1, "the channel was inactive"),
  INVALID_INFORMATION_UNIT(2, "the target received an information unit of an invalid type"),
  UNEXPECTED_RESPONSE(3, "the target received a response that no request asked for"),
  MULTICHANNEL_ACTION(4, "another login took the channel's place"),
  UNSUPPORTED_DATA_OUT_FORMAT(6, "the format of a data-out descriptor is not supported"),
  UNSUPPORTED_DATA_IN_FORMAT(7, "the format of a data-in descriptor is not supported"),
  INVALID_LENGTH(8, "the length of an information unit was invalid");

  private final int code;
  private final String text;

  TargetLogoutReason(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** How it is coded. */
  public int code() {
    return code;
  }

  /** One clause for a person. */
  public String text() {
    return text;
  }

  /** The reason that {@code code} stands for, or null. */
  public static @Nullable TargetLogoutReason of(int code) {
    for (TargetLogoutReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    return null;
  }
}
