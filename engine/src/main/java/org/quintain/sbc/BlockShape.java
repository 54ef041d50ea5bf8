// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.Cdb;

/**
 * Where a CDB of a block command keeps its fields (SBC-4 clause 5): one row for each layout.
 *
 * <pre>
 *                 6 bytes  10      12      16       32 bytes
 * flags           none     1       1       1        10         PROTECT 7:5, DPO 4, FUA 3, BYTCHK 2:1
 * LBA             1 to 3   2 to 5  2 to 5  2 to 9   12 to 19   (6 bytes: the low 21 bits)
 * reference tag   none     none    none    none     20 to 23
 * application tag none     none    none    none     24 to 27   (tag, mask)
 * length          4        7, 8    6 to 9  10 to 13 28 to 31   (6 bytes: 0 means 256)
 * GROUP NUMBER    none     6       10      14      6           (the low six bits)
 * </pre>
 */
enum BlockShape {
  SIX(-1, 1, 3, 4, 1, 0, 6),
  TEN(1, 2, 4, 7, 2, 6, 10),
  TWELVE(1, 2, 4, 6, 4, 10, 12),
  SIXTEEN(1, 2, 8, 10, 4, 14, 16),
  /** COMPARE AND WRITE: one byte of NUMBER OF LOGICAL BLOCKS. */
  COMPARE_AND_WRITE(1, 2, 8, 13, 1, 14, 16),
  /** WRITE ATOMIC(16), WRITE STREAM(16): another field stands before a short TRANSFER LENGTH. */
  SHORT_SIXTEEN(1, 2, 8, 12, 2, 14, 16),
  THIRTY_TWO(10, 12, 8, 28, 4, 6, 32);

  /** The operation code of variable-length CDBs, whose block commands all have one layout. */
  static final int VARIABLE_LENGTH = 0x7F;

  private static final int ADDITIONAL_CDB_LENGTH = 0x18;
  private static final int GROUP_NUMBER = 0x3F;

  private static final BlockShape[] BY_OPERATION_CODE = new BlockShape[256];

  static {
    for (int operationCode = 0; operationCode < 256; operationCode++) {
      // The group code says how long the CDB is (SPC-5 4.2.5.1).
      BY_OPERATION_CODE[operationCode] =
          switch (operationCode >> 5) {
            case 0 -> SIX;
            case 1, 2 -> TEN;
            case 3 -> THIRTY_TWO;
            case 5 -> TWELVE;
            default -> SIXTEEN;
          };
    }
    BY_OPERATION_CODE[0x89] = COMPARE_AND_WRITE;
    BY_OPERATION_CODE[0x9A] = SHORT_SIXTEEN;
    BY_OPERATION_CODE[0x9C] = SHORT_SIXTEEN;
  }

  private final int flagsAt;
  private final int addressAt;
  private final int addressBytes;
  private final int lengthAt;
  private final int lengthBytes;
  private final int groupNumberAt;
  private final int cdbBytes;

  BlockShape(
      int flagsAt,
      int addressAt,
      int addressBytes,
      int lengthAt,
      int lengthBytes,
      int groupNumberAt,
      int cdbBytes) {
    this.flagsAt = flagsAt;
    this.addressAt = addressAt;
    this.addressBytes = addressBytes;
    this.lengthAt = lengthAt;
    this.lengthBytes = lengthBytes;
    this.groupNumberAt = groupNumberAt;
    this.cdbBytes = cdbBytes;
  }

  /** The layout of {@code cdb}. */
  static BlockShape of(byte[] cdb) {
    return BY_OPERATION_CODE[cdb[0] & 0xFF];
  }

  /** LOGICAL BLOCK ADDRESS: beyond 2^63 it comes out negative. */
  long firstBlock(byte[] cdb) {
    return switch (addressBytes) {
      case 3 -> (long) (Cdb.u8(cdb, 1) & 0x1F) << 16 | Cdb.u16(cdb, 2);
      case 4 -> Cdb.u32(cdb, addressAt);
      default -> Cdb.u64(cdb, addressAt);
    };
  }

  /** The length field as it stands, in blocks. */
  long lengthField(byte[] cdb) {
    return switch (lengthBytes) {
      case 1 -> Cdb.u8(cdb, lengthAt);
      case 2 -> Cdb.u16(cdb, lengthAt);
      default -> Cdb.u32(cdb, lengthAt);
    };
  }

  /** How many blocks the length field says, where zero is not special to the command. */
  long blocks(byte[] cdb) {
    long field = lengthField(cdb);
    return field == 0 && this == SIX ? 256 : field;
  }

  /** Where the length field begins, to be pointed at. */
  int lengthAt() {
    return lengthAt;
  }

  /** Where the LOGICAL BLOCK ADDRESS begins, to be pointed at. */
  int addressAt() {
    return addressAt;
  }

  /** Where the byte of flags is; -1 in six-byte CDBs, which have none. */
  int flagsAt() {
    return flagsAt;
  }

  /** Whether {@code bit} of the flags is set. */
  boolean isFlag(byte[] cdb, int bit) {
    return flagsAt >= 0 && Cdb.isSet(cdb, flagsAt, bit);
  }

  /** RDPROTECT, WRPROTECT, VRPROTECT or ORPROTECT. */
  int protect(byte[] cdb) {
    return flagsAt < 0 ? 0 : Cdb.u8(cdb, flagsAt) >> 5;
  }

  /** FUA. */
  boolean isForceUnitAccess(byte[] cdb) {
    return isFlag(cdb, 3);
  }

  /** BYTCHK of the commands that verify. */
  int byteCheck(byte[] cdb) {
    return flagsAt < 0 ? 0 : Cdb.u8(cdb, flagsAt) >> 1 & 0x03;
  }

  /**
   * The CDB usage data (SPC-5 6.36.3) of a command of this layout whose flags are {@code flags}.
   */
  int[] usage(int operationCode, int flags) {
    int[] usage = new int[cdbBytes];
    usage[0] = operationCode;
    for (int at = 0; at < addressBytes; at++) {
      usage[addressAt + at] = 0xFF;
    }
    for (int at = 0; at < lengthBytes; at++) {
      usage[lengthAt + at] = 0xFF;
    }
    if (this == SIX) {
      usage[1] = 0x1F;
    } else {
      usage[flagsAt] = flags;
      usage[groupNumberAt] |= GROUP_NUMBER;
    }
    return usage;
  }

  /** Where a CDB of usage data {@code usage} has its GROUP NUMBER; 0 where it has none. */
  static int groupNumberAt(int[] usage) {
    int at = BY_OPERATION_CODE[usage[0]].groupNumberAt;
    return (usage[at] & GROUP_NUMBER) == GROUP_NUMBER ? at : 0;
  }

  /**
   * The CDB usage data of the 32-byte command of {@code serviceAction}: the tags that it expects
   * are fields of it, the protection information being what it is for.
   */
  static int[] longUsage(int serviceAction, int flags) {
    int[] usage = THIRTY_TWO.usage(VARIABLE_LENGTH, flags);
    usage[7] = ADDITIONAL_CDB_LENGTH;
    usage[8] = serviceAction >> 8;
    usage[9] = serviceAction & 0xFF;
    for (int at = 20; at < 28; at++) {
      usage[at] = 0xFF;
    }
    return usage;
  }
}
