// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;

/**
 * A connected, non-blocking socket that tells its driver when it is ready. All calls on its
 * reactor.
 */
interface StreamSocket {
  /** Who is told; set before {@link #register}. */
  interface ReadinessListener {
    /** Bytes or the end of the stream may be there. */
    void onReadable();

    /** There may be room for output. */
    void onWritable();

    /** Both directions are gone. */
    void onBroken();
  }

  /** Begins to tell {@code listener}. */
  void register(ReadinessListener listener) throws IOException;

  /**
   * Reads up to {@code lengthBytes} bytes to {@code index} of {@code into}: 0 for none there, -1
   * for the end.
   */
  int read(ByteBuffer into, int index, int lengthBytes) throws IOException;

  /** Writes what it can of {@code from}, gathered; 0 when there is no room. */
  long write(SegmentList from) throws IOException;

  /** Which readiness to tell of. */
  void interest(boolean readable, boolean writable) throws IOException;

  /** Sends the end of the stream behind what was written. */
  void shutdownOutput() throws IOException;

  /** Closes; with {@code reset} the peer sees a reset instead of an end. Harmless when closed. */
  void close(boolean reset);

  @Nullable SocketAddress peer();

  @Nullable SocketAddress local();
}
