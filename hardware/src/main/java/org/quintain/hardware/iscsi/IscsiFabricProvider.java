// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.iscsi;

import java.util.Map;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricProvider;
import org.quintain.iscsi.initiator.IscsiUrl;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;

/**
 * Opens {@code iscsi://} over real TCP. Settings are the keys to offer, as {@code
 * iscsi.HeaderDigest}.
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
      IscsiUrl parsed = IscsiUrl.parse(url);
      KeyPreferences preferences = parsed.preferences(KeyPreferences.ofInitiator());
      for (Map.Entry<String, String> setting : options.settings().entrySet()) {
        preferences = offer(preferences, setting.getKey(), setting.getValue());
      }
      if (!parsed.user().isEmpty()) {
        throw new FabricException(
            "The URL " + parsed + " names a user, and this initiator does not speak CHAP.");
      }
      return new IscsiFabric(parsed, preferences);
    } catch (IllegalArgumentException malformed) {
      throw new FabricException(String.valueOf(malformed.getMessage()), malformed);
    }
  }

  private static KeyPreferences offer(KeyPreferences preferences, String name, String value)
      throws FabricException {
    IscsiKey key =
        name.startsWith(KEY_SETTING) ? IscsiKey.ofName(name.substring(KEY_SETTING.length())) : null;
    if (key == null) {
      throw new FabricException(
          "iscsi:// has no setting \""
              + name
              + "\"; settings are iSCSI keys to offer, as iscsi.HeaderDigest.");
    }
    return preferences.with(key, value);
  }
}
