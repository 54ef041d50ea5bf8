// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What is spoken on a connection, as the client sees it. */
interface Wire {
  /** Is told that a request was answered. */
  @FunctionalInterface
  interface Answered {
    void onAnswered(int slot) throws IOException;
  }

  /** Makes the connection ready for requests; {@code channel} blocks. */
  void open(SocketChannel channel) throws IOException;

  /** Whether one more request may be put. */
  boolean mayPut();

  /** Puts the request of {@code slot} behind what {@code out} holds. */
  void put(ByteBuffer out, int slot);

  /** The most bytes that {@link #put}, or an answer to one answer, adds. */
  int requestBytesMax();

  /**
   * Takes what {@code in} has from position to limit, as far as it can be understood; what the
   * other end asks for meanwhile is put into {@code out}.
   */
  void take(ByteBuffer in, ByteBuffer out, Answered answered) throws IOException;

  /** Ends the connection in good order; {@code channel} blocks, and nothing is under way. */
  void close(SocketChannel channel) throws IOException;
}
