// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import org.quintain.device.Cdb;

/**
 * The field that says what is to be done about protection information, in the CDBs that have it
 * (SBC-4 clause 5): RDPROTECT, WRPROTECT, VRPROTECT, ORPROTECT, always the upper three bits of the
 * byte of flags.
 */
final class ProtectField {
  /** The field's most significant bit. */
  static final int BIT = 7;

  static final int VARIABLE_LENGTH = 0x7F;

  private static final int FLAGS_AT = 1;
  private static final int VARIABLE_LENGTH_FLAGS_AT = 10;
  private static final int EXPECTED_REFERENCE_TAG_AT = 20;
  private static final int EXPECTED_APPLICATION_TAG_AT = 24;
  private static final int APPLICATION_TAG_MASK_AT = 26;

  /** SERVICE ACTION OUT(16), one of which is WRITE SCATTERED(16). */
  private static final int SERVICE_ACTION_OUT = 0x9F;

  private static final int SCATTERED = 0x12;
  private static final int LONG_SCATTERED = 0x11;
  private static final int SCATTERED_FLAGS_AT = 2;

  private static final int ORWRITE = 0x8B;
  private static final int COMPARE_AND_WRITE = 0x89;

  private static final boolean[] HAS_FIELD = new boolean[256];
  private static final boolean[] HAS_LONG_FIELD = new boolean[64];

  static {
    for (int operationCode :
        new int[] {
          0x28,
          0xA8,
          0x88,
          0x2A,
          0xAA,
          0x8A,
          0x2E,
          0xAE,
          0x8E,
          0x2F,
          0xAF,
          0x8F,
          0x41,
          0x93,
          COMPARE_AND_WRITE,
          ORWRITE,
          0x9A,
          0x9C
        }) {
      HAS_FIELD[operationCode] = true;
    }
    // READ, VERIFY, WRITE, WRITE AND VERIFY, WRITE SAME, ORWRITE, WRITE ATOMIC, WRITE STREAM,
    // WRITE SCATTERED.
    for (int serviceAction :
        new int[] {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, LONG_SCATTERED}) {
      HAS_LONG_FIELD[serviceAction] = true;
    }
  }

  private ProtectField() {}

  /** Whether {@code cdb} has the field. */
  static boolean isIn(byte[] cdb) {
    int operationCode = Cdb.u8(cdb, 0);
    if (operationCode == VARIABLE_LENGTH) {
      int serviceAction = Cdb.u16(cdb, 8);
      return serviceAction < HAS_LONG_FIELD.length && HAS_LONG_FIELD[serviceAction];
    }
    return HAS_FIELD[operationCode] || (operationCode == SERVICE_ACTION_OUT && isScattered(cdb));
  }

  /** Which byte the field is in. */
  static int at(byte[] cdb) {
    return switch (Cdb.u8(cdb, 0)) {
      case VARIABLE_LENGTH -> VARIABLE_LENGTH_FLAGS_AT;
      case SERVICE_ACTION_OUT -> SCATTERED_FLAGS_AT;
      default -> FLAGS_AT;
    };
  }

  /** The field's value; 000b in CDBs without it. */
  static int of(byte[] cdb) {
    return isIn(cdb) ? Cdb.u8(cdb, at(cdb)) >> 5 : 0;
  }

  /** BYTCHK of the commands that verify. */
  static int byteCheck(byte[] cdb) {
    return Cdb.u8(cdb, at(cdb)) >> 1 & 0x03;
  }

  static boolean isVerify(byte[] cdb) {
    return isOneOf(cdb, 0x0F, 0x0A) || isOneOf(cdb, 0x0E, 0x0C);
  }

  /** WRITE SAME, in any length. */
  static boolean isWriteSame(byte[] cdb) {
    return Cdb.u8(cdb, 0) == 0x41 || Cdb.u8(cdb, 0) == 0x93 || isLong(cdb, 0x0D);
  }

  /** ORWRITE, in any length. */
  static boolean isOrWrite(byte[] cdb) {
    return Cdb.u8(cdb, 0) == ORWRITE || isLong(cdb, 0x0E);
  }

  /** WRITE SCATTERED, in any length: what it writes is told by LBA range descriptors. */
  static boolean isScattered(byte[] cdb) {
    return isLong(cdb, LONG_SCATTERED)
        || (Cdb.u8(cdb, 0) == SERVICE_ACTION_OUT && (Cdb.u8(cdb, 1) & 0x1F) == SCATTERED);
  }

  static boolean isCompareAndWrite(byte[] cdb) {
    return Cdb.u8(cdb, 0) == COMPARE_AND_WRITE;
  }

  /** Whether what is read is compared with Data-Out, so that table 100 gives way to table 101. */
  static boolean isComparing(byte[] cdb) {
    return isCompareAndWrite(cdb) || (isVerify(cdb) && byteCheck(cdb) != 0);
  }

  /** The command code of a group of 10-, 12- and 16-byte CDBs, or the 32-byte service action. */
  private static boolean isOneOf(byte[] cdb, int lowBits, int serviceAction) {
    int operationCode = Cdb.u8(cdb, 0);
    boolean isShort =
        operationCode == (0x20 | lowBits)
            || operationCode == (0xA0 | lowBits)
            || operationCode == (0x80 | lowBits);
    return isShort || isLong(cdb, serviceAction);
  }

  private static boolean isLong(byte[] cdb, int serviceAction) {
    return Cdb.u8(cdb, 0) == VARIABLE_LENGTH && Cdb.u16(cdb, 8) == serviceAction;
  }

  /** Whether the CDB says itself which tags are expected. */
  static boolean hasExpectedTags(byte[] cdb) {
    // ORWRITE(32) has generations there.
    return Cdb.u8(cdb, 0) == VARIABLE_LENGTH && !isOrWrite(cdb);
  }

  /** EXPECTED INITIAL LOGICAL BLOCK REFERENCE TAG. */
  static int expectedReferenceTag(byte[] cdb) {
    return (int) Cdb.u32(cdb, EXPECTED_REFERENCE_TAG_AT);
  }

  /** EXPECTED LOGICAL BLOCK APPLICATION TAG. */
  static int expectedApplicationTag(byte[] cdb) {
    return Cdb.u16(cdb, EXPECTED_APPLICATION_TAG_AT);
  }

  /** LOGICAL BLOCK APPLICATION TAG MASK. */
  static int applicationTagMask(byte[] cdb) {
    return Cdb.u16(cdb, APPLICATION_TAG_MASK_AT);
  }
}
