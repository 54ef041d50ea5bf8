// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.direct;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricProvider;
import org.quintain.sam.Lun;

/** Opens {@code direct:}, a target in this process on memory. */
public final class DirectFabricProvider implements FabricProvider {
  private static final String PREFIX = "direct:";
  private static final Pattern PROTECTION = Pattern.compile("\\?protection=([1-3])$");

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public String description() {
    return "a target in this process, in memory, without a wire: direct: or direct:LUN,"
        + " with protection information as ?protection=1, 2 or 3";
  }

  @Override
  public Fabric open(String url, FabricOptions options) throws FabricException {
    String lun = url.substring(PREFIX.length());
    int protectionType = 0;
    Matcher protection = PROTECTION.matcher(lun);
    if (protection.find()) {
      protectionType = Integer.parseInt(protection.group(1));
      lun = lun.substring(0, protection.start());
    }
    if (!lun.matches("[0-9]{0,5}") || (!lun.isEmpty() && Integer.parseInt(lun) > Lun.INDEX_MAX)) {
      throw new FabricException("\"" + url + "\" is spelled direct: or direct:LUN.");
    }
    if (!options.settings().isEmpty()) {
      throw new FabricException(
          "direct: has no setting \"" + options.settings().firstKey() + "\"; it has none at all.");
    }
    try {
      return new DirectFabric(
          url, lun.isEmpty() ? 0 : Integer.parseInt(lun), options, protectionType);
    } catch (IllegalArgumentException refused) {
      throw new FabricException(String.valueOf(refused.getMessage()), refused);
    }
  }
}
