// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * RNID and its LS_ACC (FC-LS-4 4.3.36), with the common identification data alone.
 *
 * <pre>
 * request:  0 | 78h, 0 0 0   4 | format
 * answer:   0 | 02h, 0 0 0   4 | format, common length 10h, 0, specific length
 *           8 | N_Port_Name   16 | Node_Name
 * </pre>
 */
public final class NodeIdentification {
  /** How long the request is. */
  public static final int REQUEST_BYTES = 8;

  /** How long the answer is. */
  public static final int ANSWER_BYTES = 24;

  /** Format: common data alone. */
  public static final int COMMON = 0x00;

  /** Format: topology discovery, with specific data. */
  public static final int TOPOLOGY = 0xDF;

  private NodeIdentification() {}

  /** Writes the request. */
  public static void write(ByteBuffer bytes, int at, int format) {
    bytes.putInt(at, ElsCommand.RNID << 24);
    bytes.putInt(at + 4, format << 24);
  }

  /** The format that a request asks for, or an answer has. */
  public static int format(ByteBuffer bytes, int at) {
    return bytes.get(at + 4) & 0xFF;
  }

  /** Writes the answer. */
  public static void writeAnswer(ByteBuffer bytes, int at, long portName, long nodeName) {
    bytes.putInt(at, ElsCommand.LS_ACC << 24);
    bytes.putInt(at + 4, COMMON << 24 | 0x10 << 16);
    bytes.putLong(at + 8, portName);
    bytes.putLong(at + 16, nodeName);
  }

  /** The answer's N_Port_Name. */
  public static long portName(ByteBuffer bytes, int at) {
    return bytes.getLong(at + 8);
  }
}
