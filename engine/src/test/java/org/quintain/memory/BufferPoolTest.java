// SPDX-License-Identifier: Apache-2.0
package org.quintain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BufferPoolTest {
  private static final int PAGE_BYTES = 4096;

  @Test
  void lendsTheSmallestBlockThatFits() {
    BufferPool pool = BufferPool.forCommands(32, false);
    for (int bytes : new int[] {1, 4096, 4097, 1 << 20, (1 << 20) + 1, (4 << 20) + 1}) {
      MemoryBlock block = pool.acquire(bytes);
      assertThat(block).isNotNull();
      assertThat(block.capacityBytes()).isGreaterThanOrEqualTo(bytes).isLessThan(8 * bytes + 4096);
      pool.release(block);
    }
    assertThat(pool.lentCount()).isZero();
  }

  @Test
  void beginsEveryBlockOutsideTheHeapAtAPageAndLetsNoTwoShareBytes() {
    BufferPool pool = BufferPool.forCommands(64, true);
    List<MemoryBlock> lent = new ArrayList<>();
    for (MemoryBlock block = pool.acquire(1); block != null; block = pool.acquire(1)) {
      assertThat(block.bytes().alignmentOffset(0, PAGE_BYTES)).isZero();
      assertThat(block.receiveView().alignmentOffset(0, PAGE_BYTES)).isZero();
      block.bytes().putInt(0, lent.size()).putInt(block.capacityBytes() - 4, ~lent.size());
      lent.add(block);
    }
    for (int index = 0; index < lent.size(); index++) {
      MemoryBlock block = lent.get(index);
      assertThat(block.bytes().getInt(0)).isEqualTo(index);
      assertThat(block.bytes().getInt(block.capacityBytes() - 4)).isEqualTo(~index);
      pool.release(block);
    }
  }

  @Test
  void lendsTheLargestBlocksForNothingThatOthersHold() {
    BufferPool pool = BufferPool.forCommands(32, false);
    List<MemoryBlock> huge = new ArrayList<>();
    for (int bytes = pool.largestBytes(); huge.size() < 2; ) {
      huge.add(pool.acquire(bytes));
    }
    assertThat(huge).doesNotContainNull();
    assertThat(pool.acquire(pool.largestBytes())).isNull();
    MemoryBlock again = huge.get(0);
    pool.release(again);
    while (pool.acquire(1) != null) {
      // Until all that is made at the start is out.
    }
    assertThat(pool.acquire(4 << 20)).isNull();
    assertThat(pool.acquire((4 << 20) + 1)).isSameAs(again);
  }
}
