// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.wire.OutgoingSequence;

/**
 * Makes the frames of a sequence, one after the other (FC-FS-5 clause 12): header, payload, fill
 * bytes, CRC as real bytes, and the two delimiters as codes. Pure; one per sequence that a driver
 * has under way, used again and again.
 *
 * <p>Every frame but the last is as long as the receiver takes. F_CTL's bits that say something of
 * the end stand in the last frame only; SEQ_CNT counts; the relative offset, if there is one, goes
 * on with the payload.
 */
public final class FrameCutter {
  private static final int SHORT_BYTES = 64;

  private final FrameCrc crc = new FrameCrc();

  private @Nullable OutgoingSequence sequence;
  private long sentBytes;
  private int segment;
  private int segmentSentBytes;
  private int frames;
  private int framesSent;
  private boolean firstWasMade;
  private StartDelimiter start = StartDelimiter.SOF_I3;
  private EndDelimiter end = EndDelimiter.EOF_T;

  /** How many frames {@code sequence} is cut into: at least one. */
  public static int frameCount(OutgoingSequence sequence) {
    int most = sequence.framePayloadMax();
    long bytes = sequence.payload().totalBytes();
    return bytes <= most ? 1 : (int) ((bytes + most - 1) / most);
  }

  /** Begins with {@code toBeCut}, which has all that its frames say. */
  public void begin(OutgoingSequence toBeCut) {
    sequence = toBeCut;
    sentBytes = 0;
    segment = 0;
    segmentSentBytes = 0;
    frames = frameCount(toBeCut);
    framesSent = 0;
    firstWasMade = false;
  }

  /** Whether no frame was made yet. */
  public boolean isAtBegin() {
    return framesSent == 0;
  }

  /** Whether frames are left. */
  public boolean hasNext() {
    return framesSent < frames;
  }

  /** How long the next frame will be: header, payload, fill bytes and CRC. */
  public int nextLengthBytes() {
    int payload = nextPayloadBytes(present());
    return FrameHeader.LENGTH_BYTES + ((payload + 3) & ~3) + FrameCrc.LENGTH_BYTES;
  }

  private int nextPayloadBytes(OutgoingSequence of) {
    return (int) Math.min(of.framePayloadMax(), of.payload().totalBytes() - sentBytes);
  }

  /**
   * Writes the next frame at {@code at} of {@code into}: header, payload, fill bytes, CRC.
   *
   * @return how many bytes that is, the CRC included
   */
  public int next(ByteBuffer into, int at) {
    int length = nextWithoutCrc(into, at);
    crc.append(into, at, length);
    return length + FrameCrc.LENGTH_BYTES;
  }

  /** As {@link #next}, but without the CRC, for a driver whose hardware makes it. */
  public int nextWithoutCrc(ByteBuffer into, int at) {
    OutgoingSequence of = present();
    Check.that(hasNext(), "a sequence has as many frames as it was cut into", frames);
    int payload = nextPayloadBytes(of);
    boolean isLast = framesSent == frames - 1;
    int fill = -payload & 3;
    writeHeader(of, into, at, isLast, fill);
    copyPayload(of.payload(), into, at + FrameHeader.LENGTH_BYTES, payload);
    for (int index = 0; index < fill; index++) {
      into.put(at + FrameHeader.LENGTH_BYTES + payload + index, (byte) 0);
    }
    boolean goesOn = firstWasMade || of.continues();
    start = goesOn ? StartDelimiter.SOF_N3 : StartDelimiter.SOF_I3;
    boolean ends = (FrameHeader.frameControl(into, at) & FrameControl.END_SEQUENCE) != 0;
    end = ends ? EndDelimiter.EOF_T : EndDelimiter.EOF_N;
    goOn(payload);
    return FrameHeader.LENGTH_BYTES + payload + fill;
  }

  /**
   * Copies the payload of the next frame to {@code at} of {@code into}, and nothing else of it: for
   * a driver that hands the sequence over whole.
   *
   * @return how many bytes that is
   */
  public int nextPayload(ByteBuffer into, int at) {
    OutgoingSequence of = present();
    Check.that(hasNext(), "a sequence has as many frames as it was cut into", frames);
    int payload = nextPayloadBytes(of);
    copyPayload(of.payload(), into, at, payload);
    goOn(payload);
    return payload;
  }

  private void goOn(int payloadBytes) {
    firstWasMade = true;
    sentBytes += payloadBytes;
    framesSent++;
  }

  private void writeHeader(
      OutgoingSequence of, ByteBuffer into, int at, boolean isLast, int fillBytes) {
    into.put(at, of.header(), of.base(), FrameHeader.LENGTH_BYTES);
    int control = FrameHeader.frameControl(into, at) & ~FrameControl.FILL_BYTES_MASK;
    if (!isLast) {
      control &= ~FrameControl.LAST_FRAME_ONLY;
    }
    FrameHeader.frameControl(into, at, control | fillBytes);
    FrameHeader.sequenceCount(into, at, FrameHeader.sequenceCount(into, at) + framesSent);
    if ((control & FrameControl.RELATIVE_OFFSET) != 0) {
      FrameHeader.parameter(into, at, FrameHeader.parameter(into, at) + (int) sentBytes);
    }
  }

  private void copyPayload(SegmentList from, ByteBuffer into, int at, int lengthBytes) {
    int done = 0;
    while (done < lengthBytes) {
      int piece = Math.min(from.length(segment) - segmentSentBytes, lengthBytes - done);
      copy(from.base(segment), from.offset(segment) + segmentSentBytes, into, at + done, piece);
      done += piece;
      segmentSentBytes += piece;
      if (segmentSentBytes == from.length(segment)) {
        segment++;
        segmentSentBytes = 0;
      }
    }
  }

  /** Commands and responses are so short that a bulk copy's checks cost more than their bytes. */
  private static void copy(ByteBuffer from, int fromAt, ByteBuffer into, int at, int lengthBytes) {
    if (lengthBytes > SHORT_BYTES || from.order() != into.order()) {
      into.put(at, from, fromAt, lengthBytes);
      return;
    }
    int done = 0;
    for (; done + Long.BYTES <= lengthBytes; done += Long.BYTES) {
      into.putLong(at + done, from.getLong(fromAt + done));
    }
    for (; done < lengthBytes; done++) {
      into.put(at + done, from.get(fromAt + done));
    }
  }

  /** The start delimiter of the frame last made. */
  public StartDelimiter startDelimiter() {
    return start;
  }

  /** The end delimiter of the frame last made. */
  public EndDelimiter endDelimiter() {
    return end;
  }

  private OutgoingSequence present() {
    OutgoingSequence present = sequence;
    Check.that(present != null, "frames are made of a sequence that was begun");
    return present;
  }
}
