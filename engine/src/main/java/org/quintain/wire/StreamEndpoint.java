// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import java.nio.ByteBuffer;
import org.quintain.memory.SegmentList;

/**
 * One end of an ordered byte stream: a sans-IO state machine. It owns no thread, socket, clock or
 * random source. All calls come from the driver, on the reactor that owns the stream.
 *
 * <p>The driver's loop, in this order: on readable, {@link #receiveSpace}, read, {@link
 * #onReceived}, again while bytes are there; then while {@link #hasOutput}: {@link #gather}, write,
 * {@link #onSent}; then {@link #nextDeadlineNs}; then {@link #wantsClose}. Spurious calls are
 * harmless.
 */
public interface StreamEndpoint {
  /** The stream is up. {@code wire} is the endpoint's way to call the driver. */
  void onConnected(long nowNs, StreamWire wire);

  /**
   * Where the next bytes go: a buffer whose position to limit is free to be written, at least one
   * byte. The driver writes there and moves nothing but the position it is told of by {@link
   * #onReceived}. A full endpoint that wants no bytes just now returns a buffer with nothing
   * remaining.
   */
  ByteBuffer receiveSpace();

  /** {@code lengthBytes} bytes were written at the position of the buffer last given out. */
  void onReceived(long nowNs, int lengthBytes);

  /** The peer sends no more bytes. */
  void onEndOfStream(long nowNs);

  /** The stream is gone, both ways; no further call follows. {@code reason} is one clear clause. */
  void onDisconnected(long nowNs, String reason);

  /** Whether {@link #gather} would give bytes. */
  boolean hasOutput();

  /**
   * Adds what is to be sent next to {@code into}, up to about {@code maximumBytes}. The memory
   * stays valid and unchanged until {@link #onSent} has covered it. A second call before {@code
   * onSent} gives the same bytes again.
   */
  void gather(SegmentList into, int maximumBytes);

  /** The first {@code lengthBytes} bytes of the last gather were taken by the stream. */
  void onSent(long nowNs, long lengthBytes);

  /** The nearest deadline in nanoseconds, or {@link org.quintain.time.DeadlineTable#NONE}. */
  long nextDeadlineNs();

  /** A deadline has passed. */
  void onDeadline(long nowNs);

  /** Whether the driver shall close the stream once all output is sent. */
  boolean wantsClose();
}
