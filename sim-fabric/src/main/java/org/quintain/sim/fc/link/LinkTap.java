// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

/** Sees what goes over a link, as an analyser between the two ends does. */
public interface LinkTap {
  /**
   * A frame begins to leave {@code from}; faults of the link have already met it.
   *
   * @param remark what fault it met, empty for none
   */
  default void onFrame(long nowNs, LinkEnd from, LinkFrame frame, String remark) {}
}
