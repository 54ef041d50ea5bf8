// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.TaskManagementFunction;

/**
 * Which task management function a flag of FCP_CMND asks for (FCP-4 9.2.2). ABORT TASK is an ABTS,
 * QUERY TASK a REC, and the rest has no form in FCP (FCP-4 4.10).
 */
public final class FcpFunctions {
  /** What {@link #flag} answers for a function that no flag asks for. */
  public static final int NO_FLAG = 0;

  private FcpFunctions() {}

  /** The function of {@code flags}, or null unless it is exactly one flag with a meaning. */
  public static @Nullable TaskManagementFunction function(int flags) {
    return switch (flags) {
      case FcpCommandIu.CLEAR_ACA -> TaskManagementFunction.CLEAR_ACA;
      case FcpCommandIu.TARGET_RESET -> TaskManagementFunction.TARGET_WARM_RESET;
      case FcpCommandIu.LOGICAL_UNIT_RESET -> TaskManagementFunction.LOGICAL_UNIT_RESET;
      case FcpCommandIu.QUERY_ASYNCHRONOUS_EVENT -> TaskManagementFunction.QUERY_ASYNCHRONOUS_EVENT;
      case FcpCommandIu.CLEAR_TASK_SET -> TaskManagementFunction.CLEAR_TASK_SET;
      case FcpCommandIu.ABORT_TASK_SET -> TaskManagementFunction.ABORT_TASK_SET;
      case FcpCommandIu.QUERY_TASK_SET -> TaskManagementFunction.QUERY_TASK_SET;
      default -> null;
    };
  }

  /** The flag that asks for {@code function}, or {@link #NO_FLAG}. */
  public static int flag(TaskManagementFunction function) {
    return switch (function) {
      case CLEAR_ACA -> FcpCommandIu.CLEAR_ACA;
      case TARGET_WARM_RESET -> FcpCommandIu.TARGET_RESET;
      case LOGICAL_UNIT_RESET -> FcpCommandIu.LOGICAL_UNIT_RESET;
      case QUERY_ASYNCHRONOUS_EVENT -> FcpCommandIu.QUERY_ASYNCHRONOUS_EVENT;
      case CLEAR_TASK_SET -> FcpCommandIu.CLEAR_TASK_SET;
      case ABORT_TASK_SET -> FcpCommandIu.ABORT_TASK_SET;
      case QUERY_TASK_SET -> FcpCommandIu.QUERY_TASK_SET;
      case ABORT_TASK, QUERY_TASK, I_T_NEXUS_RESET, TARGET_COLD_RESET -> NO_FLAG;
    };
  }
}
