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
      IscsiUrl parsed = withEnvironment(IscsiUrl.parse(url));
      KeyPreferences preferences = parsed.preferences(KeyPreferences.ofInitiator());
      for (Map.Entry<String, String> setting : options.settings().entrySet()) {
        preferences = offer(preferences, setting.getKey(), setting.getValue());
      }
      return new IscsiFabric(parsed, preferences, parsed.authentication(Challenges.secure()));
    } catch (IllegalArgumentException malformed) {
      throw new FabricException(String.valueOf(malformed.getMessage()), malformed);
    }
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
              + "\"; settings are iSCSI keys to offer, as iscsi.HeaderDigest.");
    }
    return preferences.with(key, value);
  }
}
