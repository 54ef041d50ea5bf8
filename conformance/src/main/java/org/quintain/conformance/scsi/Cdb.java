// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

/**
 * A CDB as the suite sends it: a name for messages and bytes that a case may bend as it likes.
 * Immutable; each {@code with…} gives another.
 */
public final class Cdb {
  private final String name;
  private final byte[] bytes;

  private Cdb(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** A CDB of exactly these bytes, each given as an int. */
  public static Cdb of(String name, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new Cdb(name, bytes);
  }

  /** A CDB of {@code length} zero bytes behind {@code opcode}. */
  public static Cdb blank(String name, int opcode, int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) opcode;
    return new Cdb(name, bytes);
  }

  /** TEST UNIT READY (SPC-5 6.47). */
  public static Cdb testUnitReady() {
    return blank("TEST UNIT READY", 0x00, 6);
  }

  /** REQUEST SENSE (SPC-5 6.39). */
  public static Cdb requestSense(boolean descriptor, int allocationLength) {
    return blank("REQUEST SENSE", 0x03, 6).with(1, descriptor ? 1 : 0).with(4, allocationLength);
  }

  /** Standard INQUIRY (SPC-5 6.7). */
  public static Cdb inquiry(int allocationLength) {
    return blank("INQUIRY", 0x12, 6).field(3, 2, allocationLength);
  }

  /** INQUIRY for a vital product data page (SPC-5 6.7, 7.7). */
  public static Cdb vpd(int page, int allocationLength) {
    return blank("INQUIRY VPD " + Bytes.h(page), 0x12, 6)
        .with(1, 1)
        .with(2, page)
        .field(3, 2, allocationLength);
  }

  /** REPORT LUNS (SPC-5 6.34). */
  public static Cdb reportLuns(int selectReport, long allocationLength) {
    return blank("REPORT LUNS", 0xA0, 12).with(2, selectReport).field(6, 4, allocationLength);
  }

  /** READ CAPACITY(10) (SBC-4 5.20). */
  public static Cdb readCapacity10() {
    return blank("READ CAPACITY(10)", 0x25, 10);
  }

  /** READ CAPACITY(16) (SBC-4 5.21). */
  public static Cdb readCapacity16(long allocationLength) {
    return blank("READ CAPACITY(16)", 0x9E, 16).with(1, 0x10).field(10, 4, allocationLength);
  }

  /** MODE SENSE(6) (SPC-5 6.14). */
  public static Cdb modeSense6(int pageControl, int page, int subpage, int allocationLength) {
    return blank("MODE SENSE(6)", 0x1A, 6)
        .with(2, (pageControl << 6) | page)
        .with(3, subpage)
        .with(4, allocationLength);
  }

  /** MODE SENSE(10) (SPC-5 6.15). */
  public static Cdb modeSense10(int pageControl, int page, int subpage, int allocationLength) {
    return blank("MODE SENSE(10)", 0x5A, 10)
        .with(2, (pageControl << 6) | page)
        .with(3, subpage)
        .field(7, 2, allocationLength);
  }

  /** MODE SELECT(6) (SPC-5 6.12) with PF set. */
  public static Cdb modeSelect6(boolean savePages, int parameterListLength) {
    return blank("MODE SELECT(6)", 0x15, 6)
        .with(1, savePages ? 0x11 : 0x10)
        .with(4, parameterListLength);
  }

  /** MODE SELECT(10) (SPC-5 6.13) with PF set. */
  public static Cdb modeSelect10(boolean savePages, int parameterListLength) {
    return blank("MODE SELECT(10)", 0x55, 10)
        .with(1, savePages ? 0x11 : 0x10)
        .field(7, 2, parameterListLength);
  }

  /** REPORT SUPPORTED OPERATION CODES (SPC-5 6.36). */
  public static Cdb reportSupportedOperationCodes(
      int options, int opcode, int serviceAction, long allocationLength) {
    return blank("REPORT SUPPORTED OPERATION CODES", 0xA3, 12)
        .with(1, 0x0C)
        .with(2, options)
        .with(3, opcode)
        .field(4, 2, serviceAction)
        .field(6, 4, allocationLength);
  }

  /** REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS (SPC-5 6.37). */
  public static Cdb reportSupportedTaskManagementFunctions(
      boolean extended, long allocationLength) {
    return blank("REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS", 0xA3, 12)
        .with(1, 0x0D)
        .with(2, extended ? 0x80 : 0)
        .field(6, 4, allocationLength);
  }

  /** SYNCHRONIZE CACHE(10) (SBC-4 5.33). */
  public static Cdb synchronizeCache10(long logicalBlockAddress, int blocks) {
    return blank("SYNCHRONIZE CACHE(10)", 0x35, 10)
        .field(2, 4, logicalBlockAddress)
        .field(7, 2, blocks);
  }

  /** SYNCHRONIZE CACHE(16) (SBC-4 5.34). */
  public static Cdb synchronizeCache16(long logicalBlockAddress, long blocks) {
    return blank("SYNCHRONIZE CACHE(16)", 0x91, 16)
        .field(2, 8, logicalBlockAddress)
        .field(10, 4, blocks);
  }

  /** READ(10) (SBC-4 5.16). */
  public static Cdb read10(long logicalBlockAddress, int blocks) {
    return BlockForm.READ_10.cdb(logicalBlockAddress, blocks);
  }

  /** WRITE(10) (SBC-4 5.40). */
  public static Cdb write10(long logicalBlockAddress, int blocks) {
    return BlockForm.WRITE_10.cdb(logicalBlockAddress, blocks);
  }

  /** The same with byte {@code index} set to {@code value}. */
  public Cdb with(int index, int value) {
    return field(index, 1, value);
  }

  /** The same with the bits of {@code mask} set in byte {@code index}. */
  public Cdb or(int index, int mask) {
    return field(index, 1, (bytes[index] & 0xFF) | mask);
  }

  /** The same with a big-endian field of {@code width} bytes set. */
  public Cdb field(int index, int width, long value) {
    byte[] changed = bytes.clone();
    Bytes.put(changed, index, width, value);
    return new Cdb(name, changed);
  }

  /** The same with further bytes of {@code filler} behind it, up to {@code length} in all. */
  public Cdb paddedTo(int length, int filler) {
    byte[] longer = new byte[Math.max(length, bytes.length)];
    java.util.Arrays.fill(longer, (byte) filler);
    System.arraycopy(bytes, 0, longer, 0, bytes.length);
    return new Cdb(name, longer);
  }

  /** The same under another name. */
  public Cdb named(String newName) {
    return new Cdb(newName, bytes);
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** The length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** The operation code. */
  public int opcode() {
    return bytes[0] & 0xFF;
  }

  /** Byte {@code index}, unsigned. */
  public int at(int index) {
    return bytes[index] & 0xFF;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return name + " [" + Bytes.hex(bytes) + "]";
  }
}
