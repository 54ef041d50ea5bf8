// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

import java.util.Locale;

/**
 * The forms of the commands that name a run of logical blocks (SBC-4 clause 5): one row for each
 * CDB layout.
 */
public enum BlockForm {
  READ_6("READ(6)", 0x08, 0, 6, Kind.READ),
  READ_10("READ(10)", 0x28, 0, 10, Kind.READ),
  READ_12("READ(12)", 0xA8, 0, 12, Kind.READ),
  READ_16("READ(16)", 0x88, 0, 16, Kind.READ),
  READ_32("READ(32)", 0x7F, 0x0009, 32, Kind.READ),
  WRITE_6("WRITE(6)", 0x0A, 0, 6, Kind.WRITE),
  WRITE_10("WRITE(10)", 0x2A, 0, 10, Kind.WRITE),
  WRITE_12("WRITE(12)", 0xAA, 0, 12, Kind.WRITE),
  WRITE_16("WRITE(16)", 0x8A, 0, 16, Kind.WRITE),
  WRITE_32("WRITE(32)", 0x7F, 0x000B, 32, Kind.WRITE),
  VERIFY_10("VERIFY(10)", 0x2F, 0, 10, Kind.VERIFY),
  VERIFY_12("VERIFY(12)", 0xAF, 0, 12, Kind.VERIFY),
  VERIFY_16("VERIFY(16)", 0x8F, 0, 16, Kind.VERIFY),
  VERIFY_32("VERIFY(32)", 0x7F, 0x000A, 32, Kind.VERIFY),
  WRITE_AND_VERIFY_10("WRITE AND VERIFY(10)", 0x2E, 0, 10, Kind.WRITE),
  WRITE_AND_VERIFY_12("WRITE AND VERIFY(12)", 0xAE, 0, 12, Kind.WRITE),
  WRITE_AND_VERIFY_16("WRITE AND VERIFY(16)", 0x8E, 0, 16, Kind.WRITE),
  WRITE_AND_VERIFY_32("WRITE AND VERIFY(32)", 0x7F, 0x000C, 32, Kind.WRITE);

  /** Which way a form's data goes. */
  public enum Kind {
    /** Data-In of the named blocks. */
    READ,
    /** Data-Out of the named blocks. */
    WRITE,
    /** No data while BYTCHK is zero. */
    VERIFY
  }

  private final String title;
  private final int opcode;
  private final int serviceAction;
  private final int length;
  private final Kind kind;

  BlockForm(String title, int opcode, int serviceAction, int length, Kind kind) {
    this.title = title;
    this.opcode = opcode;
    this.serviceAction = serviceAction;
    this.length = length;
    this.kind = kind;
  }

  /** What the standard calls it. */
  public String title() {
    return title;
  }

  /** The end of a parameterised case's id, such as {@code read10}. */
  public String idPart() {
    return name().toLowerCase(Locale.ROOT).replace("_and_", "-").replaceAll("_(\\d+)$", "$1");
  }

  /** The operation code. */
  public int opcode() {
    return opcode;
  }

  /** The service action of the 32-byte forms, else 0. */
  public int serviceAction() {
    return serviceAction;
  }

  /** Which way the data goes. */
  public Kind kind() {
    return kind;
  }

  /** Whether it may change the medium. */
  public boolean writes() {
    return kind == Kind.WRITE;
  }

  /** The largest LBA that its field can hold, all bits set. */
  public long lbaMax() {
    return switch (length) {
      case 6 -> 0x1F_FFFFL;
      case 10, 12 -> 0xFFFF_FFFFL;
      default -> -1L;
    };
  }

  /** The largest block count that its field can hold, as an unsigned number. */
  public long blocksMax() {
    return switch (length) {
      case 6 -> 256;
      case 10 -> 0xFFFF;
      default -> 0xFFFF_FFFFL;
    };
  }

  /** Which byte holds PROTECT, DPO, FUA, BYTCHK; -1 in 6-byte CDBs, which have none. */
  public int flagsByte() {
    return length == 6 ? -1 : length == 32 ? 10 : 1;
  }

  /** Which byte holds GROUP NUMBER; -1 in 6-byte CDBs. */
  public int groupByte() {
    return switch (length) {
      case 6 -> -1;
      case 10 -> 6;
      case 12 -> 10;
      case 16 -> 14;
      default -> 6;
    };
  }

  /** The byte at which the LOGICAL BLOCK ADDRESS field begins. */
  public int lbaByte() {
    return switch (length) {
      case 6 -> 1;
      case 32 -> 12;
      default -> 2;
    };
  }

  /** The byte at which the TRANSFER LENGTH or VERIFICATION LENGTH field begins. */
  public int lengthByte() {
    return switch (length) {
      case 6 -> 4;
      case 10 -> 7;
      case 12 -> 6;
      case 16 -> 10;
      default -> 28;
    };
  }

  /**
   * The CDB for {@code blocks} blocks from {@code lba} on. In 6-byte form 256 blocks are written as
   * 0.
   */
  public Cdb cdb(long lba, long blocks) {
    Cdb cdb = Cdb.blank(title, opcode, length);
    return switch (length) {
      case 6 -> cdb.field(1, 3, lba & 0x1F_FFFFL).with(4, (int) blocks & 0xFF);
      case 10 -> cdb.field(2, 4, lba).field(7, 2, blocks);
      case 12 -> cdb.field(2, 4, lba).field(6, 4, blocks);
      case 16 -> cdb.field(2, 8, lba).field(10, 4, blocks);
      default ->
          cdb.with(7, 0x18)
              .field(8, 2, serviceAction)
              .field(12, 8, lba)
              .field(20, 4, 0)
              .field(28, 4, blocks);
    };
  }
}
