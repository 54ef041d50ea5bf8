// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi;

import java.util.zip.CRC32C;
import org.quintain.conformance.scsi.Bytes;

/**
 * One PDU as bytes: basic header segment, additional header segments, data segment (RFC 7143 11.2).
 * Every field can be set to anything, right or wrong.
 */
public final class RawPdu {
  /** The length of the basic header segment. */
  public static final int BHS_BYTES = 48;

  /** A tag that names nothing. */
  public static final long NO_TAG = 0xFFFF_FFFFL;

  public static final int NOP_OUT = 0x00;
  public static final int SCSI_COMMAND = 0x01;
  public static final int TASK_MANAGEMENT = 0x02;
  public static final int LOGIN = 0x03;
  public static final int TEXT = 0x04;
  public static final int DATA_OUT = 0x05;
  public static final int LOGOUT = 0x06;
  public static final int SNACK = 0x10;
  public static final int NOP_IN = 0x20;
  public static final int SCSI_RESPONSE = 0x21;
  public static final int TASK_MANAGEMENT_RESPONSE = 0x22;
  public static final int LOGIN_RESPONSE = 0x23;
  public static final int TEXT_RESPONSE = 0x24;
  public static final int DATA_IN = 0x25;
  public static final int LOGOUT_RESPONSE = 0x26;
  public static final int R2T = 0x31;
  public static final int ASYNC = 0x32;
  public static final int REJECT = 0x3F;

  private final byte[] header;
  private byte[] additional = new byte[0];
  private byte[] data = new byte[0];
  private int lengthOverride = -1;
  private boolean breakHeaderDigest;
  private boolean breakDataDigest;

  private RawPdu(byte[] header) {
    this.header = header;
  }

  /** An empty PDU of {@code opcode}; {@code immediate} sets the I bit. */
  public static RawPdu of(int opcode, boolean immediate) {
    byte[] header = new byte[BHS_BYTES];
    header[0] = (byte) (opcode | (immediate ? 0x40 : 0));
    return new RawPdu(header);
  }

  /** A PDU that came: its header, what follows is set after. */
  static RawPdu received(byte[] header) {
    return new RawPdu(header);
  }

  /** The opcode without the I bit. */
  public int opcode() {
    return header[0] & 0x3F;
  }

  /** Byte {@code index} of the header, unsigned. */
  public int u8(int index) {
    return Bytes.u8(header, index);
  }

  /** 16 bits of the header. */
  public int u16(int index) {
    return Bytes.u16(header, index);
  }

  /** 32 bits of the header. */
  public long u32(int index) {
    return Bytes.u32(header, index);
  }

  /** 64 bits of the header. */
  public long u64(int index) {
    return Bytes.u64(header, index);
  }

  /** Sets a header field of {@code width} bytes. */
  public RawPdu set(int index, int width, long value) {
    Bytes.put(header, index, width, value);
    return this;
  }

  /** Sets byte 1, which holds the flags of most opcodes. */
  public RawPdu flags(int value) {
    return set(1, 1, value);
  }

  /** Sets the Initiator Task Tag. */
  public RawPdu tag(long tag) {
    return set(16, 4, tag);
  }

  /** The Initiator Task Tag. */
  public long tag() {
    return u32(16);
  }

  /** The Target Transfer Tag, where the opcode has one. */
  public long targetTag() {
    return u32(20);
  }

  /** Sets the data segment. */
  public RawPdu data(byte[] bytes) {
    data = bytes.clone();
    return this;
  }

  /** The data segment without its padding. */
  public byte[] data() {
    return data.clone();
  }

  /** The length of the data segment. */
  public int dataLength() {
    return data.length;
  }

  /** Sets the additional header segments, whole words. */
  public RawPdu additional(byte[] bytes) {
    additional = bytes.clone();
    return this;
  }

  /** Announces another DataSegmentLength than the data has. */
  public RawPdu announcedLength(int length) {
    lengthOverride = length;
    return this;
  }

  /** Sends a wrong header digest. */
  public RawPdu withBrokenHeaderDigest() {
    breakHeaderDigest = true;
    return this;
  }

  /** Sends a wrong data digest. */
  public RawPdu withBrokenDataDigest() {
    breakDataDigest = true;
    return this;
  }

  /** The CRC32C of RFC 7143 12.1 in the byte order it is sent in (least significant byte first). */
  static byte[] digest(byte[]... parts) {
    CRC32C crc = new CRC32C();
    for (byte[] part : parts) {
      crc.update(part, 0, part.length);
    }
    long value = crc.getValue();
    return new byte[] {
      (byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)
    };
  }

  /** All bytes as they go over the stream. */
  byte[] encode(boolean headerDigest, boolean dataDigest) {
    header[4] = (byte) (additional.length / 4);
    Bytes.put(header, 5, 3, lengthOverride >= 0 ? lengthOverride : data.length);
    byte[] padding = new byte[(4 - data.length % 4) % 4];
    byte[] headerCrc = headerDigest ? digest(header, additional) : new byte[0];
    byte[] dataCrc = dataDigest && data.length > 0 ? digest(data, padding) : new byte[0];
    if (breakHeaderDigest && headerDigest) {
      headerCrc[0] ^= 0x55;
    }
    if (breakDataDigest && dataCrc.length > 0) {
      dataCrc[0] ^= 0x55;
    }
    byte[][] parts = {header, additional, headerCrc, data, padding, dataCrc};
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static String name(int opcode) {
    return switch (opcode) {
      case NOP_OUT -> "NOP-Out";
      case SCSI_COMMAND -> "SCSI Command";
      case TASK_MANAGEMENT -> "Task Management Request";
      case LOGIN -> "Login Request";
      case TEXT -> "Text Request";
      case DATA_OUT -> "Data-Out";
      case LOGOUT -> "Logout Request";
      case SNACK -> "SNACK Request";
      case NOP_IN -> "NOP-In";
      case SCSI_RESPONSE -> "SCSI Response";
      case TASK_MANAGEMENT_RESPONSE -> "Task Management Response";
      case LOGIN_RESPONSE -> "Login Response";
      case TEXT_RESPONSE -> "Text Response";
      case DATA_IN -> "Data-In";
      case LOGOUT_RESPONSE -> "Logout Response";
      case R2T -> "R2T";
      case ASYNC -> "Asynchronous Message";
      case REJECT -> "Reject";
      default -> "opcode " + Bytes.h(opcode);
    };
  }

  @Override
  public String toString() {
    return name(opcode())
        + " ["
        + Bytes.hex(header)
        + "]"
        + (data.length > 0 ? " + " + data.length + " bytes" : "");
  }
}
