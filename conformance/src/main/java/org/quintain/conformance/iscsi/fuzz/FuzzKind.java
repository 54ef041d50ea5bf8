// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

/** The kinds of PDU that are sent to a target: every opcode of RFC 7143 11.2.1.2, both ways. */
public enum FuzzKind {
  NOP_OUT(0x00),
  SCSI_COMMAND(0x01),
  TASK_MANAGEMENT(0x02),
  LOGIN(0x03),
  TEXT(0x04),
  DATA_OUT(0x05),
  LOGOUT(0x06),
  SNACK(0x10),
  NOP_IN(0x20),
  SCSI_RESPONSE(0x21),
  TASK_MANAGEMENT_RESPONSE(0x22),
  LOGIN_RESPONSE(0x23),
  TEXT_RESPONSE(0x24),
  DATA_IN(0x25),
  LOGOUT_RESPONSE(0x26),
  R2T(0x31),
  ASYNC(0x32),
  REJECT(0x3F),
  /** 1Ch to 1Eh, and 3Ch to 3Eh for targets. */
  VENDOR(0x1C),
  /** All that is left. */
  RESERVED(0x07);

  private final int opcode;

  FuzzKind(int opcode) {
    this.opcode = opcode;
  }

  /** The opcode, or one of several. */
  int opcode() {
    return opcode;
  }

  /** Whether a target may send it. */
  boolean isOfTarget() {
    return ordinal() >= NOP_IN.ordinal() && ordinal() <= REJECT.ordinal();
  }

  /** Whether bytes 24 to 27 are a CmdSN. */
  boolean hasCmdSn() {
    return ordinal() <= LOGOUT.ordinal() && this != DATA_OUT;
  }

  /** The kind of an opcode. */
  static FuzzKind of(int opcode) {
    for (FuzzKind kind : values()) {
      if (kind.opcode == opcode) {
        return kind;
      }
    }
    int low = opcode & 0x1F;
    return low >= 0x1C && low <= 0x1E ? VENDOR : RESERVED;
  }
}
