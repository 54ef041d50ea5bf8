// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;

/**
 * The datagram extended transport header (DETH, IBA 9.3.2), by offset into a buffer: Q_Key in 4
 * bytes, a reserved byte, the source's queue pair number in 3.
 */
public final class DatagramHeader {
  /** How long it is. */
  public static final int LENGTH_BYTES = 8;

  /** The queue pair of the general services interface (IBA 3.9). */
  public static final int GENERAL_SERVICES_QUEUE_PAIR = 1;

  /** The Q_Key of that queue pair (IBA 10.2.5). */
  public static final int GENERAL_SERVICES_QUEUE_KEY = 0x80010000;

  private DatagramHeader() {}

  /** Writes the whole header. */
  public static void write(ByteBuffer bytes, int base, int queueKey, int sourceQueuePair) {
    bytes.putInt(base, queueKey);
    bytes.putInt(base + 4, sourceQueuePair & 0xFFFFFF);
  }

  /** Q_Key. */
  public static int queueKey(ByteBuffer bytes, int base) {
    return bytes.getInt(base);
  }

  /** The source's queue pair number. */
  public static int sourceQueuePair(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 4) & 0xFFFFFF;
  }
}
