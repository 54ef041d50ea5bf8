// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Task Management Function Request (RFC 7143 11.5; functions from 9 on: RFC 7144 4.1).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|I| 0x02      |1| Function    | Reserved                      |
 *    4|TotalAHSLength | DataSegmentLength (0)                         |
 *    8| LUN or Reserved (8 bytes)                                     |
 *   16| Initiator Task Tag                                            |
 *   20| Referenced Task Tag or 0xffffffff                             |
 *   24| CmdSN                                                         |
 *   28| ExpStatSN                                                     |
 *   32| RefCmdSN or Reserved                                          |
 *   36| ExpDataSN or Reserved                                         |
 *   40| Reserved (8 bytes)                                            |
 * </pre>
 */
public final class TaskManagementRequestPdu {
  /** Function: ABORT TASK. */
  public static final int ABORT_TASK = 1;

  /** Function: ABORT TASK SET. */
  public static final int ABORT_TASK_SET = 2;

  /** Function: CLEAR ACA. */
  public static final int CLEAR_ACA = 3;

  /** Function: CLEAR TASK SET. */
  public static final int CLEAR_TASK_SET = 4;

  /** Function: LOGICAL UNIT RESET. */
  public static final int LOGICAL_UNIT_RESET = 5;

  /** Function: TARGET WARM RESET. */
  public static final int TARGET_WARM_RESET = 6;

  /** Function: TARGET COLD RESET. */
  public static final int TARGET_COLD_RESET = 7;

  /** Function: TASK REASSIGN. */
  public static final int TASK_REASSIGN = 8;

  /** Function: QUERY TASK. */
  public static final int QUERY_TASK = 9;

  /** Function: QUERY TASK SET. */
  public static final int QUERY_TASK_SET = 10;

  /** Function: I_T NEXUS RESET. */
  public static final int I_T_NEXUS_RESET = 11;

  /** Function: QUERY ASYNCHRONOUS EVENT. */
  public static final int QUERY_ASYNCHRONOUS_EVENT = 12;

  private TaskManagementRequestPdu() {}

  /** The function code, 0 to 127. */
  public static int function(ByteBuffer bytes, int base) {
    return Bhs.flags(bytes, base) & 0x7F;
  }

  /** Sets byte 1: the function code, with the bit that is always set. */
  public static void function(ByteBuffer bytes, int base, int function) {
    Bhs.flags(bytes, base, Bhs.FINAL | function);
  }

  /** Referenced Task Tag. */
  public static int referencedTaskTag(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 20);
  }

  /** Sets Referenced Task Tag. */
  public static void referencedTaskTag(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 20, value);
  }

  /** RefCmdSN: CmdSN of the referenced task. */
  public static int refCmdSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 32);
  }

  /** Sets RefCmdSN: CmdSN of the referenced task. */
  public static void refCmdSn(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 32, value);
  }

  /** ExpDataSN, for TASK REASSIGN. */
  public static int expDataSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 36);
  }

  /** Sets ExpDataSN, for TASK REASSIGN. */
  public static void expDataSn(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 36, value);
  }
}
