// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Task Management Function Response (RFC 7143 11.6).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x22      |1| Reserved    | Response      | Reserved      |
 *    4|TotalAHSLength | DataSegmentLength (0)                         |
 *    8| Additional Response Information (RFC 7144 4.2), or Reserved   |
 *   16| Initiator Task Tag                                            |
 *   20| Reserved                                                      |
 *   24| StatSN                                                        |
 *   28| ExpCmdSN                                                      |
 *   32| MaxCmdSN                                                      |
 *   36| Reserved (12 bytes)                                           |
 * </pre>
 */
public final class TaskManagementResponsePdu {
  /** Response: function complete. */
  public static final int FUNCTION_COMPLETE = 0;

  /** Response: task does not exist. */
  public static final int TASK_DOES_NOT_EXIST = 1;

  /** Response: LUN does not exist. */
  public static final int LUN_DOES_NOT_EXIST = 2;

  /** Response: task still allegiant. */
  public static final int TASK_STILL_ALLEGIANT = 3;

  /** Response: task allegiance reassignment not supported. */
  public static final int REASSIGNMENT_NOT_SUPPORTED = 4;

  /** Response: task management function not supported. */
  public static final int FUNCTION_NOT_SUPPORTED = 5;

  /** Response: function authorization failed. */
  public static final int AUTHORIZATION_FAILED = 6;

  /** Response: function succeeded (RFC 7144 4.2). */
  public static final int FUNCTION_SUCCEEDED = 7;

  /** Response: function rejected. */
  public static final int FUNCTION_REJECTED = 255;

  private TaskManagementResponsePdu() {}

  /** response code. */
  public static int response(ByteBuffer bytes, int base) {
    return bytes.get(base + 2) & 0xFF;
  }

  /** Sets response code. */
  public static void response(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 2, (byte) value);
  }

  /** Additional Response Information in the low three bytes. */
  public static int additionalResponseInformation(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 8);
  }

  /** Sets Additional Response Information in the low three bytes. */
  public static void additionalResponseInformation(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 8, value);
  }
}
