// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Sense;

/** An SRP_RSP that came (SRP r16a 6.9). */
public final class SrpResponse {
  /** How long it is without response data and sense data. */
  public static final int FIXED_BYTES = 36;

  private static final int RESPONSE_VALID = 0x01;
  private static final int SENSE_VALID = 0x02;
  private static final int OUT_OVER = 0x04;
  private static final int OUT_UNDER = 0x08;
  private static final int IN_OVER = 0x10;
  private static final int IN_UNDER = 0x20;

  private final byte[] bytes;

  SrpResponse(byte[] bytes) {
    this.bytes = bytes;
    if (bytes.length < FIXED_BYTES || Bytes.u8(bytes, 0) != 0xC1) {
      throw CaseEnd.fail("Expected SRP_RSP; came " + Bytes.hex(bytes) + ".");
    }
  }

  /** All of it. */
  public byte[] bytes() {
    return bytes;
  }

  /** REQUEST LIMIT DELTA. */
  public int delta() {
    return (int) Bytes.u32(bytes, 4);
  }

  /** TAG. */
  public long tag() {
    return Bytes.u64(bytes, 8);
  }

  /** STATUS. */
  public int status() {
    return Bytes.u8(bytes, 19);
  }

  /** The valid bits. */
  public int flags() {
    return Bytes.u8(bytes, 18);
  }

  /** Byte 1. */
  public int notification() {
    return Bytes.u8(bytes, 1);
  }

  /** Whether response data is valid. */
  public boolean hasCode() {
    return (flags() & RESPONSE_VALID) != 0;
  }

  /** RSP_CODE, or -1 where there is none. */
  public int code() {
    boolean there = hasCode() && Bytes.u32(bytes, 32) >= 4 && bytes.length >= FIXED_BYTES + 4;
    return there ? Bytes.u8(bytes, FIXED_BYTES + 3) : -1;
  }

  /** SENSE DATA LIST LENGTH where it is valid, else 0. */
  public long senseLength() {
    return (flags() & SENSE_VALID) != 0 ? Bytes.u32(bytes, 28) : 0;
  }

  /** The sense data, or null. */
  public @Nullable Sense sense() {
    int from = FIXED_BYTES + (hasCode() ? (int) Bytes.u32(bytes, 32) : 0);
    if (senseLength() == 0 || from + senseLength() > bytes.length) {
      return null;
    }
    byte[] sense = Arrays.copyOfRange(bytes, from, from + (int) senseLength());
    return Sense.parse(sense, sense.length);
  }

  /** The Data-In residual: above zero for an overflow, below for an underflow. */
  public long inResidual() {
    long count = Bytes.u32(bytes, 24);
    return (flags() & IN_OVER) != 0 ? count : (flags() & IN_UNDER) != 0 ? -count : 0;
  }

  /** The Data-Out residual: above zero for an overflow, below for an underflow. */
  public long outResidual() {
    long count = Bytes.u32(bytes, 20);
    return (flags() & OUT_OVER) != 0 ? count : (flags() & OUT_UNDER) != 0 ? -count : 0;
  }

  /** Demands GOOD status without response data. */
  public SrpResponse good() {
    if (status() != 0 || hasCode()) {
      throw CaseEnd.fail("Expected GOOD; came " + this + ".");
    }
    return this;
  }

  /** Demands CHECK CONDITION with that sense. */
  public SrpResponse check(int key, int code) {
    Sense sense = sense();
    if (status() != 2 || hasCode() || sense == null || !sense.is(key, code)) {
      throw CaseEnd.fail("Expected CHECK CONDITION, " + Sense.text(key, code) + "; came " + this);
    }
    return this;
  }

  /** Demands response data with that code. */
  public SrpResponse code(int code) {
    if (code() != code) {
      throw CaseEnd.fail("Expected RSP_CODE " + Bytes.h(code) + "; came " + this + ".");
    }
    return this;
  }

  @Override
  public String toString() {
    return "SRP_RSP " + Bytes.hex(bytes);
  }
}
