// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * The head of common transport information units (FC-GS-8 4.3).
 *
 * <pre>
 *     0         1         2         3
 *  0 | revision | IN_ID                       |
 *  4 | GS_Type  | subtype | options | 0       |
 *  8 | command or response | maximum size, words |
 * 12 | 0        | reason  | explanation | vendor |
 * </pre>
 */
public final class CommonTransport {
  /** How long the head is. */
  public static final int HEAD_BYTES = 16;

  /** GS_Type: the directory service. */
  public static final int DIRECTORY_SERVICE = 0xFC;

  /** GS_Subtype: the name server. */
  public static final int NAME_SERVER = 0x02;

  /** Response: rejected. */
  public static final int REJECTED = 0x8001;

  /** Response: accepted. */
  public static final int ACCEPTED = 0x8002;

  /** Reason: it cannot be done. */
  public static final int UNABLE_TO_PERFORM = 0x09;

  private static final int REVISION = 1;

  private CommonTransport() {}

  /** Writes the head of a request to the name server; the answer may be of any length. */
  public static void write(ByteBuffer bytes, int at, int command) {
    bytes.putInt(at, REVISION << 24);
    bytes.putInt(at + 4, DIRECTORY_SERVICE << 24 | NAME_SERVER << 16);
    bytes.putInt(at + 8, command << 16);
    bytes.putInt(at + 12, 0);
  }

  /** The command, or the response. */
  public static int command(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 8) & 0xFFFF;
  }

  /** How many bytes of the answer did not fit, in words. */
  public static int sizeWords(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 10) & 0xFFFF;
  }

  /** The reason of a rejection. */
  public static int reason(ByteBuffer bytes, int at) {
    return bytes.get(at + 13) & 0xFF;
  }

  /** The explanation of a rejection. */
  public static int explanation(ByteBuffer bytes, int at) {
    return bytes.get(at + 14) & 0xFF;
  }
}
