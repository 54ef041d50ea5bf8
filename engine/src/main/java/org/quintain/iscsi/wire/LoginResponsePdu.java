// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Login Response (RFC 7143 11.13). Stage, T, C, ISID and TSIH stand where {@link LoginRequestPdu}
 * has them.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x23      |T|C|.|.|CSG|NSG| Version-max   | Version-active|
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| ISID (6 bytes)                                                |
 *   12|                               | TSIH                          |
 *   16| Initiator Task Tag                                            |
 *   20| Reserved                                                      |
 *   24| StatSN                                                        |
 *   28| ExpCmdSN                                                      |
 *   32| MaxCmdSN                                                      |
 *   36| Status-Class  | Status-Detail | Reserved                      |
 *   40| Reserved (8 bytes)                                            |
 * </pre>
 */
public final class LoginResponsePdu {
  private LoginResponsePdu() {}

  /** Version-max. */
  public static int versionMax(ByteBuffer bytes, int base) {
    return bytes.get(base + 2) & 0xFF;
  }

  /** Sets Version-max. */
  public static void versionMax(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 2, (byte) value);
  }

  /** Version-active. */
  public static int versionActive(ByteBuffer bytes, int base) {
    return bytes.get(base + 3) & 0xFF;
  }

  /** Sets Version-active. */
  public static void versionActive(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 3, (byte) value);
  }

  /** Status-Class and Status-Detail as one number, such as 0x0203 (RFC 7143 11.13.5). */
  public static int status(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 36) & 0xFFFF;
  }

  /** Sets Status-Class and Status-Detail. */
  public static void status(ByteBuffer bytes, int base, int status) {
    bytes.putShort(base + 36, (short) status);
  }
}
