// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/**
 * The upper layer protocol above a {@link QueuePair}. Called on the port's reactor, never from
 * within a call of the same queue pair's.
 */
public interface QueuePairListener {
  /**
   * The connection stands. Comes before the first completion that succeeds.
   *
   * @param privateData the peer's with its reply (the connecting side), or with its ready-to-use
   *     (the accepting side, where it is mostly empty); may be longer than what the peer gave
   */
  void onEstablished(long nowNs, QueuePair queuePair, byte[] privateData);

  /**
   * {@code request} is done, see {@link WorkRequest#status()}, and its owner's again. Requests of
   * one queue complete in the order they were posted.
   */
  void onCompletion(long nowNs, QueuePair queuePair, WorkRequest request);

  /**
   * The queue pair came to the error state by itself, for {@code cause}: of ours, of the peer's, or
   * of the port. Requests that are left come back flushed; {@link QueuePair#disconnect} is to be
   * called.
   */
  void onError(long nowNs, QueuePair queuePair, WorkStatus cause);

  /**
   * The peer, or the port there, does not want the connection: the end of a queue pair's life.
   *
   * @param reasonCode as it came; {@link RejectReason#of} names it
   * @param privateData the peer's, where the reason has some
   */
  void onRejected(long nowNs, QueuePair queuePair, int reasonCode, byte[] privateData);

  /** Nobody answered, or no way leads there: the end of a queue pair's life. */
  void onUnreachable(long nowNs, QueuePair queuePair);

  /**
   * The connection is over, by the peer's will or by ours, or the port is gone: the end of a queue
   * pair's life. All work requests have come back.
   *
   * @param privateData the peer's with its request to disconnect; empty where we asked
   */
  void onDisconnected(long nowNs, QueuePair queuePair, byte[] privateData);
}
