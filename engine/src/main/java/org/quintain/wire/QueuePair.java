// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/**
 * A connected reliable queue pair, as an upper layer protocol sees it (InfiniBand Architecture
 * Specification 10.2.4): messages and direct access to the peer's memory, each once and in order.
 * Made by {@link RdmaPort#connect} or {@link ConnectRequest#accept}; all calls on its port's
 * reactor; none blocks, and none calls the listener before it returns.
 *
 * <p>Its life ends by exactly one of {@link QueuePairListener#onRejected}, {@link
 * QueuePairListener#onUnreachable} and {@link QueuePairListener#onDisconnected}; all its work
 * requests have come back before that.
 */
public interface QueuePair {
  /**
   * Posts to the send queue or, with {@link WorkOperation#RECEIVE}, to the receive queue. Receives
   * can be posted as soon as there is a queue pair, the rest once it is established. In the error
   * state a request comes back with {@link WorkStatus#WR_FLUSH_ERR}.
   *
   * @return false where the queue is full, the queue pair is not established yet or its life is
   *     over; the request stays the caller's then
   */
  boolean post(long nowNs, WorkRequest request);

  /** How many more requests the send queue takes. */
  int sendRoom();

  /** How many more requests the receive queue takes. */
  int receiveRoom();

  /**
   * Ends the connection with {@code privateData}, at most {@link
   * ConnectRequest#DISCONNECT_DATA_BYTES_MAX} bytes of it. Work requests that have not completed
   * are flushed; {@link QueuePairListener#onDisconnected} follows.
   */
  void disconnect(long nowNs, byte[] privateData);

  /**
   * Moves it to the error state, as a broken queue pair does: work requests are flushed, the peer
   * finds out when it next needs an answer. {@link #disconnect} is still to be called.
   */
  void fail(long nowNs);

  /** The number by which the peer sends to it: 24 bits. */
  int number();

  /** Where the peer is. */
  Gid peer();
}
