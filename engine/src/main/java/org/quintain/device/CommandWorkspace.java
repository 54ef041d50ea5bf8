// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.jspecify.annotations.Nullable;
import org.quintain.memory.BufferPool;
import org.quintain.memory.MemoryBlock;

/**
 * What a command's family keeps between its steps: the range of blocks, how far it has come, memory
 * that nothing is sent from. The plain half of a {@link CommandExecution}.
 */
public abstract class CommandWorkspace {
  private static final int SCRATCH_BLOCKS = 2;

  private final @Nullable MemoryBlock[] scratch = new MemoryBlock[SCRATCH_BLOCKS];
  private final @Nullable MemoryBlock[] kept = new MemoryBlock[SCRATCH_BLOCKS];
  private boolean hasScratch;
  private @Nullable Object attachment;
  private long sequence;
  private long firstBlock;
  private int blocks;
  private long progress;

  /** Where memory comes from. */
  abstract BufferPool buffers();

  /** Another command is in the slot. */
  final void beginWork() {
    sequence++;
  }

  /** First logical block of the command's range, as its family parsed it. */
  public long firstBlock() {
    return firstBlock;
  }

  /** How many logical blocks the command's range has. */
  public int blocks() {
    return blocks;
  }

  /** Notes the range that the CDB names. */
  public void range(long first, int count) {
    firstBlock = first;
    blocks = count;
    progress = 0;
  }

  /** How far a command of several steps has come, in whatever its family counts. */
  public long progress() {
    return progress;
  }

  /** Notes how far the command has come. */
  public void progress(long reached) {
    progress = reached;
  }

  /**
   * Memory of the command's own that nothing is sent from, number {@code which} of two, at least
   * {@code lengthBytes} long; null when memory is out. Asked for again, it is the same memory if
   * that is long enough, and else other memory with other bytes. It goes back with the command.
   */
  public @Nullable MemoryBlock scratch(int which, int lengthBytes) {
    MemoryBlock present = scratch[which];
    if (present != null && present.capacityBytes() >= lengthBytes) {
      return present;
    }
    BufferPool buffers = buffers();
    if (present != null) {
      scratch[which] = null;
      buffers.release(present);
    }
    MemoryBlock block = lengthBytes <= buffers.largestBytes() ? buffers.acquire(lengthBytes) : null;
    scratch[which] = block;
    hasScratch = true;
    return block;
  }

  /** Gives back what {@link #scratch} gave. Called with the command's end, however it ends. */
  public void releaseScratch() {
    if (!hasScratch) {
      return;
    }
    hasScratch = false;
    for (int which = 0; which < SCRATCH_BLOCKS; which++) {
      MemoryBlock block = scratch[which];
      if (block != null) {
        scratch[which] = null;
        buffers().release(block);
      }
    }
  }

  /** The command ends before its store has answered, which may still use the memory. */
  public final void keepScratch() {
    for (int which = 0; which < SCRATCH_BLOCKS; which++) {
      kept[which] = scratch[which];
      scratch[which] = null;
    }
  }

  /** The store has answered after all: what was kept goes back. */
  public final void releaseKeptScratch() {
    for (int which = 0; which < SCRATCH_BLOCKS; which++) {
      MemoryBlock block = kept[which];
      if (block != null) {
        kept[which] = null;
        buffers().release(block);
      }
    }
  }

  /**
   * What the suspended command waits for is done by {@linkplain Errand errands}, which have
   * deadlines of their own and end the command with them.
   */
  public void leaveToErrands() {}

  /** What the suspended command waits for goes on: it may take as long again. */
  public void onProgress(long nowNs) {}

  /** What a subject of the device server keeps with the slot from command to command, or null. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Keeps {@code object} with the slot. */
  public void attach(Object object) {
    attachment = object;
  }

  /** How many commands the slot has executed: it tells one of them from the next. */
  public long sequence() {
    return sequence;
  }
}
