// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * Memory for data segments that have no memory of their own, such as text and ping data: taken and
 * given back in the same order, which is the order of a stream.
 */
public final class CopyRing {
  /** Answer of {@link #take} when there is no room. */
  public static final int NO_ROOM = -1;

  private final int capacityBytes;
  private final Supplier<ByteBuffer> source;
  private @Nullable ByteBuffer bytes;
  private int head;
  private int used;

  /** A ring over all of {@code bytes}. */
  public CopyRing(ByteBuffer bytes) {
    this(bytes.capacity(), () -> bytes);
  }

  /** A ring of {@code capacityBytes}, whose memory is taken when it is first needed. */
  public CopyRing(int capacityBytes, Supplier<ByteBuffer> source) {
    this.capacityBytes = capacityBytes;
    this.source = source;
  }

  /** The memory, for absolute access. */
  public ByteBuffer bytes() {
    ByteBuffer present = bytes;
    if (present == null) {
      present = source.get();
      bytes = present;
    }
    return present;
  }

  /** Gives the memory up, null if none was taken; the ring is not used afterwards. */
  public @Nullable ByteBuffer release() {
    ByteBuffer present = bytes;
    bytes = null;
    return present;
  }

  /** How many bytes one piece can have when the ring is empty. */
  public int capacityBytes() {
    return capacityBytes;
  }

  /** Whether nothing is taken. */
  public boolean isEmpty() {
    return used == 0;
  }

  /** Whether {@link #take} would find room. */
  public boolean hasRoom(int lengthBytes) {
    return lengthBytes + skipFor(lengthBytes) <= capacityBytes - used;
  }

  /** The offset of {@code lengthBytes} contiguous bytes, or {@link #NO_ROOM}. */
  public int take(int lengthBytes) {
    int skip = skipFor(lengthBytes);
    if (lengthBytes + skip > capacityBytes - used) {
      return NO_ROOM;
    }
    int offset = skip == 0 ? tail() : 0;
    used += skip + lengthBytes;
    return offset;
  }

  /** Gives back the oldest piece, which was taken at {@code offset} with {@code lengthBytes}. */
  public void release(int offset, int lengthBytes) {
    int skip = offset == head ? 0 : capacityBytes - head;
    Check.that(skip + lengthBytes <= used, "pieces are given back in the order they were taken");
    used -= skip + lengthBytes;
    head = used == 0 ? 0 : offset + lengthBytes;
    if (head == capacityBytes) {
      head = 0;
    }
  }

  private int tail() {
    int tail = head + used;
    return tail >= capacityBytes ? tail - capacityBytes : tail;
  }

  /** Bytes at the end of the memory that a piece of this length leaves out to stay in one piece. */
  private int skipFor(int lengthBytes) {
    int tail = tail();
    return tail >= head && tail + lengthBytes > capacityBytes ? capacityBytes - tail : 0;
  }
}
