// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link that carries frames, a physical N_Port with all its virtual ones: a sans-IO
 * state machine. It owns no thread, socket, clock or random source. All calls come from the driver,
 * on the reactor that owns the port.
 *
 * <p>The driver's loop: {@link #onFrame} for each frame that came; then while {@link #hasOutput}
 * and it has room: {@link #poll}, cut and send, {@link #onSent}; then {@link #nextDeadlineNs}.
 * Spurious calls are harmless.
 *
 * <p>What is sent is a sequence, what is received is a frame: the driver cuts frames, checks and
 * makes delimiters and CRCs, and throws away what is broken. Where nobody could tell the
 * difference, a driver may hand over a sequence whole by {@link #onSequence}, with the same
 * results.
 */
public interface FrameEndpoint {
  /** The link is up and carries frames. {@code wire} is the endpoint's way to call the driver. */
  void onLinkUp(long nowNs, FrameWire wire);

  /**
   * The link is gone. All sequences that the driver held have been given back by {@link #onSent}
   * before. {@link #onLinkUp} may follow. {@code reason} is one clear clause.
   */
  void onLinkDown(long nowNs, String reason);

  /**
   * A good class 3 frame came: its CRC was right, its delimiters are those of class 3 (SOFi3,
   * SOFn3, EOFn, EOFt). The bytes are the endpoint's to read until the call returns.
   *
   * @param frame the 24-byte header at {@code base}, the payload behind it, fill bytes included
   * @param lengthBytes header and payload together, without CRC
   * @param initiates whether it began with SOFi3, which makes it the first of its sequence
   */
  void onFrame(long nowNs, ByteBuffer frame, int base, int lengthBytes, boolean initiates);

  /**
   * All frames of a sequence came, in order, complete and untouched. The sequence is the sender's:
   * it is only read, and only until the call returns. The same as one {@link #onFrame} for each
   * frame that a cutter would make of it.
   */
  void onSequence(long nowNs, OutgoingSequence sequence);

  /**
   * Whether frames have to come and go one by one, since somebody looks at them: the driver does
   * not use {@link #onSequence} then.
   */
  default boolean seesFrames() {
    return false;
  }

  /**
   * The driver found a port on a link where ports find each other before they log in (FCoE VN2VN,
   * FC-BB-6 7.9.8).
   *
   * @param portId its 24-bit address identifier
   */
  void onNeighbour(long nowNs, int portId, long portName, long nodeName);

  /** A port told by {@link #onNeighbour} is gone. */
  void onNeighbourLost(long nowNs, int portId);

  /**
   * The link's own control told that the fabric logged the N_Port at {@code portId} out (FIP Clear
   * Virtual Links, FC-BB-6 7.9.7.5); the link goes on.
   */
  default void onFabricLogout(long nowNs, int portId) {}

  /** Whether {@link #poll} would give a sequence. */
  boolean hasOutput();

  /**
   * The next sequence to be sent, which is the driver's until {@link #onSent}; null when there is
   * none. A driver may hold several, as many as it likes, and may interleave their frames; frames
   * of one sequence keep their order, and sequences of one exchange keep theirs.
   */
  @Nullable OutgoingSequence poll(long nowNs);

  /**
   * The wire has taken the last frame of {@code sequence}, or gave it up with the link. Each
   * sequence polled comes back so exactly once.
   */
  void onSent(long nowNs, OutgoingSequence sequence);

  /** The nearest deadline in nanoseconds, or {@link org.quintain.time.DeadlineTable#NONE}. */
  long nextDeadlineNs();

  /** A deadline has passed. */
  void onDeadline(long nowNs);
}
