// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Memory of connections that are gone, for those that come: memory outside the heap costs more to
 * take and to give back than a login has time for. Of each size a bounded number is kept. Owned by
 * the node's reactor.
 */
final class MemoryShelf {
  private static final int KEPT_PER_SIZE = 32;

  private final boolean direct;
  private final TreeMap<Integer, ArrayDeque<ByteBuffer>> kept = new TreeMap<>();
  private long lentBytes;

  MemoryShelf(boolean direct) {
    this.direct = direct;
  }

  /** A buffer of {@code lengthBytes}, whatever it holds. */
  ByteBuffer take(int lengthBytes) {
    lentBytes += lengthBytes;
    ArrayDeque<ByteBuffer> ofSize = kept.get(lengthBytes);
    ByteBuffer found = ofSize == null ? null : ofSize.pollLast();
    if (found != null) {
      return found;
    }
    return direct ? ByteBuffer.allocateDirect(lengthBytes) : ByteBuffer.allocate(lengthBytes);
  }

  /** Takes {@code buffer} back, which nobody uses any more. */
  void give(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return;
    }
    lentBytes -= buffer.capacity();
    ArrayDeque<ByteBuffer> ofSize =
        kept.computeIfAbsent(buffer.capacity(), size -> new ArrayDeque<>());
    if (ofSize.size() < KEPT_PER_SIZE) {
      ofSize.addLast(buffer);
    }
  }

  /** How much was taken and has not come back. */
  long lentBytes() {
    return lentBytes;
  }
}
