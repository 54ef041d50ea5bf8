// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;

/**
 * What a target asks an initiator: SRP_CRED_REQ (SRP r16a 6.10), SRP_AER_REQ (6.12) and
 * SRP_T_LOGOUT (6.6).
 *
 * <pre>
 *  0| TYPE        |         SOLNT | reserved
 *  4| REQUEST LIMIT DELTA; REASON in SRP_T_LOGOUT
 *  8| TAG (8 bytes)
 * 16| reserved                                       of SRP_AER_REQ alone, as is what follows
 * 20| LOGICAL UNIT NUMBER (8 bytes)
 * 28| SENSE DATA LIST LENGTH | 32| reserved | 36| SENSE DATA
 * </pre>
 */
public final class SrpTargetRequestIu {
  /** The length of an SRP_AER_REQ without its sense data. */
  public static final int EVENT_FIXED_BYTES = 36;

  private static final int DELTA_AT = 4;
  private static final int LUN_AT = 20;
  private static final int SENSE_LENGTH_AT = 28;

  private SrpTargetRequestIu() {}

  /** REQUEST LIMIT DELTA of SRP_CRED_REQ and SRP_AER_REQ, which may be negative. */
  public static int requestLimitDelta(ByteBuffer bytes, int base) {
    return bytes.getInt(base + DELTA_AT);
  }

  /** Sets REQUEST LIMIT DELTA. */
  public static void requestLimitDelta(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + DELTA_AT, value);
  }

  /** REASON of SRP_T_LOGOUT. */
  public static int logoutReason(ByteBuffer bytes, int base) {
    return bytes.getInt(base + DELTA_AT);
  }

  /** Sets REASON of SRP_T_LOGOUT. */
  public static void logoutReason(ByteBuffer bytes, int base, TargetLogoutReason reason) {
    bytes.putInt(base + DELTA_AT, reason.code());
  }

  /** Whether {@code lengthBytes} bytes hold an SRP_AER_REQ with all its sense data. */
  public static boolean isEventWhole(ByteBuffer bytes, int base, int lengthBytes) {
    return lengthBytes >= EVENT_FIXED_BYTES
        && lengthBytes >= EVENT_FIXED_BYTES + senseBytes(bytes, base);
  }

  /** LOGICAL UNIT NUMBER of SRP_AER_REQ. */
  public static long lun(ByteBuffer bytes, int base) {
    return bytes.getLong(base + LUN_AT);
  }

  /** SENSE DATA LIST LENGTH of SRP_AER_REQ. */
  public static long senseBytes(ByteBuffer bytes, int base) {
    return bytes.getInt(base + SENSE_LENGTH_AT) & 0xFFFFFFFFL;
  }

  /** Sets what SRP_AER_REQ says and where its sense data goes to: {@link #EVENT_FIXED_BYTES} on. */
  public static void event(ByteBuffer bytes, int base, long lun, int senseBytes) {
    bytes.putLong(base + LUN_AT, lun);
    bytes.putInt(base + SENSE_LENGTH_AT, senseBytes);
  }
}
