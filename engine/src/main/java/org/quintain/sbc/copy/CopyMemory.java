// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.BufferPool;
import org.quintain.memory.MemoryBlock;
import org.quintain.sbc.protection.ProtectedCopy;

/** The memory of one copy at work: for a chunk of data, and for protection information of it. */
final class CopyMemory {
  private static final int CHUNK_BYTES_MAX = 256 << 10;
  private static final int INFORMATION_BYTES_MAX = 64 << 10;
  private static final int DATA = 0;
  private static final int BROUGHT = 1;
  private static final int GIVEN = 2;
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final BufferPool pool;
  private final List<MemoryBlock> blocks = new ArrayList<>(3);

  private CopyMemory(BufferPool pool) {
    this.pool = pool;
  }

  /** Memory for {@code pieces} out of {@code pool}, or null when there is none. */
  static @Nullable CopyMemory acquire(BufferPool pool, List<CopyPiece> pieces) {
    CopyMemory memory = new CopyMemory(pool);
    boolean isEnough = memory.add(CHUNK_BYTES_MAX);
    for (CopyPiece piece : pieces) {
      CopyDisk source = piece.source();
      if (piece.destination().protection().isSupported()
          || (source != null && source.protection().isSupported())) {
        isEnough = isEnough && memory.add(INFORMATION_BYTES_MAX);
        isEnough = isEnough && memory.add(INFORMATION_BYTES_MAX);
        break;
      }
    }
    if (!isEnough) {
      memory.release();
      return null;
    }
    return memory;
  }

  private boolean add(int bytes) {
    MemoryBlock block = pool.acquire(Math.min(bytes, pool.largestBytes()));
    if (block != null) {
      blocks.add(block);
    }
    return block != null;
  }

  void release() {
    blocks.forEach(pool::release);
    blocks.clear();
  }

  /** How many bytes of {@code piece}'s data are copied at a time, whole blocks of both disks. */
  int chunkBytes(CopyPiece piece) {
    CopyDisk source = piece.source();
    int unit = piece.destination().view().blockBytes();
    long room = data().capacity();
    room = Math.min(room, room(piece.destination()));
    if (source != null) {
      unit = Math.max(unit, source.view().blockBytes());
      room = Math.min(room, room(source));
    }
    return (int) (room / unit * unit);
  }

  /** How many bytes of data there is room for the protection information of. */
  private long room(CopyDisk disk) {
    int perBlock = ProtectedCopy.bytesPerBlock(disk.protection());
    return perBlock == 0
        ? Long.MAX_VALUE
        : (long) brought().capacity() / perBlock * disk.view().blockBytes();
  }

  ByteBuffer data() {
    return blocks.get(DATA).bytes();
  }

  /** For protection information that comes from the source. */
  ByteBuffer brought() {
    return blocks.size() > BROUGHT ? blocks.get(BROUGHT).bytes() : NONE;
  }

  /** For protection information that goes to the destination. */
  ByteBuffer given() {
    return blocks.size() > GIVEN ? blocks.get(GIVEN).bytes() : NONE;
  }
}
