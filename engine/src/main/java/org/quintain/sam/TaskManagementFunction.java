// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

/**
 * Task management functions (SAM-5 clause 7), and the two target resets that iSCSI keeps (RFC 7143
 * 11.5.1).
 */
public enum TaskManagementFunction {
  ABORT_TASK,
  ABORT_TASK_SET,
  CLEAR_ACA,
  CLEAR_TASK_SET,
  LOGICAL_UNIT_RESET,
  I_T_NEXUS_RESET,
  QUERY_TASK,
  QUERY_TASK_SET,
  QUERY_ASYNCHRONOUS_EVENT,
  TARGET_WARM_RESET,
  TARGET_COLD_RESET
}
