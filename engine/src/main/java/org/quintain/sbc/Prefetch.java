// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.jspecify.annotations.Nullable;
import org.quintain.memory.MemoryBlock;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.Check;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * The read that goes on after a PRE-FETCH with IMMED has ended (SBC-4 5.13): the blocks are read
 * once and forgotten, so that whatever caches for the store has them. One at a time, in pieces, a
 * turn of the reactor between any two; it ends silently with the first piece that cannot be read.
 * Owned by the logical unit's reactor.
 */
final class Prefetch {
  private static final int PIECE_BYTES_MAX = 256 << 10;

  private final DiskDeviceServer disk;
  private final StoreRequest request = new StoreRequest(this, this::onRead, 1);
  private final ReactorTask next = this::next;
  private @Nullable MemoryBlock memory;
  private long atBytes;
  private long endBytes;

  Prefetch(DiskDeviceServer disk) {
    this.disk = disk;
  }

  boolean isIdle() {
    return memory == null;
  }

  /** Begins to read; false when one is under way, or there is no memory to read into. */
  boolean begin(long nowNs, long first, long blocks) {
    if (memory != null) {
      return false;
    }
    var buffers = disk.logicalUnit().buffers();
    memory = buffers.acquire(Math.min(PIECE_BYTES_MAX, buffers.largestBytes()));
    if (memory == null) {
      return false;
    }
    atBytes = first * disk.view().blockBytes();
    endBytes = atBytes + blocks * disk.view().blockBytes();
    next(nowNs);
    return true;
  }

  private MemoryBlock memory() {
    MemoryBlock present = memory;
    Check.that(present != null, "a read under way has memory");
    return present;
  }

  private void next(long nowNs) {
    long end = Math.min(endBytes, disk.store().capacityBytes());
    int length = (int) Math.min(memory().bytes().capacity(), end - atBytes);
    if (length <= 0) {
      end();
      return;
    }
    request.read(atBytes).add(memory().bytes(), 0, length);
    atBytes += length;
    disk.store().submit(nowNs, disk.logicalUnit().reactor(), request);
  }

  private void onRead(long nowNs, StoreRequest completed, StoreResult result) {
    if (result == StoreResult.DONE) {
      disk.logicalUnit().reactor().post(next);
    } else {
      end();
    }
  }

  private void end() {
    MemoryBlock used = memory();
    memory = null;
    disk.logicalUnit().buffers().release(used);
  }
}
