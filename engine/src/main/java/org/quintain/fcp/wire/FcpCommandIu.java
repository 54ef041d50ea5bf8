// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

import java.nio.ByteBuffer;
import org.quintain.sam.TaskAttribute;

/**
 * FCP_CMND (FCP-4 9.2): a SCSI command or a task management function.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0| FCP_LUN (8 bytes)                                             |
 *    8| CRN           |r| PRIORITY |ATTR| TMF FLAGS   |ADD LEN |RD|WR |
 *   12| FCP_CDB (16 bytes)                                            |
 *   28| ADDITIONAL FCP_CDB (4 x ADD LEN bytes)                        |
 *    n| FCP_DL                                                        |
 *  n+4| FCP_BIDIRECTIONAL_READ_DL (with RD and WR both set)           |
 * </pre>
 */
public final class FcpCommandIu {
  /** The shortest FCP_CMND: a CDB of 16 bytes and no bidirectional data. */
  public static final int LENGTH_BYTES_MIN = 32;

  /** The longest: 260 bytes of CDB and both lengths. */
  public static final int LENGTH_BYTES_MAX = 12 + 16 + 252 + 8;

  /** Where FCP_CDB begins. */
  public static final int CDB_OFFSET = 12;

  /** The length of FCP_CDB without the additional part. */
  public static final int CDB_BYTES = 16;

  /** The longest CDB that fits: ADDITIONAL FCP_CDB LENGTH has six bits and counts words. */
  public static final int CDB_BYTES_MAX = CDB_BYTES + 63 * 4;

  /** CLEAR ACA of the task management flags. */
  public static final int CLEAR_ACA = 0x40;

  /** TARGET RESET of the task management flags: obsolete since FCP-3, and still in use. */
  public static final int TARGET_RESET = 0x20;

  /** LOGICAL UNIT RESET of the task management flags. */
  public static final int LOGICAL_UNIT_RESET = 0x10;

  /** QUERY ASYNCHRONOUS EVENT of the task management flags. */
  public static final int QUERY_ASYNCHRONOUS_EVENT = 0x08;

  /** CLEAR TASK SET of the task management flags. */
  public static final int CLEAR_TASK_SET = 0x04;

  /** ABORT TASK SET of the task management flags. */
  public static final int ABORT_TASK_SET = 0x02;

  /** QUERY TASK SET of the task management flags. */
  public static final int QUERY_TASK_SET = 0x01;

  private static final int REFERENCE_AT = 8;
  private static final int ATTRIBUTE_AT = 9;
  private static final int FUNCTIONS_AT = 10;
  private static final int LENGTH_AT = 11;
  private static final int READ = 0x02;
  private static final int WRITE = 0x01;

  private FcpCommandIu() {}

  /** Whether {@code lengthBytes} bytes at {@code base} hold all that they say they hold. */
  public static boolean isWhole(ByteBuffer bytes, int base, int lengthBytes) {
    return lengthBytes >= LENGTH_BYTES_MIN && lengthBytes >= lengthBytes(bytes, base);
  }

  /** How long the information unit is, by its own account. */
  public static int lengthBytes(ByteBuffer bytes, int base) {
    int both = isRead(bytes, base) && isWrite(bytes, base) ? 8 : 4;
    return CDB_OFFSET + cdbBytes(bytes, base) + both;
  }

  /** How long an FCP_CMND of that shape is: a multiple of four. */
  public static int lengthBytes(boolean read, boolean write, int cdbLengthBytes) {
    return CDB_OFFSET + CDB_BYTES + additionalBytes(cdbLengthBytes) + (read && write ? 8 : 4);
  }

  /** Writes an FCP_CMND of {@code lengthBytes} with nothing in it. */
  public static void clear(ByteBuffer bytes, int base, int lengthBytes) {
    int at = 0;
    for (; at + 8 <= lengthBytes; at += 8) {
      bytes.putLong(base + at, 0);
    }
    for (; at < lengthBytes; at += 4) {
      bytes.putInt(base + at, 0);
    }
  }

  /** FCP_LUN, eight bytes big-endian. */
  public static long lun(ByteBuffer bytes, int base) {
    return bytes.getLong(base);
  }

  /** Sets FCP_LUN. */
  public static void lun(ByteBuffer bytes, int base, long value) {
    bytes.putLong(base, value);
  }

  /** COMMAND REFERENCE NUMBER, 0 for none (FCP-4 4.3). */
  public static int referenceNumber(ByteBuffer bytes, int base) {
    return bytes.get(base + REFERENCE_AT) & 0xFF;
  }

  /** Sets COMMAND REFERENCE NUMBER. */
  public static void referenceNumber(ByteBuffer bytes, int base, int value) {
    bytes.put(base + REFERENCE_AT, (byte) value);
  }

  /** COMMAND PRIORITY, 0 to 15 (SAM-5 8.7). */
  public static int priority(ByteBuffer bytes, int base) {
    return (bytes.get(base + ATTRIBUTE_AT) >>> 3) & 0x0F;
  }

  /** TASK ATTRIBUTE as it stands there, 0 to 7. */
  public static int attributeCode(ByteBuffer bytes, int base) {
    return bytes.get(base + ATTRIBUTE_AT) & 0x07;
  }

  /** Sets COMMAND PRIORITY and TASK ATTRIBUTE. */
  public static void attribute(ByteBuffer bytes, int base, int priority, TaskAttribute attribute) {
    int code =
        switch (attribute) {
          case SIMPLE -> 0;
          case HEAD_OF_QUEUE -> 1;
          case ORDERED -> 2;
          case ACA -> 4;
        };
    bytes.put(base + ATTRIBUTE_AT, (byte) ((priority << 3) | code));
  }

  /**
   * What a TASK ATTRIBUTE stands for. Untagged, which is obsolete, and codes without a meaning are
   * SIMPLE, as kernel targets take them.
   */
  public static TaskAttribute attribute(int code) {
    return switch (code) {
      case 1 -> TaskAttribute.HEAD_OF_QUEUE;
      case 2 -> TaskAttribute.ORDERED;
      case 4 -> TaskAttribute.ACA;
      default -> TaskAttribute.SIMPLE;
    };
  }

  /** TASK MANAGEMENT FLAGS, 0 for a command. */
  public static int functions(ByteBuffer bytes, int base) {
    return bytes.get(base + FUNCTIONS_AT) & 0xFF;
  }

  /** Sets TASK MANAGEMENT FLAGS. */
  public static void functions(ByteBuffer bytes, int base, int flags) {
    bytes.put(base + FUNCTIONS_AT, (byte) flags);
  }

  /** RDDATA: FCP_DATA may go to the initiator. */
  public static boolean isRead(ByteBuffer bytes, int base) {
    return (bytes.get(base + LENGTH_AT) & READ) != 0;
  }

  /** WRDATA: FCP_DATA may go to the target. */
  public static boolean isWrite(ByteBuffer bytes, int base) {
    return (bytes.get(base + LENGTH_AT) & WRITE) != 0;
  }

  /** How long the CDB is with its additional part: 16 to 268, in steps of four. */
  public static int cdbBytes(ByteBuffer bytes, int base) {
    return CDB_BYTES + (bytes.get(base + LENGTH_AT) & 0xFC);
  }

  /** Sets RDDATA, WRDATA, and how many bytes the CDB has, rounded up to whole words. */
  public static void shape(
      ByteBuffer bytes, int base, boolean read, boolean write, int cdbLengthBytes) {
    int additional = additionalBytes(cdbLengthBytes);
    bytes.put(base + LENGTH_AT, (byte) (additional | (read ? READ : 0) | (write ? WRITE : 0)));
  }

  private static int additionalBytes(int cdbLengthBytes) {
    return (Math.max(0, cdbLengthBytes - CDB_BYTES) + 3) & ~3;
  }

  /** FCP_DL, 0 to 4,294,967,295. */
  public static long dataLength(ByteBuffer bytes, int base) {
    return bytes.getInt(base + CDB_OFFSET + cdbBytes(bytes, base)) & 0xFFFFFFFFL;
  }

  /** Sets FCP_DL, once the shape is set. */
  public static void dataLength(ByteBuffer bytes, int base, long value) {
    bytes.putInt(base + CDB_OFFSET + cdbBytes(bytes, base), (int) value);
  }

  /** FCP_BIDIRECTIONAL_READ_DL of a command with RDDATA and WRDATA. */
  public static long bidirectionalReadLength(ByteBuffer bytes, int base) {
    return bytes.getInt(base + CDB_OFFSET + cdbBytes(bytes, base) + 4) & 0xFFFFFFFFL;
  }

  /** Sets FCP_BIDIRECTIONAL_READ_DL, once the shape is set. */
  public static void bidirectionalReadLength(ByteBuffer bytes, int base, long value) {
    bytes.putInt(base + CDB_OFFSET + cdbBytes(bytes, base) + 4, (int) value);
  }
}
