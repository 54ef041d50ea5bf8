// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;
import org.quintain.conformance.scsi.Bytes;

/** One PDU as bytes of which everything can be wrong, digests and lengths included. */
final class FuzzPdu {
  static final int HEADER_BYTES = 48;
  static final long NO_TAG = 0xFFFF_FFFFL;

  private final byte[] header;
  private byte[] additional = new byte[0];
  private byte[] data = new byte[0];
  private int announcedWords = -1;
  private int announcedBytes = -1;
  private boolean isHeaderDigestWrong;
  private boolean isDataDigestWrong;

  FuzzPdu(byte[] header) {
    this.header = header;
  }

  static FuzzPdu of(int opcode) {
    byte[] header = new byte[HEADER_BYTES];
    header[0] = (byte) opcode;
    return new FuzzPdu(header);
  }

  byte[] header() {
    return header;
  }

  int opcode() {
    return header[0] & 0x3F;
  }

  int u8(int index) {
    return Bytes.u8(header, index);
  }

  int u16(int index) {
    return Bytes.u16(header, index);
  }

  long u32(int index) {
    return Bytes.u32(header, index);
  }

  FuzzPdu set(int index, int width, long value) {
    Bytes.put(header, index, width, value);
    return this;
  }

  FuzzPdu flags(int value) {
    return set(1, 1, value);
  }

  long tag() {
    return u32(16);
  }

  FuzzPdu tag(long tag) {
    return set(16, 4, tag);
  }

  boolean isImmediate() {
    return (header[0] & 0x40) != 0;
  }

  FuzzPdu immediate() {
    header[0] |= 0x40;
    return this;
  }

  byte[] data() {
    return data;
  }

  FuzzPdu data(byte[] bytes) {
    data = bytes;
    return this;
  }

  FuzzPdu additional(byte[] words) {
    additional = words;
    return this;
  }

  FuzzPdu announceWords(int words) {
    announcedWords = words;
    return this;
  }

  FuzzPdu announceBytes(int bytes) {
    announcedBytes = bytes;
    return this;
  }

  FuzzPdu withWrongHeaderDigest() {
    isHeaderDigestWrong = true;
    return this;
  }

  FuzzPdu withWrongDataDigest() {
    isDataDigestWrong = true;
    return this;
  }

  /** Whether what follows it is found where it is. */
  boolean keepsFraming() {
    boolean additionalHolds = announcedWords < 0 || announcedWords == additional.length / 4;
    boolean dataHolds = announcedBytes < 0 || announcedBytes == data.length;
    return additionalHolds && dataHolds;
  }

  /** RFC 7143 12.1, least significant byte first. */
  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.reverseBytes((int) crc.getValue());
  }

  byte[] encode(boolean headerDigest, boolean dataDigest) {
    header[4] = (byte) (announcedWords >= 0 ? announcedWords : additional.length / 4);
    Bytes.put(header, 5, 3, announcedBytes >= 0 ? announcedBytes : data.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header);
    all.writeBytes(additional);
    if (headerDigest) {
      all.writeBytes(digest(all.toByteArray(), isHeaderDigestWrong));
    }
    if (data.length > 0) {
      byte[] padded = java.util.Arrays.copyOf(data, (data.length + 3) & ~3);
      all.writeBytes(padded);
      if (dataDigest) {
        all.writeBytes(digest(padded, isDataDigestWrong));
      }
    }
    return all.toByteArray();
  }

  private static byte[] digest(byte[] of, boolean isWrong) {
    byte[] digest = new byte[4];
    Bytes.put(digest, 0, 4, (crc(of, 0, of.length) ^ (isWrong ? 0x100 : 0)) & 0xFFFF_FFFFL);
    return digest;
  }

  @Override
  public String toString() {
    return FuzzKind.of(opcode()) + " [" + Bytes.hex(header) + "] + " + data.length + " bytes";
  }
}
