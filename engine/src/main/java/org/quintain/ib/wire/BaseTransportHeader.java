// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;

/**
 * The base transport header (BTH, IBA 9.2), by offset into a buffer.
 *
 * <pre>
 *     0        1        2        3
 *  0 | OpCode |SMPP TVer|     P_Key      |
 *  4 |FB      |      Destination QP      |
 *  8 |A       |           PSN            |
 * </pre>
 *
 * <p>S is Solicited Event, M MigReq, PP the pad count, F and B FECN and BECN, A AckReq.
 */
public final class BaseTransportHeader {
  /** How long it is. */
  public static final int LENGTH_BYTES = 12;

  /** The partition that everybody is a full member of. */
  public static final int DEFAULT_PARTITION_KEY = 0xFFFF;

  private static final int SOLICITED_EVENT = 0x80;
  private static final int MIGRATION_REQUEST = 0x40;
  private static final int ACKNOWLEDGE_REQUEST = 0x80;

  private BaseTransportHeader() {}

  /** Writes the whole header; migration state, congestion marks and version are 0. */
  public static void write(
      ByteBuffer bytes,
      int base,
      int opcode,
      int partitionKey,
      int destinationQueuePair,
      int packetSequenceNumber) {
    bytes.put(base, (byte) opcode);
    bytes.put(base + 1, (byte) 0);
    bytes.putShort(base + 2, (short) partitionKey);
    bytes.putInt(base + 4, destinationQueuePair & 0xFFFFFF);
    bytes.putInt(base + 8, packetSequenceNumber & 0xFFFFFF);
  }

  /** OpCode; {@link PacketOpcode}. */
  public static int opcode(ByteBuffer bytes, int base) {
    return bytes.get(base) & 0xFF;
  }

  /** Solicited Event: the receiver's completion is to wake its reader. */
  public static boolean isSolicited(ByteBuffer bytes, int base) {
    return (bytes.get(base + 1) & SOLICITED_EVENT) != 0;
  }

  /** Sets Solicited Event. */
  public static void solicited(ByteBuffer bytes, int base, boolean value) {
    flag(bytes, base + 1, SOLICITED_EVENT, value);
  }

  /** MigReq: the sender's path is in the state Migrated (IBA 17.2.8). */
  public static boolean isMigrationRequest(ByteBuffer bytes, int base) {
    return (bytes.get(base + 1) & MIGRATION_REQUEST) != 0;
  }

  /** Sets MigReq. */
  public static void migrationRequest(ByteBuffer bytes, int base, boolean value) {
    flag(bytes, base + 1, MIGRATION_REQUEST, value);
  }

  /** How many pad bytes, 0 to 3, stand behind the payload. */
  public static int padBytes(ByteBuffer bytes, int base) {
    return (bytes.get(base + 1) >> 4) & 3;
  }

  /** Sets the pad count. */
  public static void padBytes(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 1, (byte) ((bytes.get(base + 1) & ~0x30) | (value & 3) << 4));
  }

  /** The transport header version, which is 0. */
  public static int version(ByteBuffer bytes, int base) {
    return bytes.get(base + 1) & 0xF;
  }

  /** P_Key: bit 15 says full member, the others name the partition. */
  public static int partitionKey(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 2) & 0xFFFF;
  }

  /** The destination's queue pair number, 24 bits. */
  public static int destinationQueuePair(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 4) & 0xFFFFFF;
  }

  /** AckReq: the sender wants an acknowledgement. */
  public static boolean isAcknowledgeRequested(ByteBuffer bytes, int base) {
    return (bytes.get(base + 8) & ACKNOWLEDGE_REQUEST) != 0;
  }

  /** Sets AckReq. */
  public static void acknowledgeRequested(ByteBuffer bytes, int base, boolean value) {
    flag(bytes, base + 8, ACKNOWLEDGE_REQUEST, value);
  }

  /** PSN, 24 bits; {@link PacketSequence}. */
  public static int packetSequenceNumber(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 8) & 0xFFFFFF;
  }

  private static void flag(ByteBuffer bytes, int at, int mask, boolean value) {
    int others = bytes.get(at) & ~mask;
    bytes.put(at, (byte) (value ? others | mask : others));
  }
}
