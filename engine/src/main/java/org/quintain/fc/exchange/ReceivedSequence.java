// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;

/**
 * A sequence that came, as its exchange's user reads it during one call. One object per manager,
 * filled again for each sequence.
 */
public final class ReceivedSequence {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  int routingControl;
  int frameControl;
  int sequenceId;
  int classSpecificControl;
  int parameter;
  int destinationId;
  int sourceId;
  SequenceStatus status = SequenceStatus.COMPLETE;
  ByteBuffer payload = EMPTY;
  int payloadOffset;
  int lengthBytes;

  /** How it arrived. */
  public SequenceStatus status() {
    return status;
  }

  /** R_CTL of its frames. */
  public int routingControl() {
    return routingControl;
  }

  /** D_ID of its frames, which is news to a port that gets its address by it. */
  public int destinationId() {
    return destinationId;
  }

  /** S_ID of its frames. */
  public int sourceId() {
    return sourceId;
  }

  /** SEQ_ID of its frames. */
  public int sequenceId() {
    return sequenceId;
  }

  /** F_CTL of its last frame; of the last that came, where the end is missing. */
  public int frameControl() {
    return frameControl;
  }

  /** CS_CTL, or the priority, of its first frame. */
  public int classSpecificControl() {
    return classSpecificControl;
  }

  /** Parameter of its first frame: where its data begin, if relative offsets are used. */
  public int parameter() {
    return parameter;
  }

  /** Parameter of its first frame as a relative offset in bytes. */
  public long relativeOffsetBytes() {
    return Integer.toUnsignedLong(parameter);
  }

  /**
   * The information unit, from {@link #payloadOffset} on; an empty buffer for data, which went
   * straight to the place named by {@link Exchange#receiveInto}.
   */
  public ByteBuffer payload() {
    return payload;
  }

  /** Where in {@link #payload} the information unit begins. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** How long the payload of all frames was, fill bytes left out; of those that came. */
  public int lengthBytes() {
    return lengthBytes;
  }

  void forget() {
    payload = EMPTY;
    payloadOffset = 0;
  }
}
