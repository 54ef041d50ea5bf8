// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.store.BackingStore;

/**
 * A sanitize operation as it is kept through power loss: what was asked for, and whether it failed.
 *
 * @param isFailed whether it came to no end
 * @param isBlockErase whether its method is the block erase, else the overwrite
 * @param allowsExit AUSE: whether EXIT FAILURE MODE may end a failure
 * @param invert INVERT
 * @param overwriteCount OVERWRITE COUNT
 * @param pattern one logical block of the initialization pattern; empty for a block erase
 */
record SanitizeRecord(
    boolean isFailed,
    boolean isBlockErase,
    boolean allowsExit,
    boolean invert,
    int overwriteCount,
    byte[] pattern) {
  static final String NAME = "sanitize";

  private static final int FAILED = 0x01;
  private static final int BLOCK_ERASE = 0x02;
  private static final int ALLOWS_EXIT = 0x04;
  private static final int INVERTS = 0x08;

  /** One pass of a block erase, zeros: what a store may have kept is written over. */
  static SanitizeRecord blockErase(boolean allowsExit) {
    return new SanitizeRecord(false, true, allowsExit, false, 1, new byte[0]);
  }

  /** Its kept form. */
  byte[] encode() {
    int flags =
        (isFailed ? FAILED : 0)
            | (isBlockErase ? BLOCK_ERASE : 0)
            | (allowsExit ? ALLOWS_EXIT : 0)
            | (invert ? INVERTS : 0);
    return ByteBuffer.allocate(2 + pattern.length)
        .put((byte) flags)
        .put((byte) overwriteCount)
        .put(pattern)
        .array();
  }

  /** Reads a kept form; null where nothing is kept. */
  static @Nullable SanitizeRecord decode(byte @Nullable [] saved) {
    if (saved == null || saved.length < 2) {
      return null;
    }
    byte[] pattern = java.util.Arrays.copyOfRange(saved, 2, saved.length);
    return new SanitizeRecord(
        (saved[0] & FAILED) != 0,
        (saved[0] & BLOCK_ERASE) != 0,
        (saved[0] & ALLOWS_EXIT) != 0,
        (saved[0] & INVERTS) != 0,
        saved[1],
        pattern);
  }

  /** The same, failed. */
  SanitizeRecord failed() {
    return new SanitizeRecord(true, isBlockErase, allowsExit, invert, overwriteCount, pattern);
  }

  /**
   * What is done to {@code blocks}, whose logical blocks have {@code blockBytes}. With INVERT each
   * pass inverts the one before it, and the last pass writes the pattern as it is (SBC-4 5.30.2.2).
   */
  List<SweepPass> passes(BackingStore blocks, int blockBytes) {
    List<SweepPass> all = new ArrayList<>();
    if (isBlockErase) {
      all.add(SweepPass.write(blocks, new byte[blockBytes]));
      if (blocks.provisioning().canDeallocate()) {
        all.add(SweepPass.deallocate(blocks));
      }
      return all;
    }
    for (int pass = 1; pass <= overwriteCount; pass++) {
      boolean isInverted = invert && (overwriteCount - pass) % 2 == 1;
      all.add(SweepPass.write(blocks, isInverted ? inverted(pattern) : pattern));
    }
    return all;
  }

  private static byte[] inverted(byte[] pattern) {
    byte[] other = pattern.clone();
    for (int at = 0; at < other.length; at++) {
      other[at] = (byte) ~other[at];
    }
    return other;
  }
}
