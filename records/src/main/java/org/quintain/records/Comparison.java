// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.util.Objects;

/**
 * One figure of ours beside a peer's, measured in the same run on the same machine.
 *
 * @param name what was measured, such as {@code 4 KiB random read, depth 32}
 * @param peer whom we stand beside, such as {@code tgtd}
 * @param unit unit of both figures, such as {@code IOPS}
 * @param ours our figure
 * @param theirs the peer's figure
 * @param ratio ours divided by theirs
 */
public record Comparison(
    String name, String peer, String unit, double ours, double theirs, double ratio) {
  /** Makes the value; no part is null. */
  public Comparison {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(unit, "unit");
  }

  /** Two figures and the ratio between them. */
  public static Comparison of(String name, String peer, String unit, double ours, double theirs) {
    return new Comparison(name, peer, unit, ours, theirs, ours / theirs);
  }
}
