// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;
import org.quintain.sam.Check;

/**
 * Memory for data segments that have no memory of their own, such as text and ping data: taken and
 * given back in the same order, which is the order of a stream.
 */
public final class CopyRing {
  /** Answer of {@link #take} when there is no room. */
  public static final int NO_ROOM = -1;

  private final ByteBuffer bytes;
  private int head;
  private int used;

  /** A ring over all of {@code bytes}. */
  public CopyRing(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** The memory, for absolute access. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** How many bytes one piece can have when the ring is empty. */
  public int capacityBytes() {
    return bytes.capacity();
  }

  /** Whether nothing is taken. */
  public boolean isEmpty() {
    return used == 0;
  }

  /** Whether {@link #take} would find room. */
  public boolean hasRoom(int lengthBytes) {
    return lengthBytes + skipFor(lengthBytes) <= bytes.capacity() - used;
  }

  /** The offset of {@code lengthBytes} contiguous bytes, or {@link #NO_ROOM}. */
  public int take(int lengthBytes) {
    int skip = skipFor(lengthBytes);
    if (lengthBytes + skip > bytes.capacity() - used) {
      return NO_ROOM;
    }
    int offset = skip == 0 ? tail() : 0;
    used += skip + lengthBytes;
    return offset;
  }

  /** Gives back the oldest piece, which was taken at {@code offset} with {@code lengthBytes}. */
  public void release(int offset, int lengthBytes) {
    int skip = offset == head ? 0 : bytes.capacity() - head;
    Check.that(skip + lengthBytes <= used, "pieces are given back in the order they were taken");
    used -= skip + lengthBytes;
    head = used == 0 ? 0 : offset + lengthBytes;
    if (head == bytes.capacity()) {
      head = 0;
    }
  }

  private int tail() {
    int tail = head + used;
    return tail >= bytes.capacity() ? tail - bytes.capacity() : tail;
  }

  /** Bytes at the end of the memory that a piece of this length leaves out to stay in one piece. */
  private int skipFor(int lengthBytes) {
    int tail = tail();
    return tail >= head && tail + lengthBytes > bytes.capacity() ? bytes.capacity() - tail : 0;
  }
}
