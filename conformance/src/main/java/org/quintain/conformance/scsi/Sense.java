// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

import java.util.ArrayList;
import java.util.List;

/**
 * Sense data as the suite reads it, fixed (SPC-5 4.4.3) or descriptor format (SPC-5 4.4.2).
 *
 * @param responseCode 70h to 73h, or what else came
 * @param key the sense key
 * @param code ASC in the high and ASCQ in the low byte
 * @param hasFieldPointer whether SKSV is set and the key is ILLEGAL REQUEST
 * @param pointsIntoCdb the C/D bit
 * @param bitPointer the bit pointed at, or -1 where BPV is zero
 * @param fieldPointer the byte pointed at, or -1
 * @param hasInformation the VALID bit
 * @param information the INFORMATION field
 * @param flags byte 2 of fixed format without the key (FILEMARK, EOM, ILI, SDAT_OVF), 0 in
 *     descriptor format
 * @param problems what is wrong with its form, empty when nothing is
 */
public record Sense(
    int responseCode,
    int key,
    int code,
    boolean hasFieldPointer,
    boolean pointsIntoCdb,
    int bitPointer,
    int fieldPointer,
    boolean hasInformation,
    long information,
    int flags,
    List<String> problems) {

  /** Sense key NOT READY. */
  public static final int NOT_READY = 2;

  /** Sense key ILLEGAL REQUEST. */
  public static final int ILLEGAL_REQUEST = 5;

  /** Sense key UNIT ATTENTION. */
  public static final int UNIT_ATTENTION = 6;

  /** Sense key DATA PROTECT. */
  public static final int DATA_PROTECT = 7;

  /** Sense key ABORTED COMMAND. */
  public static final int ABORTED_COMMAND = 0xB;

  /** Sense key MISCOMPARE. */
  public static final int MISCOMPARE = 0xE;

  private static final String[] KEYS = {
    "NO SENSE",
    "RECOVERED ERROR",
    "NOT READY",
    "MEDIUM ERROR",
    "HARDWARE ERROR",
    "ILLEGAL REQUEST",
    "UNIT ATTENTION",
    "DATA PROTECT",
    "BLANK CHECK",
    "VENDOR SPECIFIC",
    "COPY ABORTED",
    "ABORTED COMMAND",
    "RESERVED",
    "VOLUME OVERFLOW",
    "MISCOMPARE",
    "COMPLETED"
  };

  /** Makes the value with its own copy of the list. */
  public Sense {
    problems = List.copyOf(problems);
  }

  /** Reads {@code length} bytes of sense data. */
  public static Sense parse(byte[] bytes, int length) {
    if (length < 1) {
      return broken(0, "there is no sense data");
    }
    int responseCode = bytes[0] & 0x7F;
    return switch (responseCode) {
      case 0x70, 0x71 -> parseFixed(bytes, length, responseCode);
      case 0x72, 0x73 -> parseDescriptors(bytes, length, responseCode);
      default -> broken(responseCode, "the response code is " + Bytes.h(responseCode));
    };
  }

  private static Sense broken(int responseCode, String problem) {
    return new Sense(responseCode, 0, 0, false, false, -1, -1, false, 0, 0, List.of(problem));
  }

  private static Sense parseFixed(byte[] bytes, int length, int responseCode) {
    List<String> problems = new ArrayList<>();
    if (length < 14) {
      return broken(responseCode, "fixed format sense data of " + length + " bytes has no ASC");
    }
    if (length < 18) {
      problems.add("fixed format sense data is " + length + " bytes long, less than 18");
    }
    int additional = Bytes.u8(bytes, 7);
    if (additional + 8 > 252) {
      problems.add("ADDITIONAL SENSE LENGTH " + additional + " is more than 244");
    }
    if (additional < 10) {
      problems.add("ADDITIONAL SENSE LENGTH " + additional + " is less than 10");
    }
    int key = bytes[2] & 0xF;
    boolean sksv = length >= 18 && (bytes[15] & 0x80) != 0;
    boolean pointer = sksv && key == ILLEGAL_REQUEST;
    boolean bitValid = pointer && (bytes[15] & 0x08) != 0;
    return new Sense(
        responseCode,
        key,
        Bytes.u16(bytes, 12),
        pointer,
        pointer && (bytes[15] & 0x40) != 0,
        bitValid ? bytes[15] & 7 : -1,
        pointer ? Bytes.u16(bytes, 16) : -1,
        (bytes[0] & 0x80) != 0,
        Bytes.u32(bytes, 3),
        bytes[2] & 0xF0,
        problems);
  }

  private static Sense parseDescriptors(byte[] bytes, int length, int responseCode) {
    List<String> problems = new ArrayList<>();
    if (length < 8) {
      return broken(
          responseCode, "descriptor format sense data of " + length + " bytes has no header");
    }
    int end = Math.min(length, 8 + Bytes.u8(bytes, 7));
    if (8 + Bytes.u8(bytes, 7) > length) {
      problems.add(
          "ADDITIONAL SENSE LENGTH " + Bytes.u8(bytes, 7) + " reaches past the sense data");
    }
    if ((bytes[0] & 0x80) != 0 || (bytes[1] & 0xF0) != 0) {
      problems.add("reserved bits of the descriptor header are set");
    }
    int key = bytes[1] & 0xF;
    boolean pointer = false;
    boolean intoCdb = false;
    int bit = -1;
    int field = -1;
    boolean valid = false;
    long information = 0;
    int at = 8;
    while (at + 2 <= end) {
      int size = 2 + Bytes.u8(bytes, at + 1);
      if (at + size > end) {
        problems.add("the descriptor at byte " + at + " reaches past the sense data");
        break;
      }
      if (bytes[at] == 0x00 && size >= 12) {
        valid = (bytes[at + 2] & 0x80) != 0;
        information = Bytes.u64(bytes, at + 4);
      } else if (bytes[at] == 0x02 && size >= 8 && key == ILLEGAL_REQUEST) {
        pointer = (bytes[at + 4] & 0x80) != 0;
        intoCdb = pointer && (bytes[at + 4] & 0x40) != 0;
        bit = pointer && (bytes[at + 4] & 0x08) != 0 ? bytes[at + 4] & 7 : -1;
        field = pointer ? Bytes.u16(bytes, at + 5) : -1;
      }
      at += size;
    }
    if (at < end && at + 2 > end) {
      problems.add("the descriptor list ends within a descriptor header");
    }
    return new Sense(
        responseCode,
        key,
        Bytes.u16(bytes, 2),
        pointer,
        intoCdb,
        bit,
        field,
        valid,
        information,
        0,
        problems);
  }

  /** Whether it is in descriptor format. */
  public boolean isDescriptorFormat() {
    return responseCode == 0x72 || responseCode == 0x73;
  }

  /** Whether it tells of an earlier command. */
  public boolean isDeferred() {
    return responseCode == 0x71 || responseCode == 0x73;
  }

  /** The ASC. */
  public int asc() {
    return code >> 8;
  }

  /** Whether key, ASC and ASCQ are these. */
  public boolean is(int senseKey, int ascAscq) {
    return key == senseKey && code == ascAscq;
  }

  /** Key, ASC and ASCQ as {@code 5/24/00}. */
  public static String text(int key, int code) {
    return String.format("%X/%02X/%02X", key, code >> 8, code & 0xFF);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(text(key, code)).append(' ').append(KEYS[key & 15]);
    if (hasFieldPointer) {
      text.append(pointsIntoCdb ? ", points at CDB byte " : ", points at parameter byte ")
          .append(fieldPointer);
      if (bitPointer >= 0) {
        text.append(" bit ").append(bitPointer);
      }
    }
    if (hasInformation) {
      text.append(", INFORMATION ").append(information);
    }
    for (String problem : problems) {
      text.append(", malformed: ").append(problem);
    }
    return text.toString();
  }
}
