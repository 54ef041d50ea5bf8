// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

import java.nio.ByteBuffer;

/**
 * FCP_RSP (FCP-4 9.5): status, residuals and sense data of a command, or the response code of a
 * task management function or of a broken information unit.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0| Reserved (8 bytes)                                            |
 *    8| STATUS QUALIFIER              |BR|BU|BO|CR|U|O|SN|RL| STATUS  |
 *   12| FCP_RESID                                                     |
 *   16| FCP_SNS_LEN                                                   |
 *   20| FCP_RSP_LEN                                                   |
 *   24| FCP_RSP_INFO (0, 4 or 8 bytes): 3 bytes, RSP_CODE, 4 bytes    |
 *    n| FCP_SNS_INFO                                                  |
 *    m| FCP_BIDIRECTIONAL_READ_RESID (with BR set)                    |
 * </pre>
 */
public final class FcpResponseIu {
  /** The part that is always there. */
  public static final int FIXED_BYTES = 24;

  /** The length of FCP_RSP_INFO that our ends write. */
  public static final int INFO_BYTES = 8;

  /** FCP_BIDI_RSP: FCP_BIDIRECTIONAL_READ_RESID is there. */
  public static final int BIDIRECTIONAL = 0x80;

  /** FCP_BIDI_READ_RESID_UNDER. */
  public static final int READ_UNDERFLOW = 0x40;

  /** FCP_BIDI_READ_RESID_OVER. */
  public static final int READ_OVERFLOW = 0x20;

  /** FCP_CONF_REQ: an FCP_CONF shall follow (FCP-4 4.5). */
  public static final int CONFIRM = 0x10;

  /** FCP_RESID_UNDER. */
  public static final int UNDERFLOW = 0x08;

  /** FCP_RESID_OVER. */
  public static final int OVERFLOW = 0x04;

  /** FCP_SNS_LEN_VALID. */
  public static final int SENSE_VALID = 0x02;

  /** FCP_RSP_LEN_VALID. */
  public static final int INFO_VALID = 0x01;

  private static final int QUALIFIER_AT = 8;
  private static final int FLAGS_AT = 10;
  private static final int STATUS_AT = 11;
  private static final int RESIDUAL_AT = 12;
  private static final int SENSE_LENGTH_AT = 16;
  private static final int INFO_LENGTH_AT = 20;
  private static final int CODE_IN_INFO = 3;

  private FcpResponseIu() {}

  /** Writes the fixed part with nothing in it. */
  public static void clear(ByteBuffer bytes, int base) {
    bytes.putLong(base, 0).putLong(base + 8, 0).putLong(base + 16, 0);
  }

  /** Whether {@code lengthBytes} bytes at {@code base} hold all that they say they hold. */
  public static boolean isWhole(ByteBuffer bytes, int base, int lengthBytes) {
    if (lengthBytes < FIXED_BYTES) {
      return false;
    }
    long info = infoLength(bytes, base);
    return (info == 0 || info == 4 || info == INFO_BYTES)
        && lengthBytes >= lengthBytes(bytes, base);
  }

  /** How long the information unit is, by its own account. */
  public static long lengthBytes(ByteBuffer bytes, int base) {
    long parts = FIXED_BYTES + infoLength(bytes, base) + senseLength(bytes, base);
    return parts + ((flags(bytes, base) & BIDIRECTIONAL) != 0 ? 4 : 0);
  }

  /** STATUS QUALIFIER (SAM-5 5.3.2). */
  public static int statusQualifier(ByteBuffer bytes, int base) {
    return bytes.getShort(base + QUALIFIER_AT) & 0xFFFF;
  }

  /** The flags, as the constants here name them. */
  public static int flags(ByteBuffer bytes, int base) {
    return bytes.get(base + FLAGS_AT) & 0xFF;
  }

  /** Sets the flags. */
  public static void flags(ByteBuffer bytes, int base, int flags) {
    bytes.put(base + FLAGS_AT, (byte) flags);
  }

  /** SCSI STATUS CODE. */
  public static int status(ByteBuffer bytes, int base) {
    return bytes.get(base + STATUS_AT) & 0xFF;
  }

  /** Sets SCSI STATUS CODE and its qualifier. */
  public static void status(ByteBuffer bytes, int base, int status, int qualifier) {
    bytes.putShort(base + QUALIFIER_AT, (short) qualifier);
    bytes.put(base + STATUS_AT, (byte) status);
  }

  /** FCP_RESID, which means something with one of its two flags. */
  public static long residual(ByteBuffer bytes, int base) {
    return bytes.getInt(base + RESIDUAL_AT) & 0xFFFFFFFFL;
  }

  /** Sets FCP_RESID. */
  public static void residual(ByteBuffer bytes, int base, long value) {
    bytes.putInt(base + RESIDUAL_AT, (int) value);
  }

  /** How many bytes of FCP_RSP_INFO there are, 0 unless the flags say so. */
  public static long infoLength(ByteBuffer bytes, int base) {
    boolean valid = (flags(bytes, base) & INFO_VALID) != 0;
    return valid ? bytes.getInt(base + INFO_LENGTH_AT) & 0xFFFFFFFFL : 0;
  }

  /** How many bytes of sense data there are, 0 unless the flags say so. */
  public static long senseLength(ByteBuffer bytes, int base) {
    boolean valid = (flags(bytes, base) & SENSE_VALID) != 0;
    return valid ? bytes.getInt(base + SENSE_LENGTH_AT) & 0xFFFFFFFFL : 0;
  }

  /** Sets FCP_SNS_LEN and its flag; the sense data goes to {@link #senseAt}. */
  public static void senseLength(ByteBuffer bytes, int base, int lengthBytes) {
    flags(bytes, base, flags(bytes, base) | SENSE_VALID);
    bytes.putInt(base + SENSE_LENGTH_AT, lengthBytes);
  }

  /** Where sense data begins in a whole information unit. */
  public static int senseAt(ByteBuffer bytes, int base) {
    return base + FIXED_BYTES + (int) infoLength(bytes, base);
  }

  /** RSP_CODE of a whole information unit, {@link FcpResponseCode#FUNCTION_COMPLETE} without. */
  public static int responseCode(ByteBuffer bytes, int base) {
    return infoLength(bytes, base) == 0
        ? FcpResponseCode.FUNCTION_COMPLETE
        : bytes.get(base + FIXED_BYTES + CODE_IN_INFO) & 0xFF;
  }

  /** What stands before RSP_CODE: the answer to QUERY ASYNCHRONOUS EVENT, 24 bits. */
  public static int responseArgument(ByteBuffer bytes, int base) {
    return infoLength(bytes, base) == 0 ? 0 : bytes.getInt(base + FIXED_BYTES) >>> 8;
  }

  /** Writes eight bytes of FCP_RSP_INFO, with their length and flag. */
  public static void responseCode(ByteBuffer bytes, int base, int code, int argument) {
    flags(bytes, base, flags(bytes, base) | INFO_VALID);
    bytes.putInt(base + INFO_LENGTH_AT, INFO_BYTES);
    bytes.putInt(base + FIXED_BYTES, (argument << 8) | code);
    bytes.putInt(base + FIXED_BYTES + 4, 0);
  }

  /** FCP_BIDIRECTIONAL_READ_RESID of a whole information unit, 0 without. */
  public static long bidirectionalReadResidual(ByteBuffer bytes, int base) {
    if ((flags(bytes, base) & BIDIRECTIONAL) == 0) {
      return 0;
    }
    int at = senseAt(bytes, base) + (int) senseLength(bytes, base);
    return bytes.getInt(at) & 0xFFFFFFFFL;
  }

  /** Writes FCP_BIDIRECTIONAL_READ_RESID behind all else, and its flag. */
  public static void bidirectionalReadResidual(ByteBuffer bytes, int base, long value) {
    flags(bytes, base, flags(bytes, base) | BIDIRECTIONAL);
    int at = senseAt(bytes, base) + (int) senseLength(bytes, base);
    bytes.putInt(at, (int) value);
  }
}
