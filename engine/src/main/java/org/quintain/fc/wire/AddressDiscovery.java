// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * ADISC and its LS_ACC (FC-LS-4 4.3.22): who stands at which address.
 *
 * <pre>
 *  0 | command, 3 bytes 0   4 | hard address   8 | port name   16 | node name   24 | address |
 * </pre>
 */
public final class AddressDiscovery {
  /** How long it is. */
  public static final int LENGTH_BYTES = 28;

  private AddressDiscovery() {}

  /** Writes request or answer. */
  public static void write(
      ByteBuffer bytes, int at, int command, long portName, long nodeName, int portId) {
    bytes.putInt(at, command << 24);
    bytes.putInt(at + 4, 0);
    bytes.putLong(at + 8, portName);
    bytes.putLong(at + 16, nodeName);
    bytes.putInt(at + 24, portId & 0xFFFFFF);
  }

  /** The sender's N_Port_Name. */
  public static long portName(ByteBuffer bytes, int at) {
    return bytes.getLong(at + 8);
  }

  /** The sender's Node_Name. */
  public static long nodeName(ByteBuffer bytes, int at) {
    return bytes.getLong(at + 16);
  }

  /** The sender's address. */
  public static int portId(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 24) & 0xFFFFFF;
  }
}
