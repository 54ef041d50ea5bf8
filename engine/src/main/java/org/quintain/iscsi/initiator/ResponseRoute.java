// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.util.Arrays;
import org.quintain.iscsi.wire.IscsiOpcode;

/**
 * Where a PDU goes that a target sent: one table over the connection's state and the operation code
 * (RFC 7143 6.3, 8.1, 11.2.1.2).
 */
enum ResponseRoute {
  LOGIN,
  DATA_IN,
  SCSI_RESPONSE,
  READY_TO_TRANSFER,
  NOP_IN,
  TASK_MANAGEMENT,
  TEXT,
  LOGOUT,
  ASYNCHRONOUS_MESSAGE,
  REJECT,
  /** No target sends it, or not in this phase: the connection is given up. */
  VIOLATION,
  /** Nothing is taken any more. */
  IGNORED;

  private static final int OPCODES = 64;

  private static final ResponseRoute[] DURING_LOGIN = duringLogin();
  private static final ResponseRoute[] FULL_FEATURE = fullFeature();

  private static ResponseRoute[] duringLogin() {
    ResponseRoute[] made = new ResponseRoute[OPCODES];
    Arrays.fill(made, VIOLATION);
    made[IscsiOpcode.LOGIN_RESPONSE] = LOGIN;
    return made;
  }

  private static ResponseRoute[] fullFeature() {
    ResponseRoute[] made = new ResponseRoute[OPCODES];
    Arrays.fill(made, VIOLATION);
    made[IscsiOpcode.DATA_IN] = DATA_IN;
    made[IscsiOpcode.SCSI_RESPONSE] = SCSI_RESPONSE;
    made[IscsiOpcode.READY_TO_TRANSFER] = READY_TO_TRANSFER;
    made[IscsiOpcode.NOP_IN] = NOP_IN;
    made[IscsiOpcode.TASK_MANAGEMENT_RESPONSE] = TASK_MANAGEMENT;
    made[IscsiOpcode.TEXT_RESPONSE] = TEXT;
    made[IscsiOpcode.LOGOUT_RESPONSE] = LOGOUT;
    made[IscsiOpcode.ASYNCHRONOUS_MESSAGE] = ASYNCHRONOUS_MESSAGE;
    made[IscsiOpcode.REJECT] = REJECT;
    return made;
  }

  /** The way of a PDU with {@code opcode} on a connection in {@code state}. */
  static ResponseRoute of(ConnectionState state, int opcode) {
    return switch (state) {
      case IN_LOGIN -> DURING_LOGIN[opcode];
      case LOGGED_IN, IN_LOGOUT, LOGOUT_REQUESTED -> FULL_FEATURE[opcode];
      case FREE, XPT_WAIT, CLEANUP_WAIT -> IGNORED;
    };
  }
}
