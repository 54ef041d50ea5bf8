// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;

/**
 * Byte 1 of requests and responses: whether the message that carries a unit is to wake its receiver
 * (SRP r16a 4.4, 6.7 to 6.13).
 */
public final class SolicitedNotification {
  /** UCSOLNT of SRP_CMD and SRP_TSK_MGMT: an unsuccessful completion is to wake the initiator. */
  public static final int OF_UNSUCCESSFUL = 0x04;

  /** SCSOLNT of SRP_CMD and SRP_TSK_MGMT: a successful completion is to wake the initiator. */
  public static final int OF_SUCCESSFUL = 0x02;

  /** SOLNT of what a target sends: this message was sent as one that wakes. */
  public static final int SOLICITED = 0x01;

  private static final int AT = 1;

  private SolicitedNotification() {}

  /** The bits. */
  public static int bits(ByteBuffer bytes, int base) {
    return bytes.get(base + AT) & 0xFF;
  }

  /** Sets the bits. */
  public static void bits(ByteBuffer bytes, int base, int value) {
    bytes.put(base + AT, (byte) value);
  }
}
