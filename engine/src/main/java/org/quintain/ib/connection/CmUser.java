// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairOptions;

/**
 * The queue pair that a communication connects, and who uses it. Exactly one of {@link
 * #onRejected}, {@link #onUnreachable} and {@link #onDisconnected} is the last call.
 */
interface CmUser {
  /** The queue pair as the user above knows it. */
  QueuePair queuePair();

  /** The queue pair's number. */
  int queuePairNumber();

  /** The sequence number of the first packet that the peer is to send to it. */
  int firstSequenceNumber();

  /** How it was made. */
  QueuePairOptions options();

  /** The peer is known: packets of its may come. */
  void onPeer(long nowNs, PeerQueuePair peer);

  /** The peer is ready, too: packets may be sent, and the connection stands. */
  void onEstablished(long nowNs, byte[] privateData);

  /** The peer does not want it. */
  void onRejected(long nowNs, int reasonCode, byte[] privateData);

  /** Nobody answered. */
  void onUnreachable(long nowNs);

  /** It is over. */
  void onDisconnected(long nowNs, byte[] privateData);

  /** No packet of its is on the way any more: its number may be used again (IBA 12.9.8.4). */
  void onTimeWaitOver(long nowNs);
}
