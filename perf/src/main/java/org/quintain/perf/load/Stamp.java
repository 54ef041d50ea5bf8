// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a verifying job writes into each logical block, so that a later read can tell whose data it
 * holds: mark, address, generation, seed, filling, and a CRC32C over all of it at the end.
 */
final class Stamp {
  /** Accepts whatever generation is found. */
  static final long ANY_GENERATION = -1;

  private static final long MARK = 0x5175_696E_7461_696EL;
  private static final int HEADER_BYTES = 32;
  private static final int CRC_BYTES = 4;

  private final CRC32C crc = new CRC32C();
  private final int blockBytes;
  private final long seed;

  Stamp(int blockBytes, long seed) {
    this.blockBytes = blockBytes;
    this.seed = seed;
  }

  /**
   * Stamps {@code lengthBytes} of {@code buffer} as the blocks from {@code logicalBlockAddress} on.
   */
  void put(ByteBuffer buffer, int lengthBytes, long logicalBlockAddress, long generation) {
    for (int base = 0; base < lengthBytes; base += blockBytes) {
      long address = logicalBlockAddress + base / blockBytes;
      buffer.putLong(base, MARK);
      buffer.putLong(base + 8, address);
      buffer.putLong(base + 16, generation);
      buffer.putLong(base + 24, seed);
      long filling = BlockPermutation.mix(address ^ (generation << 32) ^ seed);
      for (int at = base + HEADER_BYTES; at < base + blockBytes - CRC_BYTES; at += 4) {
        filling = filling * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
        buffer.putInt(at, (int) (filling >>> 32));
      }
      buffer.putInt(base + blockBytes - CRC_BYTES, crcOf(buffer, base));
    }
  }

  /**
   * What is wrong with the blocks in {@code buffer}, or null when every one is as it was stamped.
   */
  @Nullable String fault(
      ByteBuffer buffer, int lengthBytes, long logicalBlockAddress, long generation) {
    for (int base = 0; base < lengthBytes; base += blockBytes) {
      long address = logicalBlockAddress + base / blockBytes;
      if (buffer.getLong(base) != MARK) {
        return "block " + address + " holds no stamp";
      }
      if (buffer.getInt(base + blockBytes - CRC_BYTES) != crcOf(buffer, base)) {
        return "block " + address + " is torn or corrupt: its CRC32C is wrong";
      }
      if (buffer.getLong(base + 8) != address) {
        return "block " + address + " holds the data of block " + buffer.getLong(base + 8);
      }
      if (buffer.getLong(base + 24) != seed) {
        return "block " + address + " was written by a run with another seed";
      }
      if (generation != ANY_GENERATION && buffer.getLong(base + 16) != generation) {
        return String.format(
            "block %d holds write %d of it, expected is write %d",
            address, buffer.getLong(base + 16), generation);
      }
    }
    return null;
  }

  private int crcOf(ByteBuffer buffer, int base) {
    crc.reset();
    ByteBuffer view = buffer.duplicate();
    view.limit(base + blockBytes - CRC_BYTES).position(base);
    crc.update(view);
    return (int) crc.getValue();
  }
}
