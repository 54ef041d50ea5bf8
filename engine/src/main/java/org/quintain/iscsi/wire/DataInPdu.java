// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * SCSI Data-In (RFC 7143 11.7).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x25      |F|A|0 0 0|O|U|S| Reserved      |Status or Rsvd |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| LUN or Reserved (8 bytes)                                     |
 *   16| Initiator Task Tag                                            |
 *   20| Target Transfer Tag or 0xffffffff                             |
 *   24| StatSN or Reserved                                            |
 *   28| ExpCmdSN                                                      |
 *   32| MaxCmdSN                                                      |
 *   36| DataSN                                                        |
 *   40| Buffer Offset                                                 |
 *   44| Residual Count                                                |
 * </pre>
 */
public final class DataInPdu {
  /** The A bit of byte 1: the target asks for a DataACK SNACK. */
  public static final int ACKNOWLEDGE = 0x40;

  /** The O bit of byte 1. */
  public static final int OVERFLOW = 0x04;

  /** The U bit of byte 1. */
  public static final int UNDERFLOW = 0x02;

  /** The S bit of byte 1: the PDU carries StatSN, status and residual. */
  public static final int STATUS = 0x01;

  private DataInPdu() {}

  /** Whether the target asks for a DataACK SNACK. */
  public static boolean isAcknowledge(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & ACKNOWLEDGE) != 0;
  }

  /** Whether Residual Count is an overflow. */
  public static boolean isOverflow(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & OVERFLOW) != 0;
  }

  /** Whether Residual Count is an underflow. */
  public static boolean isUnderflow(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & UNDERFLOW) != 0;
  }

  /** Whether the PDU ends the command with its status. */
  public static boolean hasStatus(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & STATUS) != 0;
  }

  /** SCSI status, with the S bit. */
  public static int status(ByteBuffer bytes, int base) {
    return bytes.get(base + 3) & 0xFF;
  }

  /** Sets SCSI status, with the S bit. */
  public static void status(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 3, (byte) value);
  }

  /** DataSN within the command. */
  public static int dataSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 36);
  }

  /** Sets DataSN within the command. */
  public static void dataSn(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 36, value);
  }

  /** Buffer Offset in bytes, to be read as unsigned. */
  public static int bufferOffset(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 40);
  }

  /** Sets Buffer Offset in bytes, to be read as unsigned. */
  public static void bufferOffset(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 40, value);
  }

  /** Residual Count, to be read as unsigned. */
  public static int residualCount(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 44);
  }

  /** Sets Residual Count, to be read as unsigned. */
  public static void residualCount(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 44, value);
  }
}
