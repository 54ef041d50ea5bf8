// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/** Fields of a CDB, big-endian, at byte offsets (SPC-5 4.2). */
public final class Cdb {
  private Cdb() {}

  /** One byte. */
  public static int u8(byte[] cdb, int at) {
    return cdb[at] & 0xFF;
  }

  /** Two bytes. */
  public static int u16(byte[] cdb, int at) {
    return (cdb[at] & 0xFF) << 8 | (cdb[at + 1] & 0xFF);
  }

  /** Four bytes, unsigned. */
  public static long u32(byte[] cdb, int at) {
    return (long) u16(cdb, at) << 16 | u16(cdb, at + 2);
  }

  /** Eight bytes, unsigned: a value beyond 2^63 comes out negative. */
  public static long u64(byte[] cdb, int at) {
    return u32(cdb, at) << 32 | u32(cdb, at + 4);
  }

  /** Whether {@code bit} of the byte at {@code at} is set. */
  public static boolean isSet(byte[] cdb, int at, int bit) {
    return (cdb[at] >> bit & 1) != 0;
  }
}
