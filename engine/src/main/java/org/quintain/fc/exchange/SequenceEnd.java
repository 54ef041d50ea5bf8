// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import org.quintain.fc.wire.FrameControl;

/** What the end of a sequence that is sent says (FC-FS-5 11.7). */
public enum SequenceEnd {
  /** More sequences follow from this end. */
  KEEP_INITIATIVE(FrameControl.END_SEQUENCE),
  /** The peer is to go on. */
  TRANSFER_INITIATIVE(FrameControl.END_SEQUENCE | FrameControl.TRANSFER_INITIATIVE),
  /** The exchange is complete. */
  LAST(FrameControl.END_SEQUENCE | FrameControl.LAST_SEQUENCE);

  private final int frameControl;

  SequenceEnd(int frameControl) {
    this.frameControl = frameControl;
  }

  int frameControl() {
    return frameControl;
  }
}
