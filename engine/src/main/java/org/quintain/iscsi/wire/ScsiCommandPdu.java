// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * SCSI Command (RFC 7143 11.3); the fields not named here are {@link Bhs}'s.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|I| 0x01      |F|R|W|. .|ATTR | Reserved                      |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| Logical Unit Number (8 bytes)                                 |
 *   16| Initiator Task Tag                                            |
 *   20| Expected Data Transfer Length                                 |
 *   24| CmdSN                                                         |
 *   28| ExpStatSN                                                     |
 *   32| SCSI Command Descriptor Block (16 bytes)                      |
 *   48| additional header segments, header digest, data               |
 * </pre>
 */
public final class ScsiCommandPdu {
  /** The R bit of byte 1: Data-In is expected. */
  public static final int READ = 0x40;

  /** The W bit of byte 1: Data-Out is expected. */
  public static final int WRITE = 0x20;

  /** The task attribute within byte 1. */
  public static final int ATTRIBUTE_MASK = 0x07;

  /** Task attribute: untagged. */
  public static final int ATTRIBUTE_UNTAGGED = 0;

  /** Task attribute: simple. */
  public static final int ATTRIBUTE_SIMPLE = 1;

  /** Task attribute: ordered. */
  public static final int ATTRIBUTE_ORDERED = 2;

  /** Task attribute: head of queue. */
  public static final int ATTRIBUTE_HEAD_OF_QUEUE = 3;

  /** Task attribute: ACA. */
  public static final int ATTRIBUTE_ACA = 4;

  /** Where the CDB's first 16 bytes stand, from the base of the header. */
  public static final int CDB_OFFSET = 32;

  /** How many CDB bytes the basic header holds. */
  public static final int CDB_BYTES = 16;

  /** AHSType of an extended CDB (RFC 7143 11.2.2.3). */
  public static final int AHS_EXTENDED_CDB = 1;

  /** AHSType of a bidirectional expected read length (RFC 7143 11.2.2.4). */
  public static final int AHS_BIDIRECTIONAL_READ = 2;

  /** AHSLength of a bidirectional expected read length: a reserved byte and the length. */
  public static final int BIDIRECTIONAL_READ_AHS_LENGTH = 5;

  private ScsiCommandPdu() {}

  /** Whether Data-In is expected. */
  public static boolean isRead(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & READ) != 0;
  }

  /** Whether Data-Out is expected. */
  public static boolean isWrite(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & WRITE) != 0;
  }

  /** The task attribute code, 0 to 7. */
  public static int attribute(ByteBuffer bytes, int base) {
    return Bhs.flags(bytes, base) & ATTRIBUTE_MASK;
  }

  /** Expected Data Transfer Length in bytes, to be read as unsigned. */
  public static int expectedDataTransferLength(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 20);
  }

  /** Sets Expected Data Transfer Length in bytes, to be read as unsigned. */
  public static void expectedDataTransferLength(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 20, value);
  }

  /**
   * AHSLength of the additional header segment at {@code at}: its bytes after the type, pad left
   * out.
   */
  public static int ahsLength(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xFFFF;
  }

  /** AHSType of the additional header segment at {@code at}. */
  public static int ahsType(ByteBuffer bytes, int at) {
    return bytes.get(at + 2) & 0x3F;
  }

  /**
   * How many bytes the additional header segment at {@code at} takes with its head and its padding.
   */
  public static int ahsSizeBytes(ByteBuffer bytes, int at) {
    int unpadded = 3 + ahsLength(bytes, at);
    return unpadded + Bhs.padBytes(unpadded);
  }

  /** The expected read length of the additional header segment at {@code at}, unsigned. */
  public static long bidirectionalReadLength(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 4) & 0xFFFFFFFFL;
  }

  /** Writes the head of an additional header segment at {@code at} and clears its reserved byte. */
  public static void ahs(ByteBuffer bytes, int at, int type, int ahsLength) {
    bytes.putShort(at, (short) ahsLength);
    bytes.put(at + 2, (byte) type);
    bytes.put(at + 3, (byte) 0);
  }
}
