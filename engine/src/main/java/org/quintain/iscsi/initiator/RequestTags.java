// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

/**
 * Initiator Task Tags of requests that are no commands; commands have tags with a low half below
 * these.
 */
final class RequestTags {
  static final int LOGIN = 0x0001_FF00;
  static final int PING = 0x0001_FF01;
  static final int TEXT = 0x0001_FF02;
  static final int LOGOUT = 0x0001_FF03;

  /** Names no task there ever is. */
  static final int NOBODY = 0x0001_FF04;

  /** The first of the task management tags; the low four bits number them. */
  static final int TASK_MANAGEMENT = 0x0000_FF10;

  private RequestTags() {}

  static boolean isTaskManagement(int tag) {
    return (tag & 0xFFF0) == TASK_MANAGEMENT && tag >>> 16 != 0xFFFF;
  }
}
