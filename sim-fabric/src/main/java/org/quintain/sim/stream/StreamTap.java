// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

/**
 * Somebody who sees all bytes of a stream as they leave their sender. A tap is told of a segment
 * twice: {@link #onSegment} before faults, {@link #onSent} with what really goes out.
 */
public interface StreamTap {
  /** The stream is up. */
  default void onConnected(long nowNs, SimStream stream) {}

  /** How many of the next {@code most} bytes, which are one or more, go in one segment. */
  default int cut(boolean fromInitiator, int most) {
    return most;
  }

  /**
   * {@code length} bytes of {@code bytes} from {@code offset} on are about to be sent, unspoilt. A
   * tap may change them in place, which makes it a mutant of the transport.
   */
  default void onSegment(long nowNs, boolean fromInitiator, byte[] bytes, int offset, int length) {}

  /**
   * Whether a digest covers the byte {@code index} of the segment last seen by {@link #onSegment}.
   */
  default boolean isCovered(boolean fromInitiator, int index) {
    return false;
  }

  /** A segment goes out; {@code remark} names the fault it met, and is empty without one. */
  default void onSent(
      long nowNs, boolean fromInitiator, byte[] bytes, int offset, int length, String remark) {}

  /** One end sends no more. */
  default void onEndOfStream(long nowNs, boolean fromInitiator, String remark) {}

  /** The stream was reset, as one end sees it. */
  default void onReset(long nowNs, boolean fromInitiator, String remark) {}
}
