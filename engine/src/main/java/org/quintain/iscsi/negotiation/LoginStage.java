// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import org.jspecify.annotations.Nullable;

/** Stages of a login as CSG and NSG encode them (RFC 7143 11.12.3); 2 is reserved. */
public enum LoginStage {
  SECURITY_NEGOTIATION(0),
  LOGIN_OPERATIONAL_NEGOTIATION(1),
  FULL_FEATURE_PHASE(3);

  private final int code;

  LoginStage(int code) {
    this.code = code;
  }

  /** The two bits on the wire. */
  public int code() {
    return code;
  }

  /** The stage of two bits, or null for the reserved value. */
  public static @Nullable LoginStage ofCode(int code) {
    return switch (code) {
      case 0 -> SECURITY_NEGOTIATION;
      case 1 -> LOGIN_OPERATIONAL_NEGOTIATION;
      case 3 -> FULL_FEATURE_PHASE;
      default -> null;
    };
  }
}
