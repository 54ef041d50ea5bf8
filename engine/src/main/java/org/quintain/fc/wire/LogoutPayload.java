// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/** LOGO (FC-LS-4 4.3.8): command, the address of the port that is out, its N_Port_Name. */
public final class LogoutPayload {
  /** How long it is. */
  public static final int LENGTH_BYTES = 16;

  private LogoutPayload() {}

  /** Writes it. */
  public static void write(ByteBuffer bytes, int at, int portId, long portName) {
    bytes.putInt(at, ElsCommand.LOGO << 24);
    bytes.putInt(at + 4, portId & 0xFFFFFF);
    bytes.putLong(at + 8, portName);
  }

  /** The address. */
  public static int portId(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 4) & 0xFFFFFF;
  }

  /** The name. */
  public static long portName(ByteBuffer bytes, int at) {
    return bytes.getLong(at + 8);
  }
}
