// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds the provider of a URL among those on the class path. */
public final class Fabrics {
  private Fabrics() {}

  /** All providers, by prefix. */
  public static List<FabricProvider> providers() {
    List<FabricProvider> found = new ArrayList<>();
    ServiceLoader.load(FabricProvider.class).forEach(found::add);
    found.sort((one, other) -> one.prefix().compareTo(other.prefix()));
    return found;
  }

  /**
   * Opens {@code url} with the provider whose prefix is the longest that fits.
   *
   * @throws FabricException when no provider fits, naming those there are, or when the provider
   *     cannot open it
   */
  public static Fabric open(String url, FabricOptions options) throws FabricException {
    FabricProvider best = null;
    List<String> prefixes = new ArrayList<>();
    for (FabricProvider provider : providers()) {
      prefixes.add(provider.prefix());
      if (url.startsWith(provider.prefix())
          && (best == null || provider.prefix().length() > best.prefix().length())) {
        best = provider;
      }
    }
    if (best == null) {
      throw new FabricException(
          "No fabric is called \""
              + url
              + "\"; a URL begins with one of "
              + String.join(", ", prefixes)
              + ".");
    }
    return best.open(url, options);
  }
}
