// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Login Request (RFC 7143 11.12).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|1| 0x03      |T|C|.|.|CSG|NSG| Version-max   | Version-min   |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| ISID (6 bytes)                                                |
 *   12|                               | TSIH                          |
 *   16| Initiator Task Tag                                            |
 *   20| CID                           | Reserved                      |
 *   24| CmdSN                                                         |
 *   28| ExpStatSN or Reserved                                         |
 *   32| Reserved (16 bytes)                                           |
 * </pre>
 */
public final class LoginRequestPdu {
  /** The T bit of byte 1: transit to the next stage. */
  public static final int TRANSIT = 0x80;

  /** The C bit of byte 1: the text goes on in the next PDU. */
  public static final int CONTINUE = 0x40;

  /** Stage: SecurityNegotiation. */
  public static final int SECURITY_NEGOTIATION = 0;

  /** Stage: LoginOperationalNegotiation. */
  public static final int LOGIN_OPERATIONAL_NEGOTIATION = 1;

  /** Stage: FullFeaturePhase. */
  public static final int FULL_FEATURE_PHASE = 3;

  private LoginRequestPdu() {}

  /** The T bit. */
  public static boolean isTransit(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & TRANSIT) != 0;
  }

  /** The C bit. */
  public static boolean isContinue(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & CONTINUE) != 0;
  }

  /** Current stage, 0 to 3. */
  public static int currentStage(ByteBuffer bytes, int base) {
    return Bhs.flags(bytes, base) >> 2 & 3;
  }

  /** Next stage, 0 to 3; meaningful with the T bit. */
  public static int nextStage(ByteBuffer bytes, int base) {
    return Bhs.flags(bytes, base) & 3;
  }

  /** Byte 1 from its parts. */
  public static int flags(boolean transit, boolean goesOn, int currentStage, int nextStage) {
    return (transit ? TRANSIT : 0) | (goesOn ? CONTINUE : 0) | currentStage << 2 | nextStage;
  }

  /** ISID, in the low 48 bits. */
  public static long isid(ByteBuffer bytes, int base) {
    return bytes.getLong(base + 8) >>> 16;
  }

  /** Sets ISID, from the low 48 bits, and leaves TSIH. */
  public static void isid(ByteBuffer bytes, int base, long isid) {
    bytes.putLong(base + 8, isid << 16 | (bytes.getShort(base + 14) & 0xFFFF));
  }

  /** Version-max. */
  public static int versionMax(ByteBuffer bytes, int base) {
    return bytes.get(base + 2) & 0xFF;
  }

  /** Sets Version-max. */
  public static void versionMax(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 2, (byte) value);
  }

  /** Version-min. */
  public static int versionMin(ByteBuffer bytes, int base) {
    return bytes.get(base + 3) & 0xFF;
  }

  /** Sets Version-min. */
  public static void versionMin(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 3, (byte) value);
  }

  /** TSIH. */
  public static int tsih(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 14) & 0xFFFF;
  }

  /** Sets TSIH. */
  public static void tsih(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 14, (short) value);
  }

  /** CID. */
  public static int cid(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 20) & 0xFFFF;
  }

  /** Sets CID. */
  public static void cid(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 20, (short) value);
  }
}
