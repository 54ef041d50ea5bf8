// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

/**
 * A way to open fabrics, found by {@link java.util.ServiceLoader}, chosen by the beginning of a
 * URL.
 */
public interface FabricProvider {
  /** What its URLs begin with, such as {@code "sim:iscsi"} or {@code "iscsi://"}. */
  String prefix();

  /** One line for a person: what it reaches, and how its URL is spelled. */
  String description();

  /**
   * Opens {@code url}.
   *
   * @throws FabricException with one sentence when the URL is malformed or the target cannot be
   *     reached
   */
  Fabric open(String url, FabricOptions options) throws FabricException;
}
