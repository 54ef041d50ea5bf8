// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

/** How a sequence arrived. Only a complete one may be acted on. */
public enum SequenceStatus {
  /** Every frame, in order. */
  COMPLETE,
  /** Frames are missing: a gap in SEQ_CNT, another sequence before its end, or E_D_TOV over. */
  MISSING_FRAMES,
  /** A relative offset did not go on where the frame before ended. */
  OFFSET_JUMPED,
  /** Data for a place that {@link Exchange#receiveInto} does not cover; it was not stored. */
  OUTSIDE_WINDOW,
  /** Longer than any information unit that is taken; only its beginning was kept. */
  TOO_LONG
}
