// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.TaskManagementFunction;

/**
 * SRP_TSK_MGMT (SRP r16a 6.7): a task management function.
 *
 * <pre>
 *  0| 01h         |   UC SC SOLNT | reserved
 *  8| TAG (8 bytes)
 * 16| reserved
 * 20| LOGICAL UNIT NUMBER (8 bytes)
 * 28| reserved                    | FUNCTION      | reserved      |
 * 32| TAG OF TASK TO BE MANAGED (8 bytes)
 * 40| reserved (8 bytes)
 * </pre>
 */
public final class SrpTaskManagementIu {
  /** How long one is. */
  public static final int LENGTH_BYTES = 48;

  /** ABORT TASK. */
  public static final int ABORT_TASK = 0x01;

  /** ABORT TASK SET. */
  public static final int ABORT_TASK_SET = 0x02;

  /** CLEAR TASK SET. */
  public static final int CLEAR_TASK_SET = 0x04;

  /** LOGICAL UNIT RESET. */
  public static final int LOGICAL_UNIT_RESET = 0x08;

  /** CLEAR ACA. */
  public static final int CLEAR_ACA = 0x40;

  /** What {@link #code} answers for a function that SRP has no code for. */
  public static final int NO_CODE = 0;

  private static final int LUN_AT = 20;
  private static final int FUNCTION_AT = 30;
  private static final int MANAGED_TAG_AT = 32;

  private SrpTaskManagementIu() {}

  /** LOGICAL UNIT NUMBER, eight bytes big-endian. */
  public static long lun(ByteBuffer bytes, int base) {
    return bytes.getLong(base + LUN_AT);
  }

  /** Sets LOGICAL UNIT NUMBER. */
  public static void lun(ByteBuffer bytes, int base, long value) {
    bytes.putLong(base + LUN_AT, value);
  }

  /** TASK MANAGEMENT FUNCTION as it stands there. */
  public static int code(ByteBuffer bytes, int base) {
    return bytes.get(base + FUNCTION_AT) & 0xFF;
  }

  /** Sets TASK MANAGEMENT FUNCTION. */
  public static void code(ByteBuffer bytes, int base, int value) {
    bytes.put(base + FUNCTION_AT, (byte) value);
  }

  /** TAG OF TASK TO BE MANAGED, which ABORT TASK has. */
  public static long managedTag(ByteBuffer bytes, int base) {
    return bytes.getLong(base + MANAGED_TAG_AT);
  }

  /** Sets TAG OF TASK TO BE MANAGED. */
  public static void managedTag(ByteBuffer bytes, int base, long value) {
    bytes.putLong(base + MANAGED_TAG_AT, value);
  }

  /** The function that {@code code} asks for, or null: SRP has no others. */
  public static @Nullable TaskManagementFunction function(int code) {
    return switch (code) {
      case ABORT_TASK -> TaskManagementFunction.ABORT_TASK;
      case ABORT_TASK_SET -> TaskManagementFunction.ABORT_TASK_SET;
      case CLEAR_TASK_SET -> TaskManagementFunction.CLEAR_TASK_SET;
      case LOGICAL_UNIT_RESET -> TaskManagementFunction.LOGICAL_UNIT_RESET;
      case CLEAR_ACA -> TaskManagementFunction.CLEAR_ACA;
      default -> null;
    };
  }

  /** The code that asks for {@code function}, or {@link #NO_CODE}. */
  public static int code(TaskManagementFunction function) {
    return switch (function) {
      case ABORT_TASK -> ABORT_TASK;
      case ABORT_TASK_SET -> ABORT_TASK_SET;
      case CLEAR_TASK_SET -> CLEAR_TASK_SET;
      case LOGICAL_UNIT_RESET -> LOGICAL_UNIT_RESET;
      case CLEAR_ACA -> CLEAR_ACA;
      case I_T_NEXUS_RESET,
          QUERY_TASK,
          QUERY_TASK_SET,
          QUERY_ASYNCHRONOUS_EVENT,
          TARGET_WARM_RESET,
          TARGET_COLD_RESET ->
          NO_CODE;
    };
  }
}
