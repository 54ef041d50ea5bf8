// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.quintain.iscsi.wire.SerialNumber;

/** CmdSN of one session and the window the target keeps for it (RFC 7143 4.2.2.1). */
final class CommandWindow {
  private int cmdSn;
  private int expCmdSn;
  private int maxCmdSn;

  /** A window before the first response: only immediate requests may go. */
  CommandWindow(int initialCmdSn) {
    cmdSn = initialCmdSn;
    expCmdSn = initialCmdSn;
    maxCmdSn = initialCmdSn - 1;
  }

  /** The number of the next command; immediate requests carry it without using it up. */
  int cmdSn() {
    return cmdSn;
  }

  /** Uses up the next number and answers it. */
  int next() {
    return cmdSn++;
  }

  /** Whether the target takes one more command that is not immediate. */
  boolean isOpen() {
    return !SerialNumber.isAfter(cmdSn, maxCmdSn);
  }

  /** Takes ExpCmdSN and MaxCmdSN of a response; late or senseless ones change nothing. */
  void update(int expected, int maximum) {
    if (SerialNumber.isBefore(maximum, expected - 1)) {
      return;
    }
    expCmdSn = SerialNumber.later(expCmdSn, expected);
    maxCmdSn = SerialNumber.later(maxCmdSn, maximum);
  }

  /** Up to where the target has all commands. */
  int expCmdSn() {
    return expCmdSn;
  }

  /** The last number the target takes. */
  int maxCmdSn() {
    return maxCmdSn;
  }
}
