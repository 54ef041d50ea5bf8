// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Asynchronous Message (RFC 7143 11.9).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x32      |1| Reserved                                    |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| LUN or Reserved (8 bytes)                                     |
 *   16| 0xffffffff                                                    |
 *   20| Reserved                                                      |
 *   24| StatSN                                                        |
 *   28| ExpCmdSN                                                      |
 *   32| MaxCmdSN                                                      |
 *   36| AsyncEvent    | AsyncVCode    | Parameter1 or Reserved        |
 *   40| Parameter2 or Reserved        | Parameter3 or Reserved        |
 *   44| Reserved                                                      |
 * </pre>
 */
public final class AsyncMessagePdu {
  /** AsyncEvent: SCSI asynchronous event, with sense data. */
  public static final int SCSI_EVENT = 0;

  /** AsyncEvent: the target asks for a Logout on this connection within Parameter3 seconds. */
  public static final int LOGOUT_REQUESTED = 1;

  /** AsyncEvent: the target drops connection Parameter1. */
  public static final int CONNECTION_DROPPED = 2;

  /** AsyncEvent: the target drops all connections of the session. */
  public static final int SESSION_DROPPED = 3;

  /** AsyncEvent: the target asks for a parameter negotiation on this connection. */
  public static final int NEGOTIATION_REQUESTED = 4;

  /** AsyncEvent: all active tasks of a LUN are being terminated (RFC 7144). */
  public static final int TASKS_TERMINATED = 5;

  /** AsyncEvent: vendor-specific. */
  public static final int VENDOR_EVENT = 255;

  private AsyncMessagePdu() {}

  /** AsyncEvent. */
  public static int event(ByteBuffer bytes, int base) {
    return bytes.get(base + 36) & 0xFF;
  }

  /** Sets AsyncEvent. */
  public static void event(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 36, (byte) value);
  }

  /** AsyncVCode. */
  public static int vendorCode(ByteBuffer bytes, int base) {
    return bytes.get(base + 37) & 0xFF;
  }

  /** Sets AsyncVCode. */
  public static void vendorCode(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 37, (byte) value);
  }

  /** Parameter1. */
  public static int parameter1(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 38) & 0xFFFF;
  }

  /** Sets Parameter1. */
  public static void parameter1(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 38, (short) value);
  }

  /** Parameter2. */
  public static int parameter2(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 40) & 0xFFFF;
  }

  /** Sets Parameter2. */
  public static void parameter2(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 40, (short) value);
  }

  /** Parameter3. */
  public static int parameter3(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 42) & 0xFFFF;
  }

  /** Sets Parameter3. */
  public static void parameter3(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 42, (short) value);
  }
}
