// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;

/**
 * One sequence of frames on its way (FC-FS-5 clause 12): a header for its frames, a payload that
 * refers to memory of somebody else's, and how much of it one frame may carry. Pooled by the
 * endpoint that sends it; the driver's from {@link FrameEndpoint#poll} to {@link
 * FrameEndpoint#onSent}.
 *
 * <p>The header is that of the sequence's <em>last</em> frame, but for SEQ_CNT and Parameter, which
 * are the first frame's: what stands in the frames between follows from it by rule, so that a
 * driver cuts frames without knowing the protocol above, and a simulator may hand over the sequence
 * whole.
 */
public final class OutgoingSequence {
  /** How long a frame header is (FC-FS-5 11.1). */
  public static final int HEADER_BYTES = 24;

  private static final int PAYLOAD_SEGMENTS_MAX = 96;

  private final int slot;
  private final ByteBuffer memory;
  private final int base;
  private final int inlineCapacityBytes;
  private final SegmentList payload = new SegmentList(PAYLOAD_SEGMENTS_MAX);
  private int framePayloadMax;
  private boolean continues;
  private @Nullable SequenceSentListener listener;
  private int token;
  private @Nullable OutgoingSequence next;

  /**
   * @param slot the sequence's number in its pool
   * @param memory where header and inline payload stand
   * @param base where the header begins there; the inline payload stands right behind it
   * @param inlineCapacityBytes how long a payload can be written into the sequence itself
   */
  public OutgoingSequence(int slot, ByteBuffer memory, int base, int inlineCapacityBytes) {
    Check.that(
        base >= 0 && base + HEADER_BYTES + inlineCapacityBytes <= memory.capacity(),
        "a sequence lies within its memory");
    this.slot = slot;
    this.memory = memory;
    this.base = base;
    this.inlineCapacityBytes = inlineCapacityBytes;
  }

  /** The sequence's number in its pool. */
  public int slot() {
    return slot;
  }

  /** The buffer that holds header and inline payload, for absolute access at {@link #base}. */
  public ByteBuffer header() {
    return memory;
  }

  /** Where the header begins in {@link #header}. */
  public int base() {
    return base;
  }

  /**
   * The payload of all frames together, in order; may be empty. Valid and unchanged while the
   * driver has the sequence.
   */
  public SegmentList payload() {
    return payload;
  }

  /**
   * Names {@code lengthBytes} of the inline memory as the payload and says where in {@link #header}
   * it begins. The bytes are what stood there: the caller writes them all.
   */
  public int inlinePayload(int lengthBytes) {
    Check.that(lengthBytes <= inlineCapacityBytes, "inline payload fits", lengthBytes);
    payload.clear();
    payload.add(memory, base + HEADER_BYTES, lengthBytes);
    return base + HEADER_BYTES;
  }

  /** How long an inline payload can be. */
  public int inlineCapacityBytes() {
    return inlineCapacityBytes;
  }

  /** The longest payload of one frame that the receiver takes: a multiple of 4, 128 to 2112. */
  public int framePayloadMax() {
    return framePayloadMax;
  }

  /** Sets {@link #framePayloadMax}. */
  public void framePayloadMax(int lengthBytes) {
    Check.that(
        lengthBytes >= 128 && lengthBytes <= 2112 && (lengthBytes & 3) == 0,
        "a frame's payload is 128 to 2112 bytes in fours",
        lengthBytes);
    framePayloadMax = lengthBytes;
  }

  /**
   * Whether these frames go on with a sequence that others began, so that the first of them has
   * SOFn3 and not SOFi3: how a bare port sends a sequence frame by frame.
   */
  public boolean continues() {
    return continues;
  }

  /** Sets {@link #continues}. */
  public void continues(boolean goesOn) {
    continues = goesOn;
  }

  /** Clears header, payload and listener for another use. */
  public void clear() {
    for (int offset = 0; offset < HEADER_BYTES; offset += 8) {
      memory.putLong(base + offset, 0);
    }
    payload.clear();
    continues = false;
    listener = null;
    token = 0;
  }

  /** Who is to be told, and with what, once the wire has taken the last frame. */
  public void whenSent(SequenceSentListener toBeTold, int tokenToGive) {
    listener = toBeTold;
    token = tokenToGive;
  }

  /** Who is to be told, or null. */
  public @Nullable SequenceSentListener sentListener() {
    return listener;
  }

  /** What {@link #sentListener} is given. */
  public int sentToken() {
    return token;
  }

  /** The next in the list this sequence stands in; for its owner alone. */
  public @Nullable OutgoingSequence next() {
    return next;
  }

  /** Sets {@link #next}. */
  public void next(@Nullable OutgoingSequence sequence) {
    next = sequence;
  }
}
