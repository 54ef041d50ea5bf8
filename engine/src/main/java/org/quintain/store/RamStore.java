// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;

/**
 * Blocks in memory, in chunks that are allocated when they are first written: what was never
 * written reads as zeros and takes no memory. Requests complete before {@link #submit} returns.
 * Safe for use by many reactors; two that write the same bytes at the same time get a mix of both.
 */
public final class RamStore implements BackingStore {
  /** How much memory one chunk takes. */
  public static final int CHUNK_BYTES = 256 << 10;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CHUNK_BYTES).asReadOnlyBuffer();

  private final long capacityBytes;
  private final boolean hasVolatileCache;
  private final AtomicReferenceArray<@Nullable ByteBuffer> chunks;
  private final AtomicLong chunksLeft;

  /** A store of {@code capacityBytes} that may fill up wholly. */
  public RamStore(long capacityBytes) {
    this(capacityBytes, capacityBytes, false);
  }

  /**
   * A store of {@code capacityBytes}.
   *
   * @param budgetBytes how much memory it takes at most, rounded up to whole chunks: a write that
   *     needs more ends with OUT_OF_SPACE
   * @param hasVolatileCache what {@link #hasVolatileCache} answers
   */
  public RamStore(long capacityBytes, long budgetBytes, boolean hasVolatileCache) {
    long count = (capacityBytes + CHUNK_BYTES - 1) / CHUNK_BYTES;
    if (capacityBytes < 1 || count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "A RAM store has 1 byte to "
              + (Integer.MAX_VALUE - 8L) * CHUNK_BYTES
              + " bytes, not "
              + capacityBytes
              + ".");
    }
    this.capacityBytes = capacityBytes;
    this.hasVolatileCache = hasVolatileCache;
    this.chunks = new AtomicReferenceArray<>((int) count);
    this.chunksLeft = new AtomicLong((budgetBytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
  }

  @Override
  public long capacityBytes() {
    return capacityBytes;
  }

  @Override
  public boolean isWriteProtected() {
    return false;
  }

  @Override
  public boolean hasVolatileCache() {
    return hasVolatileCache;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    request.onSubmitted(reactor);
    request.complete(nowNs, carryOut(request));
  }

  /** Moves the bytes of {@code request}, which stays submitted, and says how that went. */
  public StoreResult carryOut(StoreRequest request) {
    SegmentList segments = request.segments();
    long at = request.offsetBytes();
    for (int index = 0; index < segments.count(); index++) {
      int done = 0;
      while (done < segments.length(index)) {
        int within = (int) (at % CHUNK_BYTES);
        int length = Math.min(segments.length(index) - done, CHUNK_BYTES - within);
        int number = (int) (at / CHUNK_BYTES);
        int offset = segments.offset(index) + done;
        switch (request.operation()) {
          case READ -> segments.base(index).put(offset, chunkOrZeros(number), within, length);
          case WRITE -> {
            ByteBuffer chunk = chunkForWriting(number);
            if (chunk == null) {
              request.failedOffsetBytes(at);
              return StoreResult.OUT_OF_SPACE;
            }
            chunk.put(within, segments.base(index), offset, length);
          }
          case FLUSH -> {}
        }
        done += length;
        at += length;
      }
    }
    return StoreResult.DONE;
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    int first = (int) (offsetBytes / CHUNK_BYTES);
    int last = (int) ((offsetBytes + lengthBytes - 1) / CHUNK_BYTES);
    if (!into.hasRoom(last - first + 1)) {
      return false;
    }
    long at = offsetBytes;
    long end = offsetBytes + lengthBytes;
    while (at < end) {
      int within = (int) (at % CHUNK_BYTES);
      int length = (int) Math.min(end - at, CHUNK_BYTES - within);
      into.add(chunkOrZeros((int) (at / CHUNK_BYTES)), within, length);
      at += length;
    }
    return true;
  }

  private ByteBuffer chunkOrZeros(int number) {
    ByteBuffer chunk = chunks.get(number);
    return chunk == null ? ZEROS : chunk;
  }

  /** The chunk, made if need be, or null when the budget is used up. */
  private @Nullable ByteBuffer chunkForWriting(int number) {
    ByteBuffer chunk = chunks.get(number);
    if (chunk != null) {
      return chunk;
    }
    if (chunksLeft.getAndDecrement() <= 0) {
      chunksLeft.getAndIncrement();
      return null;
    }
    ByteBuffer made = ByteBuffer.allocateDirect(CHUNK_BYTES);
    ByteBuffer before = chunks.compareAndExchange(number, null, made);
    if (before == null) {
      return made;
    }
    chunksLeft.getAndIncrement();
    return before;
  }

  @Override
  public void close() {
    for (int number = 0; number < chunks.length(); number++) {
      chunks.set(number, null);
    }
  }
}
