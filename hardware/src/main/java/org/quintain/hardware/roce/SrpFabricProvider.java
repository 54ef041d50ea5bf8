// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.io.IOException;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricProvider;

/** Opens {@code srp://} by RoCEv2 over a UDP socket. */
public final class SrpFabricProvider implements FabricProvider {
  @Override
  public String prefix() {
    return SrpUrl.PREFIX;
  }

  @Override
  public String description() {
    return "a target over RoCEv2: " + SrpUrl.SPELLING;
  }

  @Override
  public Fabric open(String url, FabricOptions options) throws FabricException {
    if (!options.settings().isEmpty()) {
      throw new FabricException(
          "srp:// has no setting \"" + options.settings().firstKey() + "\"; it has none at all.");
    }
    try {
      return SrpFabric.open(SrpUrl.parse(url));
    } catch (IllegalArgumentException | IOException refused) {
      throw new FabricException(String.valueOf(refused.getMessage()), refused);
    }
  }
}
