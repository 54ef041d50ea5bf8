// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.quintain.testing.Client.cdb;

/** CDBs of the commands that name a range of blocks, by their operation code. */
final class Blocks {
  static final int[] READS = {0x08, 0x28, 0xA8, 0x88};
  static final int[] WRITES = {0x0A, 0x2A, 0xAA, 0x8A};
  static final int[] VERIFIES = {0x2F, 0xAF, 0x8F};

  private Blocks() {}

  /**
   * The CDB of {@code operationCode} for {@code blocks} blocks from {@code first} on, {@code flags}
   * in byte 1.
   */
  static byte[] range(int operationCode, int flags, long first, long blocks) {
    int l = (int) first;
    int h = (int) (first >>> 32);
    int n = (int) blocks;
    return switch (operationCode >> 5) {
      case 0 -> cdb(operationCode, l >> 16 & 0x1F, l >> 8, l, n, 0);
      case 1, 2 -> cdb(operationCode, flags, l >> 24, l >> 16, l >> 8, l, 0, n >> 8, n, 0);
      case 5 ->
          cdb(operationCode, flags, l >> 24, l >> 16, l >> 8, l, n >> 24, n >> 16, n >> 8, n, 0, 0);
      default ->
          cdb(
              operationCode,
              flags,
              h >> 24,
              h >> 16,
              h >> 8,
              h,
              l >> 24,
              l >> 16,
              l >> 8,
              l,
              n >> 24,
              n >> 16,
              n >> 8,
              n,
              0,
              0);
    };
  }

  static byte[] range(int operationCode, long first, long blocks) {
    return range(operationCode, 0, first, blocks);
  }

  /** Both instances of COMPARE AND WRITE, or any two pieces of Data-Out, behind one another. */
  static byte[] both(byte[] first, byte[] second) {
    byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** The 32-byte CDB of {@code serviceAction}, with its tags zero. */
  static byte[] range32(int serviceAction, int flags, long first, long blocks) {
    java.nio.ByteBuffer cdb = java.nio.ByteBuffer.allocate(32);
    cdb.put(0, (byte) 0x7F).put(7, (byte) 0x18).putShort(8, (short) serviceAction);
    cdb.put(10, (byte) flags).putLong(12, first).putInt(28, (int) blocks);
    return cdb.array();
  }
}
