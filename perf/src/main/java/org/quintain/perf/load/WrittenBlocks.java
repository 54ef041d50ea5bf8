// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.util.BitSet;

/**
 * What a verifying job wrote where, in units of its block size: the generation of the last write of
 * each block, and which blocks have a write under way (a second one would make the order a guess).
 */
final class WrittenBlocks {
  /** The most blocks that are kept account of, which is 64 MiB of memory. */
  static final long BLOCKS_MAX = 1L << 24;

  private final int[] generation;
  private final BitSet underWay;

  WrittenBlocks(int blocks) {
    generation = new int[blocks];
    underWay = new BitSet(blocks);
  }

  /** Whether a write of {@code block} may start now. */
  boolean mayStart(long block) {
    return !underWay.get((int) block);
  }

  /** Notes the start of a write and returns its generation, from 1. */
  int onStarted(long block) {
    underWay.set((int) block);
    return ++generation[(int) block];
  }

  void onEnded(long block) {
    underWay.clear((int) block);
  }

  /** The generation that a read of {@code block} must find; 0 where nothing was written. */
  int expected(long block) {
    return generation[(int) block];
  }

  /** The first block from {@code from} on that was written, or -1. */
  long nextWritten(long from) {
    for (int block = (int) from; block < generation.length; block++) {
      if (generation[block] > 0) {
        return block;
      }
    }
    return -1;
  }
}
