// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/**
 * How a command ended, with assertions that say what was sent, what came and what was due. Each
 * assertion returns the answer itself or ends the case.
 */
public final class Answer {
  private static final int GOOD = 0x00;
  private static final int CHECK_CONDITION = 0x02;

  private final Cdb cdb;
  private final int status;
  private final @Nullable Sense sense;
  private final byte[] data;
  private final int bufferBytes;
  private final long residual;
  private final boolean overflow;
  private final boolean unsupportedMeansSkip;

  /**
   * @param data the Data-In bytes that came
   * @param bufferBytes the size of the buffer that was offered, Data-In or Data-Out
   * @param unsupportedMeansSkip whether 5/20/00 to a command that should work skips the case,
   *     because the target has no way to say beforehand what it supports
   */
  public Answer(
      Cdb cdb,
      int status,
      @Nullable Sense sense,
      byte[] data,
      int bufferBytes,
      long residual,
      boolean overflow,
      boolean unsupportedMeansSkip) {
    this.cdb = cdb;
    this.status = status;
    this.sense = sense;
    this.data = data.clone();
    this.bufferBytes = bufferBytes;
    this.residual = residual;
    this.overflow = overflow;
    this.unsupportedMeansSkip = unsupportedMeansSkip;
  }

  /** The status byte. */
  public int status() {
    return status;
  }

  /** The sense data, or null where none came. */
  public @Nullable Sense sense() {
    return sense;
  }

  /** The Data-In bytes that came. */
  public byte[] data() {
    return data.clone();
  }

  /** How many Data-In bytes came. */
  public int dataLength() {
    return data.length;
  }

  /** The Data-In byte at {@code index}, unsigned; a case that reads past what came fails. */
  public int at(int index) {
    if (index >= data.length) {
      throw fail("has no byte " + index + " in its data of " + data.length + " bytes");
    }
    return Bytes.u8(data, index);
  }

  /** The residual in bytes. */
  public long residual() {
    return residual;
  }

  /** Whether the residual is an overflow. */
  public boolean isOverflow() {
    return overflow;
  }

  /** Whether the status is GOOD. */
  public boolean isGood() {
    return status == GOOD;
  }

  /** Whether it is CHECK CONDITION with this key and ASC/ASCQ. */
  public boolean isCheck(int key, int code) {
    return status == CHECK_CONDITION && sense != null && sense.is(key, code);
  }

  /** Whether it says that the operation code is not supported. */
  public boolean isUnsupported() {
    return isCheck(Sense.ILLEGAL_REQUEST, 0x2000);
  }

  /** Asks for GOOD. */
  public Answer good() {
    if (status != GOOD) {
      if (unsupportedMeansSkip && isUnsupported()) {
        throw CaseEnd.skip(
            cdb.name()
                + " is not supported, and the target has no REPORT SUPPORTED OPERATION CODES.");
      }
      throw fail("expected GOOD");
    }
    return this;
  }

  /** Asks for GOOD with at least {@code lengthBytes} of Data-In. */
  public Answer good(int lengthBytes) {
    good();
    if (data.length < lengthBytes) {
      throw fail("expected at least " + lengthBytes + " bytes of data");
    }
    return this;
  }

  /** Asks for CHECK CONDITION with this key and one of these ASC/ASCQ pairs; no pair means any. */
  public Answer check(int key, int... codes) {
    Sense came = sense;
    if (status != CHECK_CONDITION || came == null || came.key() != key) {
      throw fail("expected CHECK CONDITION " + expected(key, codes));
    }
    if (codes.length == 0) {
      return this;
    }
    for (int code : codes) {
      if (came.code() == code) {
        return this;
      }
    }
    throw fail("expected CHECK CONDITION " + expected(key, codes));
  }

  /**
   * Asks for 5/24/00 INVALID FIELD IN CDB, and where a field pointer is given, that it names one of
   * these bytes.
   */
  public Answer invalidFieldInCdb(int... bytes) {
    return check(Sense.ILLEGAL_REQUEST, 0x2400).pointsAt(true, bytes);
  }

  /**
   * Where a field pointer is given: asks that it points into the CDB (or parameters) at one of
   * these bytes.
   */
  public Answer pointsAt(boolean intoCdb, int... bytes) {
    Sense came = sense;
    if (came == null || !came.hasFieldPointer() || bytes.length == 0) {
      return this;
    }
    if (came.pointsIntoCdb() != intoCdb) {
      throw fail(
          "expected C/D to say that the field is in the " + (intoCdb ? "CDB" : "parameters"));
    }
    for (int allowed : bytes) {
      if (came.fieldPointer() == allowed) {
        return this;
      }
    }
    throw fail("expected the field pointer at byte " + java.util.Arrays.toString(bytes));
  }

  /**
   * Asks for a residual of exactly {@code bytes}, an overflow or an underflow; 0 means none of
   * either.
   */
  public Answer residualIs(long bytes, boolean isOverflow) {
    boolean right = residual == bytes && (bytes == 0 || overflow == isOverflow);
    if (!right) {
      throw fail(
          "expected "
              + (bytes == 0 ? "no residual" : "a residual " + way(isOverflow) + " of " + bytes));
    }
    return this;
  }

  /** Asks that the whole buffer is reported as not used, as for a command that moved no data. */
  public Answer movedNothing() {
    if (data.length != 0) {
      throw fail("expected no data");
    }
    return residualIs(bufferBytes, false);
  }

  /** Asks that {@code holds}, which {@code demand} words as what was expected. */
  public Answer that(boolean holds, String demand) {
    if (!holds) {
      throw fail("expected " + demand);
    }
    return this;
  }

  /** The end of a case that fails by this answer; {@code demand} says what was expected. */
  public CaseEnd fail(String demand) {
    return CaseEnd.fail(cdb + ": " + demand + "; came " + this + ".");
  }

  private static String expected(int key, int[] codes) {
    if (codes.length == 0) {
      return Integer.toHexString(key).toUpperCase(Locale.ROOT) + "/any";
    }
    StringBuilder text = new StringBuilder();
    for (int code : codes) {
      text.append(text.isEmpty() ? "" : " or ").append(Sense.text(key, code));
    }
    return text.toString();
  }

  private static String way(boolean isOverflow) {
    return isOverflow ? "overflow" : "underflow";
  }

  private static String statusName(int status) {
    return switch (status) {
      case 0x00 -> "GOOD";
      case 0x02 -> "CHECK CONDITION";
      case 0x04 -> "CONDITION MET";
      case 0x08 -> "BUSY";
      case 0x18 -> "RESERVATION CONFLICT";
      case 0x28 -> "TASK SET FULL";
      case 0x30 -> "ACA ACTIVE";
      case 0x40 -> "TASK ABORTED";
      default -> "status " + Bytes.h(status);
    };
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(statusName(status));
    if (sense != null) {
      text.append(' ').append(sense);
    }
    if (data.length > 0) {
      text.append(", ")
          .append(data.length)
          .append(" bytes: ")
          .append(Bytes.hex(data, 0, Math.min(16, data.length)));
    }
    if (residual != 0) {
      text.append(", ").append(way(overflow)).append(' ').append(residual);
    }
    return text.toString();
  }
}
