// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/** The driver of a stream as its endpoint sees it. Called on the stream's reactor. */
public interface StreamWire {
  /**
   * Something became sendable, or a deadline moved, or a close is wanted, outside an input call.
   */
  void markReady();

  /** The peer's address as a person would write it, "host:port"; for access rules and messages. */
  String peerAddress();

  /** Our own address on this stream, "host:port". */
  String localAddress();
}
