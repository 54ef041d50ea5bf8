// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.nio.ByteBuffer;

/**
 * Says by a connection's first bytes which reactor it belongs to. Called on the reactor that
 * accepts.
 */
@FunctionalInterface
public interface StreamSorter {
  /** Answer of {@link #laneOf} when the bytes do not tell yet. */
  int MORE = -1;

  /** How many bytes are waited for at most. */
  int BYTES_MAX = 16 << 10;

  /**
   * The lane, from 0, or {@link #MORE}.
   *
   * @param bytes what has come so far, from position to limit, for absolute access
   * @param isAll whether no more is waited for: a lane must be named then
   */
  int laneOf(ByteBuffer bytes, boolean isAll);
}
