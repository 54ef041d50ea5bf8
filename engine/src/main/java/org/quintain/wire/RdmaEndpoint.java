// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link that carries InfiniBand transport packets, a port of a channel adapter with all
 * its queue pairs: a sans-IO state machine. It owns no thread, socket, clock or random source. All
 * calls come from the driver, on the reactor that owns the port.
 *
 * <p>The driver's loop: {@link #onPacket} for each packet that came; then while {@link #hasOutput}
 * and it has room: {@link #poll}, cut and send, {@link #onSent}; then {@link #nextDeadlineNs}.
 * Spurious calls are harmless.
 *
 * <p>What is sent is a run of packets of one message, what is received is a packet from its base
 * transport header to its last pad byte: the driver cuts packets, makes and checks what is around
 * them (addresses, UDP, the invariant CRC), and throws away what is broken. Where nobody could tell
 * the difference, a driver may hand over a run whole by {@link #onMessage}, with the same results.
 */
public interface RdmaEndpoint {
  /** The port's link is up. {@code wire} is the endpoint's way to call the driver. */
  void onPortUp(long nowNs, RdmaWire wire);

  /**
   * The link is gone; queue pairs stay and try again. All runs that the driver held have been given
   * back by {@link #onSent} before. {@link #onPortUp} may follow. {@code reason} is one clear
   * clause.
   */
  void onPortDown(long nowNs, String reason);

  /** The adapter is gone, for good: every queue pair ends. Also given back before: all runs. */
  void onRemoved(long nowNs, String reason);

  /**
   * A packet came whose invariant CRC was right. The bytes are the endpoint's to read until the
   * call returns.
   *
   * @param source the port it came from, as the packet says
   * @param packet the base transport header at {@code base}, extended headers, payload and pad
   *     behind it
   * @param lengthBytes all of that together, without the invariant CRC
   */
  void onPacket(long nowNs, Gid source, ByteBuffer packet, int base, int lengthBytes);

  /**
   * All packets of a run came, in order, complete and untouched. The run is the sender's: it is
   * only read, and only until the call returns. The same as one {@link #onPacket} for each packet
   * that a cutter would make of it.
   */
  void onMessage(long nowNs, Gid source, OutgoingMessage message);

  /** Whether {@link #poll} would give a run. */
  boolean hasOutput();

  /**
   * The next run to be sent, which is the driver's until {@link #onSent}; null when there is none.
   * A driver may hold several, as many as it likes, and may interleave their packets; packets of
   * one run keep their order, and so do runs between the same two queue pairs.
   */
  @Nullable OutgoingMessage poll(long nowNs);

  /**
   * The wire has taken the last packet of {@code message}, or gave it up. Each run polled comes
   * back so exactly once.
   */
  void onSent(long nowNs, OutgoingMessage message);

  /** The nearest deadline in nanoseconds, or {@link org.quintain.time.DeadlineTable#NONE}. */
  long nextDeadlineNs();

  /** A deadline has passed. */
  void onDeadline(long nowNs);
}
