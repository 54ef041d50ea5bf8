// SPDX-License-Identifier: Apache-2.0
package org.quintain.memory;

import java.nio.ByteBuffer;
import org.quintain.sam.Check;

/** One block of a {@link BufferPool}: memory with exactly one owner while it is out of the pool. */
public final class MemoryBlock {
  private final ByteBuffer bytes;
  private final ByteBuffer receiveView;
  private final int sizeClass;
  private boolean lent;

  MemoryBlock(ByteBuffer bytes, int sizeClass) {
    this.bytes = bytes;
    this.receiveView = bytes.duplicate();
    this.sizeClass = sizeClass;
  }

  /**
   * The block's memory, big-endian, for absolute access by its owner. Position and limit belong to
   * nobody: never rely on them, never change them.
   */
  public ByteBuffer bytes() {
    return bytes;
  }

  /**
   * A second view of the same memory, made once with the block, whose position and limit belong to
   * the wire that receives into the block: a driver that reads needs them to say where.
   */
  public ByteBuffer receiveView() {
    return receiveView;
  }

  /** How many bytes the block holds. */
  public int capacityBytes() {
    return bytes.capacity();
  }

  int sizeClass() {
    return sizeClass;
  }

  void onLent() {
    Check.that(!lent, "a block is lent to one owner at a time");
    lent = true;
  }

  void onReturned() {
    Check.that(lent, "a block is given back exactly once");
    lent = false;
  }
}
