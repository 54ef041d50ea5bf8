// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.Arrays;
import org.quintain.iscsi.wire.IscsiOpcode;

/**
 * Where a PDU goes that comes in full feature phase: one table over the kind of session, the
 * connection's state and the operation code (RFC 7143 4.3, 8.1, 11.2.1.2).
 */
enum RequestRoute {
  SCSI_COMMAND,
  DATA_OUT,
  /** NOP-Out, Task Management, Text and Logout: numbered as commands are. */
  NUMBERED,
  SNACK,
  /** Reject: a PDU that this session or phase does not take, or that only targets send. */
  PROTOCOL_ERROR,
  /** Reject: an operation code that there is not. */
  NOT_SUPPORTED,
  /** Nothing is taken any more, or not yet. */
  IGNORED;

  private static final int OPCODES = 64;

  private static final RequestRoute[] NORMAL = table(false);
  private static final RequestRoute[] DISCOVERY = table(true);

  private static RequestRoute[] table(boolean isDiscovery) {
    RequestRoute[] made = new RequestRoute[OPCODES];
    if (isDiscovery) {
      // RFC 7143 4.3: a discovery session takes Text and Logout, and nothing else.
      Arrays.fill(made, PROTOCOL_ERROR);
    } else {
      Arrays.fill(made, 0, OPCODES / 2, NOT_SUPPORTED);
      Arrays.fill(made, OPCODES / 2, OPCODES, PROTOCOL_ERROR);
      made[IscsiOpcode.SCSI_COMMAND] = SCSI_COMMAND;
      made[IscsiOpcode.DATA_OUT] = DATA_OUT;
      made[IscsiOpcode.NOP_OUT] = NUMBERED;
      made[IscsiOpcode.TASK_MANAGEMENT_REQUEST] = NUMBERED;
      made[IscsiOpcode.SNACK_REQUEST] = SNACK;
      made[IscsiOpcode.LOGIN_REQUEST] = PROTOCOL_ERROR;
    }
    made[IscsiOpcode.TEXT_REQUEST] = NUMBERED;
    made[IscsiOpcode.LOGOUT_REQUEST] = NUMBERED;
    return made;
  }

  /** The way of a PDU with {@code opcode} on a connection in {@code state}. */
  static RequestRoute of(ConnectionState state, boolean isDiscovery, int opcode) {
    return switch (state) {
      case LOGGED_IN, LOGOUT_REQUESTED -> (isDiscovery ? DISCOVERY : NORMAL)[opcode];
      // RFC 7143 11.14: nothing follows a Logout Request; the login has a table of its own.
      case FREE, XPT_UP, IN_LOGIN, IN_LOGOUT, CLEANUP_WAIT -> IGNORED;
    };
  }
}
