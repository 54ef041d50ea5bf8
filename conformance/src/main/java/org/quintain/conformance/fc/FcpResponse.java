// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** An FCP_RSP that came (FCP-4 9.5). */
public final class FcpResponse {
  /** How long it is without what may follow. */
  public static final int FIXED_BYTES = 24;

  private static final int RESPONSE_VALID = 0x01;
  private static final int SENSE_VALID = 0x02;
  private static final int OVER = 0x04;
  private static final int UNDER = 0x08;
  private static final int CONFIRM = 0x10;

  private final RawUnit unit;

  FcpResponse(RawUnit unit) {
    this.unit = unit;
    if (unit.routing() != RawFrame.RESPONSE) {
      throw CaseEnd.fail("Expected FCP_RSP; came " + unit + ".");
    }
  }

  /** The information unit. */
  public RawUnit unit() {
    return unit;
  }

  /** The byte of flags. */
  public int flags() {
    return unit.u8(10);
  }

  /** The SCSI status. */
  public int status() {
    return unit.u8(11);
  }

  /** Whether FCP_CONF is asked for. */
  public boolean asksForConfirmation() {
    return (flags() & CONFIRM) != 0;
  }

  /** Whether a residual is there, of either kind. */
  public boolean hasResidual() {
    return (flags() & (OVER | UNDER)) != 0;
  }

  /** FCP_RESID where it is valid, else 0. */
  public long residual() {
    return hasResidual() ? unit.u32(12) : 0;
  }

  /** Whether FCP_RESID_OVER is set. */
  public boolean isOver() {
    return (flags() & OVER) != 0;
  }

  /** Whether FCP_SNS_LEN_VALID is set. */
  public boolean hasSense() {
    return (flags() & SENSE_VALID) != 0;
  }

  /** FCP_SNS_LEN where it is valid, else 0. */
  public int senseLength() {
    return hasSense() ? (int) unit.u32(16) : 0;
  }

  /** Whether FCP_RSP_LEN_VALID is set. */
  public boolean hasInformation() {
    return (flags() & RESPONSE_VALID) != 0;
  }

  /** FCP_RSP_LEN where it is valid, else 0. */
  public int informationLength() {
    return hasInformation() ? (int) unit.u32(20) : 0;
  }

  /** RSP_CODE, or -1 where there is none. */
  public int code() {
    return informationLength() >= 4 ? unit.u8(FIXED_BYTES + 3) : -1;
  }

  private @Nullable Sense sense() {
    int length = senseLength();
    int at = FIXED_BYTES + informationLength();
    if (length <= 0 || at < 0 || at + length > unit.length()) {
      return null;
    }
    return Sense.parse(Arrays.copyOfRange(unit.payload(), at, at + length), length);
  }

  /** What it says as the answer of a command that got {@code data}. */
  public Answer answer(Cdb cdb, byte[] data, int bufferBytes) {
    return new Answer(cdb, status(), sense(), data, bufferBytes, residual(), isOver(), false);
  }

  /** Asks for one of these RSP_CODEs. */
  public FcpResponse code(String what, int... codes) {
    for (int code : codes) {
      if (code() == code) {
        return this;
      }
    }
    throw CaseEnd.fail(
        what
            + " is to be answered with RSP_CODE "
            + Bytes.h(codes[0])
            + "; came "
            + (code() < 0 ? "none" : Bytes.h(code()))
            + ", status "
            + Bytes.h(status())
            + ".");
  }

  @Override
  public String toString() {
    return unit.toString();
  }
}
