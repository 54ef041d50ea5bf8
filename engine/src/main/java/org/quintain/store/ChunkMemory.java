// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where the chunks of {@link RamStore}s come from. Safe for many threads. */
@FunctionalInterface
public interface ChunkMemory {
  /** The JVM's, within its limit of direct memory. */
  ChunkMemory JVM = ChunkMemory::ofJvm;

  /**
   * A direct buffer of {@link RamStore#CHUNK_BYTES} zeros, which is the caller's for as long as it,
   * or a view of it, can be reached; null when there is no memory left.
   */
  @Nullable ByteBuffer allocate();

  /**
   * Takes note that a store has given one chunk up. What it was lent to may still read it, so it is
   * free only when nobody can reach it.
   */
  default void onGivenUp() {}

  private static @Nullable ByteBuffer ofJvm() {
    try {
      return ByteBuffer.allocateDirect(RamStore.CHUNK_BYTES);
    } catch (OutOfMemoryError none) {
      return null;
    }
  }
}
