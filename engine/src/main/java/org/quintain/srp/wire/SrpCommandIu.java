// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.TaskAttribute;

/**
 * SRP_CMD (SRP r16a 6.8): a SCSI command, and where its data is.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0| 02h         |   UC SC SOLNT | reserved
 *    4| reserved    |OUT FMT|IN FMT | OUT DESC COUNT| IN DESC COUNT |
 *    8| TAG (8 bytes)                                                 |
 *   16| reserved                                                      |
 *   20| LOGICAL UNIT NUMBER (8 bytes)                                 |
 *   28| reserved    | r     |ATTR   | reserved      | ADD LEN    |r r |
 *   32| CDB (16 bytes)                                                |
 *   48| ADDITIONAL CDB (4 x ADD LEN bytes)                            |
 *    n| DATA-OUT BUFFER DESCRIPTOR                                    |
 *    m| DATA-IN BUFFER DESCRIPTOR                                     |
 * </pre>
 */
public final class SrpCommandIu {
  /** The length without additional CDB and descriptors. */
  public static final int FIXED_BYTES = 48;

  /** Where CDB begins. */
  public static final int CDB_OFFSET = 32;

  /** The length of CDB without the additional part. */
  public static final int CDB_BYTES = 16;

  /** The longest CDB that fits: ADDITIONAL CDB LENGTH has six bits and counts words. */
  public static final int CDB_BYTES_MAX = CDB_BYTES + 63 * 4;

  /** How long the descriptor of immediate data is: its length. */
  public static final int IMMEDIATE_DESCRIPTOR_BYTES = 4;

  private static final int FORMATS_AT = 5;
  private static final int OUT_COUNT_AT = 6;
  private static final int IN_COUNT_AT = 7;
  private static final int LUN_AT = 20;
  private static final int ATTRIBUTE_AT = 29;
  private static final int ADDITIONAL_AT = 31;

  private SrpCommandIu() {}

  /** How Data-Out is described, or null for a format that nobody knows. */
  public static @Nullable DataBufferFormat outFormat(ByteBuffer bytes, int base) {
    return DataBufferFormat.of((bytes.get(base + FORMATS_AT) & 0xF0) >>> 4);
  }

  /** How Data-In is described, or null for a format that it cannot have. */
  public static @Nullable DataBufferFormat inFormat(ByteBuffer bytes, int base) {
    DataBufferFormat format = DataBufferFormat.of(bytes.get(base + FORMATS_AT) & 0x0F);
    return format == DataBufferFormat.IMMEDIATE ? null : format;
  }

  /** Sets both formats. */
  public static void formats(
      ByteBuffer bytes, int base, DataBufferFormat out, DataBufferFormat in) {
    bytes.put(base + FORMATS_AT, (byte) ((out.code() << 4) | in.code()));
  }

  /** DATA-OUT BUFFER DESCRIPTOR COUNT: entries of an indirect descriptor's list. */
  public static int outCount(ByteBuffer bytes, int base) {
    return bytes.get(base + OUT_COUNT_AT) & 0xFF;
  }

  /** DATA-IN BUFFER DESCRIPTOR COUNT: entries of an indirect descriptor's list. */
  public static int inCount(ByteBuffer bytes, int base) {
    return bytes.get(base + IN_COUNT_AT) & 0xFF;
  }

  /** Sets both counts. */
  public static void counts(ByteBuffer bytes, int base, int out, int in) {
    bytes.put(base + OUT_COUNT_AT, (byte) out);
    bytes.put(base + IN_COUNT_AT, (byte) in);
  }

  /** LOGICAL UNIT NUMBER, eight bytes big-endian. */
  public static long lun(ByteBuffer bytes, int base) {
    return bytes.getLong(base + LUN_AT);
  }

  /** Sets LOGICAL UNIT NUMBER. */
  public static void lun(ByteBuffer bytes, int base, long value) {
    bytes.putLong(base + LUN_AT, value);
  }

  /** TASK ATTRIBUTE as it stands there, 0 to 7. */
  public static int attributeCode(ByteBuffer bytes, int base) {
    return bytes.get(base + ATTRIBUTE_AT) & 0x07;
  }

  /** Sets TASK ATTRIBUTE. */
  public static void attribute(ByteBuffer bytes, int base, TaskAttribute attribute) {
    int code =
        switch (attribute) {
          case SIMPLE -> 0;
          case HEAD_OF_QUEUE -> 1;
          case ORDERED -> 2;
          case ACA -> 4;
        };
    bytes.put(base + ATTRIBUTE_AT, (byte) code);
  }

  /**
   * What a TASK ATTRIBUTE stands for. Codes without a meaning are SIMPLE, as kernel targets take
   * them.
   */
  public static TaskAttribute attribute(int code) {
    return switch (code) {
      case 1 -> TaskAttribute.HEAD_OF_QUEUE;
      case 2 -> TaskAttribute.ORDERED;
      case 4 -> TaskAttribute.ACA;
      default -> TaskAttribute.SIMPLE;
    };
  }

  /** How long the CDB is with its additional part: 16 to 268, in steps of four. */
  public static int cdbBytes(ByteBuffer bytes, int base) {
    return CDB_BYTES + (bytes.get(base + ADDITIONAL_AT) & 0xFC);
  }

  /** Sets how many bytes the CDB has, rounded up to whole words. */
  public static void cdbBytes(ByteBuffer bytes, int base, int lengthBytes) {
    int additional = (Math.max(0, lengthBytes - CDB_BYTES) + 3) & ~3;
    bytes.put(base + ADDITIONAL_AT, (byte) additional);
  }

  /** Where the Data-Out descriptor begins, if there is one. */
  public static int outAt(ByteBuffer bytes, int base) {
    return base + CDB_OFFSET + cdbBytes(bytes, base);
  }

  /** Where the Data-In descriptor begins, if there is one; both formats must be known. */
  public static int inAt(ByteBuffer bytes, int base) {
    DataBufferFormat out = outFormat(bytes, base);
    int length = out == null ? 0 : descriptorBytes(out, outCount(bytes, base));
    return outAt(bytes, base) + length;
  }

  /** How long the unit is with its descriptors, by its own account, without immediate data. */
  public static int lengthBytes(ByteBuffer bytes, int base) {
    DataBufferFormat in = inFormat(bytes, base);
    int length = in == null ? 0 : descriptorBytes(in, inCount(bytes, base));
    return inAt(bytes, base) + length - base;
  }

  /** How long a descriptor is. */
  public static int descriptorBytes(DataBufferFormat format, int count) {
    return switch (format) {
      case NONE -> 0;
      case DIRECT -> MemoryDescriptor.LENGTH_BYTES;
      case INDIRECT -> IndirectDescriptor.HEAD_BYTES + count * MemoryDescriptor.LENGTH_BYTES;
      case IMMEDIATE -> IMMEDIATE_DESCRIPTOR_BYTES;
    };
  }

  /** The length of immediate data, 0 to 4,294,967,295; {@code at} is where its descriptor is. */
  public static long immediateBytes(ByteBuffer bytes, int at) {
    return bytes.getInt(at) & 0xFFFFFFFFL;
  }
}
