// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import org.jspecify.annotations.Nullable;

/**
 * A connection that a peer wants (InfiniBand Architecture Specification 12.6.5, 12.7). To be
 * accepted or rejected once.
 */
public interface ConnectRequest {
  /** How much private data a request carries (12.6.5). */
  int REQUEST_DATA_BYTES_MAX = 92;

  /** How much it carries behind the header of the IP service annex (A11.4). */
  int IP_REQUEST_DATA_BYTES_MAX = 56;

  /** How much private data a reply carries. */
  int REPLY_DATA_BYTES_MAX = 196;

  /** How much private data a rejection carries. */
  int REJECT_DATA_BYTES_MAX = 148;

  /** How much private data a request to disconnect carries. */
  int DISCONNECT_DATA_BYTES_MAX = 220;

  /** What the peer wants. */
  long serviceId();

  /**
   * What the peer says to the listener, without the header of the IP service annex. It has the
   * field's whole length: what the peer gave, and zeros.
   */
  byte[] privateData();

  /** The port the peer is at. */
  Gid peer();

  /** The GUID of the peer's channel adapter. */
  long peerGuid();

  /** Where the request came by the IP service annex: the peer's "host:port"; else null. */
  @Nullable String peerAddress();

  /** Where the request came by the IP service annex: our "host:port"; else null. */
  @Nullable String localAddress();

  /** How many reads the peer serves at a time: our initiator depth will be no more. */
  int peerResponderResources();

  /** How many reads the peer wants outstanding with us. */
  int peerInitiatorDepth();

  /** Whether the peer waits still; where it does not, accepting and rejecting do nothing. */
  boolean isOpen();

  /**
   * Accepts. Receives that are posted before the current input returns are there before the peer
   * can send. {@link QueuePairListener#onEstablished} follows, or one of the ends.
   *
   * @param privateData at most {@link #REPLY_DATA_BYTES_MAX} bytes
   * @return null when the peer waits no more, or the port has no queue pair left, which the peer is
   *     told
   */
  @Nullable QueuePair accept(
      long nowNs, QueuePairListener listener, QueuePairOptions options, byte[] privateData);

  /**
   * Rejects.
   *
   * @param privateData at most {@link #REJECT_DATA_BYTES_MAX} bytes
   */
  void reject(long nowNs, RejectReason reason, byte[] privateData);
}
