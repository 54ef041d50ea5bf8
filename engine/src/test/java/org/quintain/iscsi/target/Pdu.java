// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataInPdu;
import org.quintain.iscsi.wire.DataOutPdu;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LogoutRequestPdu;
import org.quintain.iscsi.wire.ScsiCommandPdu;
import org.quintain.iscsi.wire.TaskManagementRequestPdu;

/** One PDU as a test writes or reads it: header with additional headers, and data. */
final class Pdu {
  static final int R = ScsiCommandPdu.READ;
  static final int W = ScsiCommandPdu.WRITE;
  static final int F = Bhs.FINAL;

  final ByteBuffer header;
  byte[] data = new byte[0];

  Pdu(byte[] headerBytes) {
    header = ByteBuffer.wrap(headerBytes);
  }

  static Pdu of(int opcode, boolean immediate) {
    Pdu pdu = new Pdu(new byte[Bhs.LENGTH_BYTES]);
    Bhs.opcode(pdu.header, 0, opcode, immediate);
    Bhs.flags(pdu.header, 0, F);
    return pdu;
  }

  static Pdu login(int flags, String... keys) {
    Pdu pdu = of(IscsiOpcode.LOGIN_REQUEST, true).flags(flags).text(keys);
    LoginRequestPdu.isid(pdu.header, 0, 0x00023D000001L);
    return pdu;
  }

  static Pdu command(int flags, int tag, int cmdSn, int length, int... cdb) {
    Pdu pdu = of(IscsiOpcode.SCSI_COMMAND, false).flags(flags | 1).tag(tag).cmdSn(cmdSn);
    ScsiCommandPdu.expectedDataTransferLength(pdu.header, 0, length);
    for (int index = 0; index < cdb.length; index++) {
      pdu.header.put(ScsiCommandPdu.CDB_OFFSET + index, (byte) cdb[index]);
    }
    return pdu;
  }

  static Pdu dataOut(int tag, int transferTag, int dataSn, int offset, boolean last, byte[] data) {
    Pdu pdu = of(IscsiOpcode.DATA_OUT, false).flags(last ? F : 0).tag(tag).data(data);
    Bhs.targetTransferTag(pdu.header, 0, transferTag);
    DataOutPdu.dataSn(pdu.header, 0, dataSn);
    DataOutPdu.bufferOffset(pdu.header, 0, offset);
    return pdu;
  }

  static Pdu manage(int function, int tag, int cmdSn, int referenced, int refCmdSn) {
    Pdu pdu = of(IscsiOpcode.TASK_MANAGEMENT_REQUEST, true).tag(tag).cmdSn(cmdSn);
    TaskManagementRequestPdu.function(pdu.header, 0, function);
    TaskManagementRequestPdu.referencedTaskTag(pdu.header, 0, referenced);
    TaskManagementRequestPdu.refCmdSn(pdu.header, 0, refCmdSn);
    return pdu;
  }

  static Pdu nopOut(int tag, int transferTag, int cmdSn, byte[] data) {
    Pdu pdu = of(IscsiOpcode.NOP_OUT, true).tag(tag).cmdSn(cmdSn).data(data);
    return pdu.transferTag(transferTag);
  }

  static Pdu textRequest(int flags, int tag, int transferTag, int cmdSn, String... keys) {
    return of(IscsiOpcode.TEXT_REQUEST, true)
        .flags(flags)
        .tag(tag)
        .transferTag(transferTag)
        .cmdSn(cmdSn)
        .text(keys);
  }

  static Pdu logout(int reason, int tag, int cmdSn, int cid) {
    Pdu pdu = of(IscsiOpcode.LOGOUT_REQUEST, true).tag(tag).cmdSn(cmdSn);
    LogoutRequestPdu.reason(pdu.header, 0, reason);
    LogoutRequestPdu.cid(pdu.header, 0, cid);
    return pdu;
  }

  Pdu flags(int flags) {
    Bhs.flags(header, 0, flags);
    return this;
  }

  Pdu immediate() {
    header.put(0, (byte) (header.get(0) | Bhs.IMMEDIATE));
    return this;
  }

  Pdu numbered() {
    header.put(0, (byte) (header.get(0) & ~Bhs.IMMEDIATE));
    return this;
  }

  Pdu tag(int tag) {
    Bhs.initiatorTaskTag(header, 0, tag);
    return this;
  }

  Pdu transferTag(int tag) {
    Bhs.targetTransferTag(header, 0, tag);
    return this;
  }

  Pdu cmdSn(int number) {
    Bhs.cmdSn(header, 0, number);
    return this;
  }

  Pdu with(int offset, int... bytes) {
    for (int index = 0; index < bytes.length; index++) {
      header.put(offset + index, (byte) bytes[index]);
    }
    return this;
  }

  Pdu data(byte[] bytes) {
    data = bytes;
    Bhs.dataSegmentLength(header, 0, bytes.length);
    return this;
  }

  Pdu text(String... keys) {
    StringBuilder text = new StringBuilder();
    for (String key : keys) {
      text.append(key).append('\0');
    }
    return data(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  Pdu ahs(byte[] segments) {
    Pdu longer = new Pdu(Arrays.copyOf(header.array(), Bhs.LENGTH_BYTES + segments.length));
    longer.header.put(Bhs.LENGTH_BYTES, segments);
    Bhs.totalAhsLengthBytes(longer.header, 0, segments.length);
    longer.data = data;
    return longer;
  }

  byte[] bytes(boolean headerDigest, boolean dataDigest) {
    int pad = Bhs.padBytes(data.length);
    int length = header.capacity() + (headerDigest ? 4 : 0) + data.length + pad;
    ByteBuffer all = ByteBuffer.allocate(length + (dataDigest && data.length > 0 ? 4 : 0));
    all.put(header.array());
    if (headerDigest) {
      all.putInt(crc(header.array()));
    }
    byte[] padded = Arrays.copyOf(data, data.length + pad);
    all.put(padded);
    if (dataDigest && data.length > 0) {
      all.putInt(crc(padded));
    }
    return all.array();
  }

  static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.reverseBytes((int) crc.getValue());
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

  int transferTag() {
    return Bhs.targetTransferTag(header, 0);
  }

  int statSn() {
    return Bhs.statSn(header, 0);
  }

  int expCmdSn() {
    return Bhs.expCmdSn(header, 0);
  }

  int maxCmdSn() {
    return Bhs.maxCmdSn(header, 0);
  }

  int byteAt(int offset) {
    return header.get(offset) & 0xFF;
  }

  int intAt(int offset) {
    return header.getInt(offset);
  }

  boolean hasStatus() {
    return opcode() == IscsiOpcode.DATA_IN && DataInPdu.hasStatus(header, 0);
  }

  List<String> keys() {
    String text = new String(data, StandardCharsets.UTF_8);
    return text.isEmpty() ? List.of() : List.of(text.split("\0"));
  }

  @Override
  public String toString() {
    return String.format(
        "opcode %02x flags %02x byte2 %02x byte3 %02x tag %x ttt %x len %d [36] %x [40] %x [44] %x",
        opcode(),
        flags(),
        byteAt(2),
        byteAt(3),
        tag(),
        transferTag(),
        data.length,
        intAt(36),
        intAt(40),
        intAt(44));
  }
}
