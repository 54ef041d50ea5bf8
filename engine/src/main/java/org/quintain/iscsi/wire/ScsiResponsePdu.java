// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * SCSI Response (RFC 7143 11.4). The data segment is SenseLength (2 bytes), then the sense data.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x21      |1|. .|o|u|O|U|.| Response      | Status        |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| Status Qualifier or Reserved  | Reserved (6 bytes)            |
 *   16| Initiator Task Tag                                            |
 *   20| SNACK Tag or Reserved                                         |
 *   24| StatSN                                                        |
 *   28| ExpCmdSN                                                      |
 *   32| MaxCmdSN                                                      |
 *   36| ExpDataSN or Reserved                                         |
 *   40| Bidirectional Read Residual Count or Reserved                 |
 *   44| Residual Count or Reserved                                    |
 * </pre>
 */
public final class ScsiResponsePdu {
  /** The o bit of byte 1. */
  public static final int BIDIRECTIONAL_OVERFLOW = 0x10;

  /** The u bit of byte 1. */
  public static final int BIDIRECTIONAL_UNDERFLOW = 0x08;

  /** The O bit of byte 1. */
  public static final int OVERFLOW = 0x04;

  /** The U bit of byte 1. */
  public static final int UNDERFLOW = 0x02;

  /** Response: the command completed at the target. */
  public static final int COMMAND_COMPLETED = 0x00;

  /** Response: target failure. */
  public static final int TARGET_FAILURE = 0x01;

  private ScsiResponsePdu() {}

  /** Whether Residual Count says how much more the command had to transfer. */
  public static boolean isOverflow(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & OVERFLOW) != 0;
  }

  /** Whether Residual Count says how much less was transferred than expected. */
  public static boolean isUnderflow(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & UNDERFLOW) != 0;
  }

  /** iSCSI service response. */
  public static int response(ByteBuffer bytes, int base) {
    return bytes.get(base + 2) & 0xFF;
  }

  /** Sets iSCSI service response. */
  public static void response(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 2, (byte) value);
  }

  /** SCSI status. */
  public static int status(ByteBuffer bytes, int base) {
    return bytes.get(base + 3) & 0xFF;
  }

  /** Sets SCSI status. */
  public static void status(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 3, (byte) value);
  }

  /** Status Qualifier (RFC 7144 5.1; SAM-5 5.3.2), in protocol level 2 and above. */
  public static int statusQualifier(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 8) & 0xFFFF;
  }

  /** Sets the Status Qualifier. */
  public static void statusQualifier(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 8, (short) value);
  }

  /** SNACK Tag. */
  public static int snackTag(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 20);
  }

  /** Sets SNACK Tag. */
  public static void snackTag(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 20, value);
  }

  /** ExpDataSN: how many Data-In and R2T PDUs the command had. */
  public static int expDataSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 36);
  }

  /** Sets ExpDataSN: how many Data-In and R2T PDUs the command had. */
  public static void expDataSn(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 36, value);
  }

  /** Bidirectional Read Residual Count. */
  public static int bidirectionalReadResidualCount(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 40);
  }

  /** Sets Bidirectional Read Residual Count. */
  public static void bidirectionalReadResidualCount(ByteBuffer bytes, int base, int value) {
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
