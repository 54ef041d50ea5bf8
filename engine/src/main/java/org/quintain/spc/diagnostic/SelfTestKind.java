// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.diagnostic;

import org.jspecify.annotations.Nullable;

/** SELF-TEST CODE of SEND DIAGNOSTIC (SPC-5 6.42), the default self-test included. */
enum SelfTestKind {
  /** SELFTEST bit with code 000b. */
  DEFAULT(0, false, false),
  BACKGROUND_SHORT(1, true, false),
  BACKGROUND_EXTENDED(2, true, true),
  FOREGROUND_SHORT(5, false, false),
  FOREGROUND_EXTENDED(6, false, true);

  private final int code;
  private final boolean isBackground;
  private final boolean isExtended;

  SelfTestKind(int code, boolean isBackground, boolean isExtended) {
    this.code = code;
    this.isBackground = isBackground;
    this.isExtended = isExtended;
  }

  int code() {
    return code;
  }

  boolean isBackground() {
    return isBackground;
  }

  boolean isExtended() {
    return isExtended;
  }

  /** The kind of {@code code}, or null where the code asks for no test. */
  static @Nullable SelfTestKind ofCode(int code) {
    for (SelfTestKind kind : values()) {
      if (kind.code == code && kind != DEFAULT) {
        return kind;
      }
    }
    return null;
  }
}
