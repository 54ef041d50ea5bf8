// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import java.util.Map;
import java.util.SortedMap;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;

/** Settings by name as iSCSI keys: {@code iscsi.HeaderDigest} is the key HeaderDigest. */
final class IscsiSettings {
  static final String PREFIX = "iscsi.";

  private IscsiSettings() {}

  /**
   * {@code preferences}, changed as {@code settings} has it; settings that are no keys are passed
   * over.
   *
   * @throws IllegalArgumentException with one sentence when a key or its value cannot be
   */
  static KeyPreferences applied(KeyPreferences preferences, SortedMap<String, String> settings) {
    KeyPreferences changed = preferences;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (setting.getKey().startsWith(PREFIX)) {
        String name = setting.getKey().substring(PREFIX.length());
        IscsiKey key = IscsiKey.ofName(name);
        if (key == null) {
          throw new IllegalArgumentException("There is no iSCSI key called \"" + name + "\".");
        }
        changed = changed.with(key, setting.getValue());
      }
    }
    return changed;
  }
}
