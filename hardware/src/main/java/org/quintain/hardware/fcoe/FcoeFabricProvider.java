// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricProvider;

/** Opens {@code fcoe:}, Fibre Channel over Ethernet on a link of this machine. */
public final class FcoeFabricProvider implements FabricProvider {
  /** For {@link java.util.ServiceLoader}. */
  public FcoeFabricProvider() {}

  @Override
  public String prefix() {
    return FcoeUrl.PREFIX;
  }

  @Override
  public String description() {
    return "a target over FCoE: " + FcoeUrl.SPELLING;
  }

  @Override
  public Fabric open(String url, FabricOptions options) throws FabricException {
    if (!options.settings().isEmpty()) {
      throw new FabricException(
          "fcoe: has no settings, and so not \"" + options.settings().firstKey() + "\".");
    }
    try {
      return FcoeFabric.open(FcoeUrl.parse(url));
    } catch (IllegalArgumentException malformed) {
      throw new FabricException(String.valueOf(malformed.getMessage()), malformed);
    }
  }
}
