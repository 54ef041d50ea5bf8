// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * The basic header segment: 48 bytes, big-endian, with the fields that all or most PDUs have (RFC
 * 7143 11.2.1). Accessors are absolute over (buffer, base) and never move a position.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|I| Opcode    |F|  Opcode-specific fields                     |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| LUN or Opcode-specific fields                                 |
 *   16| Initiator Task Tag                                            |
 *   20| Target Transfer Tag, where the PDU has one                    |
 *   24| request: CmdSN                | response: StatSN              |
 *   28| request: ExpStatSN            | response: ExpCmdSN            |
 *   32|                               | response: MaxCmdSN            |
 *   36| Opcode-specific fields                                        |
 * </pre>
 */
public final class Bhs {
  /** How long the basic header segment is. */
  public static final int LENGTH_BYTES = 48;

  /** The tag that names nothing (RFC 7143 11.2.1.8, 11.7.4). */
  public static final int RESERVED_TAG = 0xFFFFFFFF;

  /** The I bit of byte 0. */
  public static final int IMMEDIATE = 0x40;

  /** The F bit of byte 1. */
  public static final int FINAL = 0x80;

  /** The largest DataSegmentLength that the field holds. */
  public static final int DATA_SEGMENT_LENGTH_MAX = 0xFFFFFF;

  private Bhs() {}

  /** Sets all 48 bytes to zero. */
  public static void clear(ByteBuffer bytes, int base) {
    for (int index = 0; index < LENGTH_BYTES; index += 8) {
      bytes.putLong(base + index, 0L);
    }
  }

  /** The operation code without the I bit. */
  public static int opcode(ByteBuffer bytes, int base) {
    return bytes.get(base) & 0x3F;
  }

  /** Sets byte 0 to {@code opcode} with the I bit clear. */
  public static void opcode(ByteBuffer bytes, int base, int opcode) {
    bytes.put(base, (byte) opcode);
  }

  /** Sets byte 0, with the I bit for immediate delivery if {@code immediate}. */
  public static void opcode(ByteBuffer bytes, int base, int opcode, boolean immediate) {
    bytes.put(base, (byte) (immediate ? opcode | IMMEDIATE : opcode));
  }

  /** Whether the request is for immediate delivery (RFC 7143 4.2.2.1). */
  public static boolean isImmediate(ByteBuffer bytes, int base) {
    return (bytes.get(base) & IMMEDIATE) != 0;
  }

  /** Byte 1, which holds the F bit and the PDU's own flags. */
  public static int flags(ByteBuffer bytes, int base) {
    return bytes.get(base + 1) & 0xFF;
  }

  /** Sets byte 1. */
  public static void flags(ByteBuffer bytes, int base, int flags) {
    bytes.put(base + 1, (byte) flags);
  }

  /** The F bit. */
  public static boolean isFinal(ByteBuffer bytes, int base) {
    return (bytes.get(base + 1) & FINAL) != 0;
  }

  /** Length of all additional header segments in bytes, a multiple of four up to 1020. */
  public static int totalAhsLengthBytes(ByteBuffer bytes, int base) {
    return (bytes.get(base + 4) & 0xFF) * 4;
  }

  /** Sets TotalAHSLength from a length in bytes, a multiple of four. */
  public static void totalAhsLengthBytes(ByteBuffer bytes, int base, int lengthBytes) {
    bytes.put(base + 4, (byte) (lengthBytes / 4));
  }

  /** Length of the data segment in bytes, padding left out. */
  public static int dataSegmentLength(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 4) & DATA_SEGMENT_LENGTH_MAX;
  }

  /** Sets DataSegmentLength and leaves TotalAHSLength. */
  public static void dataSegmentLength(ByteBuffer bytes, int base, int lengthBytes) {
    int ahs = bytes.getInt(base + 4) & ~DATA_SEGMENT_LENGTH_MAX;
    bytes.putInt(base + 4, ahs | lengthBytes);
  }

  /** How many bytes pad {@code lengthBytes} to a multiple of four (RFC 7143 11.1). */
  public static int padBytes(int lengthBytes) {
    return -lengthBytes & 3;
  }

  /** The LUN field, eight bytes big-endian. */
  public static long lun(ByteBuffer bytes, int base) {
    return bytes.getLong(base + 8);
  }

  /** Sets the LUN field. */
  public static void lun(ByteBuffer bytes, int base, long lun) {
    bytes.putLong(base + 8, lun);
  }

  /** Initiator Task Tag. */
  public static int initiatorTaskTag(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 16);
  }

  /** Sets Initiator Task Tag. */
  public static void initiatorTaskTag(ByteBuffer bytes, int base, int tag) {
    bytes.putInt(base + 16, tag);
  }

  /** Target Transfer Tag, in the PDUs that have one. */
  public static int targetTransferTag(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 20);
  }

  /** Sets Target Transfer Tag. */
  public static void targetTransferTag(ByteBuffer bytes, int base, int tag) {
    bytes.putInt(base + 20, tag);
  }

  /** CmdSN of a request. */
  public static int cmdSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 24);
  }

  /** Sets CmdSN of a request. */
  public static void cmdSn(ByteBuffer bytes, int base, int number) {
    bytes.putInt(base + 24, number);
  }

  /** ExpStatSN of a request. */
  public static int expStatSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 28);
  }

  /** Sets ExpStatSN of a request. */
  public static void expStatSn(ByteBuffer bytes, int base, int number) {
    bytes.putInt(base + 28, number);
  }

  /** StatSN of a response. */
  public static int statSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 24);
  }

  /** Sets StatSN of a response. */
  public static void statSn(ByteBuffer bytes, int base, int number) {
    bytes.putInt(base + 24, number);
  }

  /** ExpCmdSN of a response. */
  public static int expCmdSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 28);
  }

  /** Sets ExpCmdSN of a response. */
  public static void expCmdSn(ByteBuffer bytes, int base, int number) {
    bytes.putInt(base + 28, number);
  }

  /** MaxCmdSN of a response. */
  public static int maxCmdSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 32);
  }

  /** Sets MaxCmdSN of a response. */
  public static void maxCmdSn(ByteBuffer bytes, int base, int number) {
    bytes.putInt(base + 32, number);
  }
}
