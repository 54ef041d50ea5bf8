// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import java.nio.ByteBuffer;

/**
 * A bare, ordered byte stream to a target, for suites that build and read the transport's bytes
 * themselves.
 */
public interface ByteStream extends AutoCloseable {
  /** Sends all remaining bytes of {@code bytes}. */
  void send(ByteBuffer bytes);

  /**
   * Waits until at least one byte is there, then moves as many as fit into {@code into}.
   *
   * @return how many bytes came; 0 when {@code timeoutNs} passed; -1 when the target ended the
   *     stream
   */
  int receive(ByteBuffer into, long timeoutNs);

  @Override
  void close();
}
