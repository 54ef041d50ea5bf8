// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.util.Locale;

/** How an end node gets its addresses, by the names that Linux' FCoE has for it. */
public enum FcoeMode {
  /** Without a fabric: nodes on the link find each other (FC-BB-6 7.9.8). */
  VN2VN,

  /** From a fabric, through one of its forwarders (FC-BB-6 7.9.2 to 7.9.6). */
  FABRIC;

  /**
   * The mode that {@code text} names.
   *
   * @throws IllegalArgumentException with one sentence when it names none
   */
  public static FcoeMode parse(String text) {
    for (FcoeMode mode : values()) {
      if (mode.text().equals(text.toLowerCase(Locale.ROOT))) {
        return mode;
      }
    }
    throw new IllegalArgumentException("A mode is vn2vn or fabric, not \"" + text + "\".");
  }

  /** Its name as operators write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
