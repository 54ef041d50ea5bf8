// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/** The driver of a stream as its endpoint sees it. Called on the stream's reactor. */
public interface StreamWire {
  /**
   * Something became sendable, or a deadline moved, or a close is wanted, outside an input call.
   */
  void markReady();

  /**
   * Within an input call: what is to be sent by now is worth a write of its own, so that the peer
   * has work while the rest of the input is. The driver may gather, write and call {@link
   * StreamEndpoint#onSent} before this returns, and calls nothing else of the endpoint; a driver
   * that gains nothing by it does nothing.
   */
  default void sendEarly(long nowNs) {}

  /** The peer's address as a person would write it, "host:port"; for access rules and messages. */
  String peerAddress();

  /** Our own address on this stream, "host:port". */
  String localAddress();
}
