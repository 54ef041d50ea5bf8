// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.iscsi;

import java.util.EnumMap;
import java.util.Map;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricProvider;
import org.quintain.initiator.TargetNote;
import org.quintain.iscsi.initiator.IscsiUrl;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;

/**
 * Opens {@code iscsi://} over real TCP. Settings are the keys to offer, as {@code
 * iscsi.HeaderDigest}, and what is told of the target, as {@code target.chap-user}.
 */
public final class IscsiFabricProvider implements FabricProvider {
  private static final String KEY_SETTING = "iscsi.";

  @Override
  public String prefix() {
    return IscsiUrl.PREFIX;
  }

  @Override
  public String description() {
    return "a target over TCP: iscsi://[user[%secret]@]host[:port]/iqn/lun[?initiator=iqn][&also=iqn]";
  }

  @Override
  public Fabric open(String url, FabricOptions options) throws FabricException {
    try {
      IscsiUrl parsed = withEnvironment(IscsiUrl.parse(url));
      KeyPreferences preferences = parsed.preferences(KeyPreferences.ofInitiator());
      EnumMap<TargetNote, String> notes = notes(parsed);
      for (Map.Entry<String, String> setting : options.settings().entrySet()) {
        TargetNote note = TargetNote.ofSetting(setting.getKey());
        if (note == null) {
          preferences = offer(preferences, setting.getKey(), setting.getValue());
        } else {
          notes.put(note, setting.getValue());
        }
      }
      return new IscsiFabric(
          parsed, preferences, parsed.authentication(Challenges.secure()), notes);
    } catch (IllegalArgumentException malformed) {
      throw new FabricException(String.valueOf(malformed.getMessage()), malformed);
    }
  }

  /** Whoever is named in the URL may log in to the target. */
  private static EnumMap<TargetNote, String> notes(IscsiUrl url) {
    EnumMap<TargetNote, String> notes = new EnumMap<>(TargetNote.class);
    notes.put(TargetNote.CHAP_USER, url.user());
    notes.put(TargetNote.CHAP_SECRET, url.secret());
    notes.put(TargetNote.CHAP_TARGET_USER, url.targetUser());
    notes.put(TargetNote.CHAP_TARGET_SECRET, url.targetSecret());
    return notes;
  }

  /** A secret in a URL is seen by all; libiscsi takes it from these variables as well. */
  private static IscsiUrl withEnvironment(IscsiUrl url) {
    return url.orUsers(
        variable("LIBISCSI_CHAP_USERNAME"),
        variable("LIBISCSI_CHAP_PASSWORD"),
        variable("LIBISCSI_CHAP_TARGET_USERNAME"),
        variable("LIBISCSI_CHAP_TARGET_PASSWORD"));
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  private static KeyPreferences offer(KeyPreferences preferences, String name, String value)
      throws FabricException {
    IscsiKey key =
        name.startsWith(KEY_SETTING) ? IscsiKey.ofName(name.substring(KEY_SETTING.length())) : null;
    if (key == null) {
      throw new FabricException(
          "iscsi:// has no setting \""
              + name
              + "\"; settings are iSCSI keys to offer, as iscsi.HeaderDigest, and notes, as "
              + TargetNote.CHAP_USER.setting()
              + ".");
    }
    return preferences.with(key, value);
  }
}
