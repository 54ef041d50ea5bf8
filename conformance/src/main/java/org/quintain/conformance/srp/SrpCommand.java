// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp;

import java.util.Arrays;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.initiator.MessagePort;

/** An SRP_CMD being put together (SRP r16a 6.8). */
public final class SrpCommand {
  /** How long it is without descriptors. */
  public static final int FIXED_BYTES = 48;

  /** How long a memory descriptor is. */
  public static final int DESCRIPTOR_BYTES = 16;

  private static final int INDIRECT_BYTES = 20;

  private final byte[] fixed = new byte[FIXED_BYTES];
  private byte[] additional = new byte[0];
  private byte[] out = new byte[0];
  private byte[] in = new byte[0];

  SrpCommand(Cdb cdb, long lun, long tag) {
    fixed[0] = 0x02;
    Bytes.put(fixed, 8, 8, tag);
    Bytes.put(fixed, 20, 8, lun);
    System.arraycopy(cdb.bytes(), 0, fixed, 32, Math.min(16, cdb.length()));
  }

  /** TAG. */
  public long tag() {
    return Bytes.u64(fixed, 8);
  }

  /** Sets LOGICAL UNIT NUMBER. */
  public SrpCommand lun(long lun) {
    Bytes.put(fixed, 20, 8, lun);
    return this;
  }

  /** Sets byte 1: UCSOLNT and SCSOLNT. */
  public SrpCommand notification(int bits) {
    fixed[1] = (byte) bits;
    return this;
  }

  /** Sets TASK ATTRIBUTE. */
  public SrpCommand attribute(int code) {
    fixed[29] = (byte) code;
    return this;
  }

  /** Adds {@code words} words of zeros as additional CDB. */
  public SrpCommand additional(int words) {
    fixed[31] = (byte) (words << 2);
    additional = new byte[4 * words];
    return this;
  }

  /** Sets the byte of data buffer descriptor formats. */
  public SrpCommand formats(int value) {
    fixed[5] = (byte) value;
    return this;
  }

  /** A memory descriptor. */
  public static byte[] descriptor(long address, int key, long length) {
    byte[] bytes = new byte[DESCRIPTOR_BYTES];
    Bytes.put(bytes, 0, 8, address);
    Bytes.put(bytes, 8, 4, key & 0xFFFFFFFFL);
    Bytes.put(bytes, 12, 4, length);
    return bytes;
  }

  /** Data-In by one descriptor. */
  public SrpCommand in(MessagePort.Memory memory, int lengthBytes) {
    return in(descriptor(memory.address(), memory.key(), lengthBytes));
  }

  /** Data-In by one descriptor. */
  public SrpCommand in(byte[] descriptor) {
    fixed[5] |= 0x01;
    in = descriptor;
    return this;
  }

  /** Data-Out by one descriptor. */
  public SrpCommand out(MessagePort.Memory memory, int lengthBytes) {
    return out(descriptor(memory.address(), memory.key(), lengthBytes));
  }

  /** Data-Out by one descriptor. */
  public SrpCommand out(byte[] descriptor) {
    fixed[5] |= 0x10;
    out = descriptor;
    return this;
  }

  /**
   * An indirect descriptor.
   *
   * @param table the memory descriptor of the table
   * @param total DATA LENGTH
   * @param list the list that follows
   */
  public static byte[] indirect(byte[] table, long total, byte[] list) {
    byte[] bytes = Arrays.copyOf(table, INDIRECT_BYTES + list.length);
    Bytes.put(bytes, DESCRIPTOR_BYTES, 4, total);
    System.arraycopy(list, 0, bytes, INDIRECT_BYTES, list.length);
    return bytes;
  }

  /** Data-In by an indirect descriptor whose list has {@code count} entries. */
  public SrpCommand inBy(byte[] indirect, int count) {
    fixed[5] |= 0x02;
    fixed[7] = (byte) count;
    in = indirect;
    return this;
  }

  /** Data-Out by an indirect descriptor whose list has {@code count} entries. */
  public SrpCommand outBy(byte[] indirect, int count) {
    fixed[5] |= 0x20;
    fixed[6] = (byte) count;
    out = indirect;
    return this;
  }

  /** Data-Out in the unit itself (SRP-2): {@code said} bytes of {@code data}, at {@code offset}. */
  public byte[] immediate(byte[] data, long said, int offset) {
    fixed[5] |= 0x30;
    byte[] bytes = Arrays.copyOf(fixed, offset + data.length);
    Bytes.put(bytes, FIXED_BYTES, 4, said);
    System.arraycopy(data, 0, bytes, offset, data.length);
    return bytes;
  }

  /** Its bytes. */
  public byte[] encode() {
    int at = FIXED_BYTES;
    byte[] bytes = Arrays.copyOf(fixed, at + additional.length + out.length + in.length);
    at += additional.length;
    System.arraycopy(out, 0, bytes, at, out.length);
    System.arraycopy(in, 0, bytes, at + out.length, in.length);
    return bytes;
  }
}
