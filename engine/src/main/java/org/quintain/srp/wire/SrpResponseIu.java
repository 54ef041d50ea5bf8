// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;

/**
 * SRP_RSP (SRP r16a 6.9): status, residuals, response data and sense data of a command, or what
 * became of a task management function; and what the request limit gains.
 *
 * <pre>
 *  0| C1h         |         SOLNT | reserved
 *  4| REQUEST LIMIT DELTA
 *  8| TAG (8 bytes)
 * 16| reserved                    | VALID BITS    | STATUS        |
 * 20| DATA-OUT RESIDUAL COUNT
 * 24| DATA-IN RESIDUAL COUNT
 * 28| SENSE DATA LIST LENGTH
 * 32| RESPONSE DATA LIST LENGTH
 * 36| RESPONSE DATA, SENSE DATA
 * </pre>
 */
public final class SrpResponseIu {
  /** The length without response data and sense data. */
  public static final int FIXED_BYTES = 36;

  /** The length of response data. */
  public static final int RESPONSE_DATA_BYTES = 4;

  /** DIUNDER: there was less Data-In than room for it. */
  public static final int DATA_IN_UNDERFLOW = 0x20;

  /** DIOVER: there was more Data-In than room for it. */
  public static final int DATA_IN_OVERFLOW = 0x10;

  /** DOUNDER: less Data-Out was wanted than there is. */
  public static final int DATA_OUT_UNDERFLOW = 0x08;

  /** DOOVER: more Data-Out was wanted than there is. */
  public static final int DATA_OUT_OVERFLOW = 0x04;

  /** SNSVALID: there is sense data. */
  public static final int SENSE_VALID = 0x02;

  /** RSPVALID: there is response data, and STATUS means nothing. */
  public static final int RESPONSE_VALID = 0x01;

  private static final int DELTA_AT = 4;
  private static final int FLAGS_AT = 18;
  private static final int STATUS_AT = 19;
  private static final int OUT_RESIDUAL_AT = 20;
  private static final int IN_RESIDUAL_AT = 24;
  private static final int SENSE_LENGTH_AT = 28;
  private static final int RESPONSE_LENGTH_AT = 32;

  private SrpResponseIu() {}

  /** Whether {@code lengthBytes} bytes at {@code base} hold all that they say they hold. */
  public static boolean isWhole(ByteBuffer bytes, int base, int lengthBytes) {
    return lengthBytes >= FIXED_BYTES
        && lengthBytes >= FIXED_BYTES + responseDataBytes(bytes, base) + senseBytes(bytes, base);
  }

  /** How long the unit is, by its own account. */
  public static int lengthBytes(ByteBuffer bytes, int base) {
    return FIXED_BYTES + (int) (responseDataBytes(bytes, base) + senseBytes(bytes, base));
  }

  /** REQUEST LIMIT DELTA, which may be negative. */
  public static int requestLimitDelta(ByteBuffer bytes, int base) {
    return bytes.getInt(base + DELTA_AT);
  }

  /** Sets REQUEST LIMIT DELTA. */
  public static void requestLimitDelta(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + DELTA_AT, value);
  }

  /** The bits that say what is valid. */
  public static int flags(ByteBuffer bytes, int base) {
    return bytes.get(base + FLAGS_AT) & 0xFF;
  }

  /** Adds {@code bits} to those that say what is valid. */
  public static void addFlags(ByteBuffer bytes, int base, int bits) {
    bytes.put(base + FLAGS_AT, (byte) (flags(bytes, base) | bits));
  }

  /** STATUS. */
  public static int status(ByteBuffer bytes, int base) {
    return bytes.get(base + STATUS_AT) & 0xFF;
  }

  /** Sets STATUS. */
  public static void status(ByteBuffer bytes, int base, int code) {
    bytes.put(base + STATUS_AT, (byte) code);
  }

  /** DATA-OUT RESIDUAL COUNT. */
  public static long dataOutResidual(ByteBuffer bytes, int base) {
    return bytes.getInt(base + OUT_RESIDUAL_AT) & 0xFFFFFFFFL;
  }

  /** DATA-IN RESIDUAL COUNT. */
  public static long dataInResidual(ByteBuffer bytes, int base) {
    return bytes.getInt(base + IN_RESIDUAL_AT) & 0xFFFFFFFFL;
  }

  /**
   * Sets DATA-OUT RESIDUAL COUNT and its bit.
   *
   * @param residual above zero: so much more was wanted; below zero: so much less
   */
  public static void addDataOutResidual(ByteBuffer bytes, int base, long residual) {
    if (residual != 0) {
      addFlags(bytes, base, residual > 0 ? DATA_OUT_OVERFLOW : DATA_OUT_UNDERFLOW);
      bytes.putInt(base + OUT_RESIDUAL_AT, (int) Math.min(Math.abs(residual), 0xFFFFFFFFL));
    }
  }

  /**
   * Sets DATA-IN RESIDUAL COUNT and its bit.
   *
   * @param residual above zero: so much more there was; below zero: so much less
   */
  public static void addDataInResidual(ByteBuffer bytes, int base, long residual) {
    if (residual != 0) {
      addFlags(bytes, base, residual > 0 ? DATA_IN_OVERFLOW : DATA_IN_UNDERFLOW);
      bytes.putInt(base + IN_RESIDUAL_AT, (int) Math.min(Math.abs(residual), 0xFFFFFFFFL));
    }
  }

  /** SENSE DATA LIST LENGTH, 0 where none is valid. */
  public static long senseBytes(ByteBuffer bytes, int base) {
    boolean valid = (flags(bytes, base) & SENSE_VALID) != 0;
    return valid ? bytes.getInt(base + SENSE_LENGTH_AT) & 0xFFFFFFFFL : 0;
  }

  /** Says that there are {@code lengthBytes} bytes of sense data, after the response data. */
  public static void addSense(ByteBuffer bytes, int base, int lengthBytes) {
    addFlags(bytes, base, SENSE_VALID);
    bytes.putInt(base + SENSE_LENGTH_AT, lengthBytes);
  }

  /** Where sense data begins, which comes after the response data. */
  public static int senseAt(ByteBuffer bytes, int base) {
    return base + FIXED_BYTES + (int) responseDataBytes(bytes, base);
  }

  /** RESPONSE DATA LIST LENGTH, 0 where none is valid. */
  public static long responseDataBytes(ByteBuffer bytes, int base) {
    boolean valid = (flags(bytes, base) & RESPONSE_VALID) != 0;
    return valid ? bytes.getInt(base + RESPONSE_LENGTH_AT) & 0xFFFFFFFFL : 0;
  }

  /** RSP_CODE of the response data of a whole unit, or 0 where there is none. */
  public static int responseCode(ByteBuffer bytes, int base) {
    boolean there = responseDataBytes(bytes, base) >= RESPONSE_DATA_BYTES;
    return there ? bytes.get(base + FIXED_BYTES + 3) & 0xFF : 0;
  }

  /** Adds response data, before any sense data is added. */
  public static void addResponseCode(ByteBuffer bytes, int base, int code) {
    addFlags(bytes, base, RESPONSE_VALID);
    bytes.putInt(base + RESPONSE_LENGTH_AT, RESPONSE_DATA_BYTES);
    bytes.putInt(base + FIXED_BYTES, code & 0xFF);
  }
}
