// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import java.nio.ByteBuffer;

/**
 * Cuts one list of keys into data segments that the peer takes; all but the last go out with the C
 * bit (RFC 7143 6.2). The pairs may be cut anywhere.
 */
public final class TextSegments {
  private byte[] bytes = new byte[0];
  private int sent;

  /** Starts to send {@code keys}; what was left of an earlier list is dropped. */
  public void load(TextKeyList keys) {
    bytes = keys.encode();
    sent = 0;
  }

  /** How many bytes are left to send. */
  public int remainingBytes() {
    return bytes.length - sent;
  }

  /**
   * Puts the next segment, at most {@code maximumBytes} long, into {@code into} at {@code offset}.
   *
   * @return its length; the C bit belongs on it when {@link #remainingBytes} is above zero
   *     afterwards
   */
  public int next(ByteBuffer into, int offset, int maximumBytes) {
    int length = Math.min(remainingBytes(), maximumBytes);
    into.put(offset, bytes, sent, length);
    sent += length;
    return length;
  }
}
