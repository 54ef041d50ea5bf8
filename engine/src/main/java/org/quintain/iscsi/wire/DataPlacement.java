// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

/** Where a sink wants a data segment to go. */
public enum DataPlacement {
  /** Collected with its header, in one piece, in the receiver's own memory. */
  STAGE,
  /** Straight into the place that the sink names. */
  PLACE,
  /** Read over. */
  DISCARD
}
