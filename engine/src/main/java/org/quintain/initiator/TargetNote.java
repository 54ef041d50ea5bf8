// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What no transport tells of a target, and whoever set it up can: secrets, and names of further
 * targets at the same portal that are there to be tested.
 */
public enum TargetNote {
  /**
   * The name of a target that lets nobody in without CHAP; empty where {@link #CHAP_USER} is for
   * the target under test itself.
   */
  CHAP_TARGET,
  /** Who may log in to it. */
  CHAP_USER,
  /** The secret of that user. */
  CHAP_SECRET,
  /** Who that target says it is when it is asked. */
  CHAP_TARGET_USER,
  /** The secret of that one. */
  CHAP_TARGET_SECRET,
  /** Who may ask which targets there are, where not everybody may. */
  DISCOVERY_USER,
  /** The secret of that user. */
  DISCOVERY_SECRET,
  /** The name of a target that sends its logins elsewhere for a while (RFC 7143 11.13.5, 0101h). */
  REDIRECTED_TARGET,
  /** The name of a target that moved for good (RFC 7143 11.13.5, 0102h). */
  MOVED_TARGET;

  /** What names of settings that are notes begin with, see {@link FabricOptions#settings}. */
  public static final String PREFIX = "target.";

  /** The name of the setting, such as {@code target.chap-user}. */
  public String setting() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The note that {@code setting} is, or null. */
  public static @Nullable TargetNote ofSetting(String setting) {
    for (TargetNote note : values()) {
      if (note.setting().equals(setting)) {
        return note;
      }
    }
    return null;
  }
}
