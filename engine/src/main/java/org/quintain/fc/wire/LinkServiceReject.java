// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/** LS_RJT (FC-LS-4 4.4.3): a word with the command, reserved, reason, explanation, vendor. */
public final class LinkServiceReject {
  /** How long it is. */
  public static final int LENGTH_BYTES = 8;

  /** Reason: no such command. */
  public static final int INVALID_COMMAND = 0x01;

  /** Reason: the request contradicts itself or what is. */
  public static final int LOGICAL_ERROR = 0x03;

  /** Reason: it cannot be done just now. */
  public static final int LOGICAL_BUSY = 0x05;

  /** Reason: the protocol was broken. */
  public static final int PROTOCOL_ERROR = 0x07;

  /** Reason: it cannot be done. */
  public static final int UNABLE_TO_PERFORM = 0x09;

  /** Reason: the command is not supported. */
  public static final int NOT_SUPPORTED = 0x0B;

  /** Reason: the command is being done already. */
  public static final int IN_PROGRESS = 0x0E;

  /** Explanation: none. */
  public static final int NO_EXPLANATION = 0x00;

  /** Explanation: a service option is wrong. */
  public static final int OPTIONS_ERROR = 0x01;

  /** Explanation: the receive data field size is wrong. */
  public static final int PAYLOAD_SIZE_ERROR = 0x07;

  /** Explanation: the N_Port_Name is wrong. */
  public static final int INVALID_PORT_NAME = 0x0D;

  /** Explanation: no such OX_ID and RX_ID together. */
  public static final int INVALID_EXCHANGE_IDS = 0x17;

  /** Explanation: the same request is under way. */
  public static final int REQUEST_IN_PROGRESS = 0x19;

  /** Explanation: a port login is required first. */
  public static final int PORT_LOGIN_REQUIRED = 0x1E;

  /** Explanation: the payload's length is wrong. */
  public static final int INVALID_LENGTH = 0x2D;

  /** Explanation: there are no resources for the login. */
  public static final int NO_RESOURCES = 0x29;

  /** Explanation: the data cannot be given. */
  public static final int DATA_NOT_AVAILABLE = 0x2A;

  /** Explanation: the request is not supported. */
  public static final int REQUEST_NOT_SUPPORTED = 0x2C;

  private LinkServiceReject() {}

  /** Writes it. */
  public static void write(ByteBuffer bytes, int at, int reason, int explanation) {
    bytes.putInt(at, ElsCommand.LS_RJT << 24);
    bytes.putInt(at + 4, reason << 16 | explanation << 8);
  }

  /** The reason code. */
  public static int reason(ByteBuffer bytes, int at) {
    return bytes.get(at + 5) & 0xFF;
  }

  /** The reason explanation. */
  public static int explanation(ByteBuffer bytes, int at) {
    return bytes.get(at + 6) & 0xFF;
  }
}
