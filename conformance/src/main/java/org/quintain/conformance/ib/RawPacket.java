// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib;

import java.util.Arrays;
import java.util.Locale;
import org.quintain.conformance.scsi.Bytes;

/**
 * One InfiniBand packet as bytes, from its base transport header to its last pad byte (IBA 9.2).
 * Every field can be set to anything, right or wrong.
 *
 * <pre>
 *  0 OpCode  SE|M|Pad|TVer  P_Key      4 reserved  DestQP      8 AckReq  PSN
 * </pre>
 */
public final class RawPacket {
  public static final int SEND_FIRST = 0x00;
  public static final int SEND_MIDDLE = 0x01;
  public static final int SEND_LAST = 0x02;
  public static final int SEND_ONLY = 0x04;
  public static final int WRITE_FIRST = 0x06;
  public static final int WRITE_MIDDLE = 0x07;
  public static final int WRITE_LAST = 0x08;
  public static final int WRITE_ONLY = 0x0A;
  public static final int READ_REQUEST = 0x0C;
  public static final int READ_FIRST = 0x0D;
  public static final int READ_MIDDLE = 0x0E;
  public static final int READ_LAST = 0x0F;
  public static final int READ_ONLY = 0x10;
  public static final int ACKNOWLEDGE = 0x11;
  public static final int COMPARE_AND_SWAP = 0x13;
  public static final int SEND_ONLY_INVALIDATE = 0x17;
  public static final int RESERVED = 0x1F;
  public static final int DATAGRAM = 0x64;

  /** Kinds of syndrome: positive, receiver not ready, negative. */
  public static final int ACK = 0;

  public static final int NOT_READY = 1;
  public static final int NEGATIVE = 3;

  /** Codes of negative acknowledgements. */
  public static final int SEQUENCE_ERROR = 0;

  public static final int INVALID_REQUEST = 1;
  public static final int ACCESS_ERROR = 2;
  public static final int OPERATIONAL_ERROR = 3;

  private static final int BASE_BYTES = 12;
  private static final int NUMBERS = 1 << 24;

  private byte[] bytes;

  private RawPacket(byte[] bytes) {
    this.bytes = bytes;
  }

  /** One that came. */
  public static RawPacket received(byte[] bytes) {
    return new RawPacket(bytes.clone());
  }

  /** One that has a base transport header only, of the default partition. */
  public static RawPacket of(int opcode, int queuePair, int sequenceNumber) {
    RawPacket made = new RawPacket(new byte[BASE_BYTES]);
    return made.set(0, 1, opcode)
        .set(1, 1, 0x40)
        .set(2, 2, 0xFFFF)
        .set(4, 4, queuePair)
        .set(8, 4, sequenceNumber & (NUMBERS - 1));
  }

  /** The sequence number {@code steps} after {@code number}. */
  public static int plus(int number, int steps) {
    return (number + steps) & (NUMBERS - 1);
  }

  /** Sets {@code length} bytes from {@code at} on. */
  public RawPacket set(int at, int length, long value) {
    Bytes.put(bytes, at, length, value);
    return this;
  }

  /** Adds {@code length} bytes. */
  public RawPacket add(int length, long value) {
    int at = bytes.length;
    bytes = Arrays.copyOf(bytes, at + length);
    return set(at, length, value);
  }

  /** Adds the RDMA extended header. */
  public RawPacket rdma(long address, int key, long length) {
    return add(8, address).add(4, key).add(4, length);
  }

  /** Adds the acknowledge extended header. */
  public RawPacket acknowledges(int kind, int value, int messages) {
    return add(1, kind << 5 | value).add(3, messages);
  }

  /** Adds payload and pad bytes. */
  public RawPacket payload(byte[] data) {
    int at = bytes.length;
    int pad = -data.length & 3;
    bytes = Arrays.copyOf(bytes, at + data.length + pad);
    System.arraycopy(data, 0, bytes, at, data.length);
    return set(1, 1, (bytes[1] & ~0x30) | (pad << 4));
  }

  /** Asks for an acknowledgement. */
  public RawPacket asks() {
    return set(8, 1, 0x80);
  }

  /** A copy with nothing behind its first {@code length} bytes. */
  public RawPacket cut(int length) {
    return new RawPacket(Arrays.copyOf(bytes, length));
  }

  /** The bytes as they are. */
  public byte[] bytes() {
    return bytes.clone();
  }

  private long get(int at, int length) {
    return at + length > bytes.length ? 0 : number(bytes, at, length);
  }

  /** {@code length} bytes from {@code at} on as a number. */
  static long number(byte[] bytes, int at, int length) {
    long value = 0;
    for (int index = 0; index < length; index++) {
      value = value << 8 | (bytes[at + index] & 0xFF);
    }
    return value;
  }

  public int opcode() {
    return (int) get(0, 1);
  }

  public int partition() {
    return (int) get(2, 2);
  }

  /** The transport header version, which is 0. */
  public int version() {
    return (int) get(1, 1) & 0xF;
  }

  public int queuePair() {
    return (int) get(5, 3);
  }

  /** The bits of the base transport header that mean nothing to an end. */
  public int reserved() {
    return (int) ((get(4, 1) & 0x3F) | (get(8, 1) & 0x7F));
  }

  public int number() {
    return (int) get(9, 3);
  }

  public boolean isAsking() {
    return (get(8, 1) & 0x80) != 0;
  }

  /** Whether a requester sends it. */
  public boolean isRequest() {
    return opcode() <= READ_REQUEST || opcode() >= COMPARE_AND_SWAP;
  }

  public boolean isSend() {
    return opcode() <= 0x05 || opcode() == 0x16 || opcode() == SEND_ONLY_INVALIDATE;
  }

  public boolean isWrite() {
    return opcode() >= WRITE_FIRST && opcode() <= 0x0B;
  }

  /** Whether its message ends with it. */
  public boolean isLast() {
    return switch (opcode()) {
      case SEND_FIRST, SEND_MIDDLE, WRITE_FIRST, WRITE_MIDDLE, READ_FIRST, READ_MIDDLE -> false;
      default -> true;
    };
  }

  private int headerBytes() {
    return BASE_BYTES
        + switch (opcode()) {
          case WRITE_FIRST, WRITE_ONLY, READ_REQUEST -> 16;
          case 0x0B -> 20;
          case READ_FIRST, READ_LAST, READ_ONLY, ACKNOWLEDGE -> 4;
          case 0x03, 0x05, 0x09, 0x16, SEND_ONLY_INVALIDATE -> 4;
          case DATAGRAM -> 8;
          default -> 0;
        };
  }

  /** The virtual address of a write's first packet or of a read request. */
  public long address() {
    return get(12, 8);
  }

  public int key() {
    return (int) get(20, 4);
  }

  public long length() {
    return get(24, 4);
  }

  /** Kind of the syndrome of an acknowledgement. */
  public int kind() {
    return (int) get(12, 1) >> 5;
  }

  public int value() {
    return (int) get(12, 1) & 0x1F;
  }

  public int messages() {
    return (int) get(13, 3);
  }

  /** The payload without pad bytes. */
  public byte[] payload() {
    int pad = ((int) get(1, 1) >> 4) & 3;
    return Arrays.copyOfRange(bytes, headerBytes(), Math.max(headerBytes(), bytes.length - pad));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%02x to %06x PSN %06x of %d bytes%s",
        opcode(),
        queuePair(),
        number(),
        bytes.length,
        opcode() == ACKNOWLEDGE ? " says " + kind() + "/" + value() : "");
  }
}
