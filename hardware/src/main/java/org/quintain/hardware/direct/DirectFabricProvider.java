// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.direct;

import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricProvider;

/** Opens {@code direct:}, a target in this process on memory. */
public final class DirectFabricProvider implements FabricProvider {
  private static final String PREFIX = "direct:";

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public String description() {
    return "a target in this process, in memory, without a wire: direct: or direct:LUN, with "
        + DirectShape.ARGUMENTS;
  }

  @Override
  public Fabric open(String url, FabricOptions options) throws FabricException {
    if (!options.settings().isEmpty()) {
      throw new FabricException(
          "direct: has no setting \"" + options.settings().firstKey() + "\"; it has none at all.");
    }
    try {
      return new DirectFabric(url, DirectShape.parse(url, PREFIX.length()), options);
    } catch (IllegalArgumentException refused) {
      throw new FabricException(String.valueOf(refused.getMessage()), refused);
    }
  }
}
