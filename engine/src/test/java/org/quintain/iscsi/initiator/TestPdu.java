// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.quintain.iscsi.wire.Bhs;

/** One PDU as a test reads or makes it. */
final class TestPdu {
  final ByteBuffer header;
  final byte[] data;

  TestPdu(ByteBuffer header, byte[] data) {
    this.header = header;
    this.data = data;
  }

  static TestPdu of(int opcode, int flags, int tag) {
    return of(opcode, flags, tag, new byte[0]);
  }

  static TestPdu of(int opcode, int flags, int tag, byte[] data) {
    ByteBuffer header = ByteBuffer.allocate(Bhs.LENGTH_BYTES);
    Bhs.opcode(header, 0, opcode);
    Bhs.flags(header, 0, flags);
    Bhs.initiatorTaskTag(header, 0, tag);
    Bhs.targetTransferTag(header, 0, Bhs.RESERVED_TAG);
    Bhs.dataSegmentLength(header, 0, data.length);
    return new TestPdu(header, data);
  }

  TestPdu putInt(int offset, int value) {
    header.putInt(offset, value);
    return this;
  }

  TestPdu putByte(int offset, int value) {
    header.put(offset, (byte) value);
    return this;
  }

  byte[] headerBytes() {
    byte[] bytes = new byte[header.capacity()];
    header.get(0, bytes);
    return bytes;
  }

  int opcode() {
    return Bhs.opcode(header, 0);
  }

  int flags() {
    return Bhs.flags(header, 0);
  }

  int tag() {
    return Bhs.initiatorTaskTag(header, 0);
  }

  int getInt(int offset) {
    return header.getInt(offset);
  }

  String text() {
    return new String(data, StandardCharsets.UTF_8).replace('\0', ',');
  }

  byte[] encode(boolean headerDigest, boolean dataDigest) {
    int pad = Bhs.padBytes(data.length);
    ByteBuffer bytes = ByteBuffer.allocate(header.capacity() + data.length + pad + 8);
    bytes.put(headerBytes());
    if (headerDigest) {
      putDigest(bytes, headerBytes(), 0);
    }
    bytes.put(data);
    bytes.position(bytes.position() + pad);
    if (dataDigest && data.length > 0) {
      putDigest(bytes, data, pad);
    }
    byte[] result = new byte[bytes.position()];
    bytes.get(0, result);
    return result;
  }

  static void putDigest(ByteBuffer into, byte[] of, int zeros) {
    into.putInt(Integer.reverseBytes(digest(of, zeros)));
  }

  static int digest(byte[] of, int zeros) {
    CRC32C crc = new CRC32C();
    crc.update(of);
    crc.update(new byte[zeros]);
    return (int) crc.getValue();
  }
}
