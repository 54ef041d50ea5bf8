// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;

/**
 * Blocks in memory, in chunks that are allocated when they are first written and freed when all in
 * them was given up: what was never written reads as zeros and takes no memory. Requests complete
 * before {@link #submit} returns. Safe for use by many reactors; two that write the same bytes at
 * the same time get a mix of both.
 */
public final class RamStore implements BackingStore {
  /** How much memory one chunk takes. */
  public static final int CHUNK_BYTES = 256 << 10;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CHUNK_BYTES).asReadOnlyBuffer();

  /** How much of a store one request for its allocation tells: 16 GiB. */
  private static final int TOLD_CHUNKS_MAX = 1 << 16;

  /** A place of the array of chunks. */
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(RamChunk[].class);

  private static final StoreProvisioning PROVISIONING =
      new StoreProvisioning(RamChunk.GRANULE_BYTES, true);

  private final boolean hasVolatileCache;
  private final ChunkBudget budget;
  private @Nullable RamChunk[] chunks;
  private volatile long capacityBytes;

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
    this(capacityBytes, budgetBytes, hasVolatileCache, ChunkMemory.JVM);
  }

  /** As above, in {@code memory}: where that has none left, a write ends with OUT_OF_SPACE too. */
  public RamStore(
      long capacityBytes, long budgetBytes, boolean hasVolatileCache, ChunkMemory memory) {
    int count = chunksOf(capacityBytes);
    this.capacityBytes = capacityBytes;
    this.hasVolatileCache = hasVolatileCache;
    this.chunks = new RamChunk[count];
    this.budget = new ChunkBudget(CHUNK_BYTES, count, capacityBytes, budgetBytes, memory);
  }

  private static int chunksOf(long capacityBytes) {
    long count = (capacityBytes + CHUNK_BYTES - 1) / CHUNK_BYTES;
    if (capacityBytes < 1 || count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "A RAM store has 1 byte to "
              + (Integer.MAX_VALUE - 8L) * CHUNK_BYTES
              + " bytes, not "
              + capacityBytes
              + ".");
    }
    return (int) count;
  }

  /**
   * Has {@code bytes} from now on: what it loses is given up, what it gains reads as zeros. Called
   * on the reactor that requests come from, while no other has any; the device server is to be told
   * afterwards, and requests that it made before may still go behind the end.
   */
  public void resize(long bytes) {
    int count = Math.max(chunksOf(bytes), chunks.length);
    // Late requests may have left something behind the old end too.
    giveUp(Math.min(bytes, capacityBytes), (long) chunks.length * CHUNK_BYTES);
    if (count > chunks.length) {
      chunks = Arrays.copyOf(chunks, count);
    }
    budget.resize(chunksOf(bytes));
    capacityBytes = bytes;
  }

  private void giveUp(long fromBytes, long endBytes) {
    long at = fromBytes;
    while (at < endBytes) {
      int within = (int) (at % CHUNK_BYTES);
      int length = (int) Math.min(endBytes - at, CHUNK_BYTES - within);
      change(StoreOperation.DEALLOCATE, (int) (at / CHUNK_BYTES), within, length);
      at += length;
    }
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

  /** Space is taken before anything is written, and nothing else fails: any write is whole. */
  @Override
  public long atomicWriteBytesMax() {
    return capacityBytes;
  }

  /** Where it may fill up wholly, as far as the machine has memory; else a write may find none. */
  @Override
  public boolean writesAtOnce() {
    return budget.isUnbounded();
  }

  @Override
  public StoreProvisioning provisioning() {
    return PROVISIONING;
  }

  @Override
  public long usedBytes() {
    return budget.usedBytes();
  }

  @Override
  public long availableBytes() {
    return budget.availableBytes();
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    request.onSubmitted(reactor);
    request.complete(nowNs, request.operation().movesData() ? move(request) : carryOut(request));
  }

  /** Does what {@code request} asks, which stays submitted, and says how that went. */
  public StoreResult carryOut(StoreRequest request) {
    return switch (request.operation()) {
      case READ, WRITE -> move(request);
      case FLUSH -> StoreResult.DONE;
      case ZERO, DEALLOCATE, ANCHOR -> change(request);
      case ALLOCATION_STATUS -> tell(request);
    };
  }

  private StoreResult move(StoreRequest request) {
    boolean isRead = request.operation() == StoreOperation.READ;
    int inFirst = (int) (request.offsetBytes() & (CHUNK_BYTES - 1));
    if (!isRead && inFirst + request.lengthBytes() <= CHUNK_BYTES) {
      return write(request, (int) (request.offsetBytes() / CHUNK_BYTES), inFirst);
    }
    if (!isRead && !takeSpace(request)) {
      return StoreResult.OUT_OF_SPACE;
    }
    SegmentList segments = request.segments();
    long at = request.offsetBytes();
    for (int index = 0; index < segments.count(); index++) {
      int done = 0;
      while (done < segments.length(index)) {
        int within = (int) (at % CHUNK_BYTES);
        int length = Math.min(segments.length(index) - done, CHUNK_BYTES - within);
        int number = (int) (at / CHUNK_BYTES);
        int offset = segments.offset(index) + done;
        if (isRead) {
          segments.base(index).put(offset, memoryOrZeros(number), within, length);
        } else {
          RamChunk chunk = chunkToMap(number, RamChunk.touched(within, length));
          if (chunk == null) {
            request.failedOffsetBytes(at);
            return StoreResult.OUT_OF_SPACE;
          }
          chunk.memory().put(within, segments.base(index), offset, length);
        }
        done += length;
        at += length;
      }
    }
    return StoreResult.DONE;
  }

  /** A write within one chunk, as most are. */
  private StoreResult write(StoreRequest request, int number, int within) {
    long granules = RamChunk.touched(within, (int) request.lengthBytes());
    // Mostly the chunk is there, which is true even if it is read without order.
    RamChunk chunk = chunks[number];
    if (chunk == null || !chunk.isMapped(granules)) {
      chunk = chunkToMap(number, granules);
    }
    if (chunk == null) {
      request.failedOffsetBytes(request.offsetBytes());
      return StoreResult.OUT_OF_SPACE;
    }
    SegmentList segments = request.segments();
    int at = within;
    for (int index = 0; index < segments.count(); index++) {
      int length = segments.length(index);
      chunk.memory().put(at, segments.base(index), segments.offset(index), length);
      at += length;
    }
    return StoreResult.DONE;
  }

  /**
   * Takes the space of all chunks of a write before the first byte is written, so that a write is
   * done wholly or not at all.
   */
  private boolean takeSpace(StoreRequest request) {
    long at = request.offsetBytes();
    long end = at + request.lengthBytes();
    while (at < end) {
      int within = (int) (at % CHUNK_BYTES);
      int length = (int) Math.min(end - at, CHUNK_BYTES - within);
      if (chunkToMap((int) (at / CHUNK_BYTES), RamChunk.touched(within, length)) == null) {
        request.failedOffsetBytes(at);
        return false;
      }
      at += length;
    }
    return true;
  }

  private StoreResult change(StoreRequest request) {
    long at = request.offsetBytes();
    long end = at + request.lengthBytes();
    if (end == capacityBytes) {
      // What is behind the last byte belongs to nobody else.
      end = (end + RamChunk.GRANULE_BYTES - 1) / RamChunk.GRANULE_BYTES * RamChunk.GRANULE_BYTES;
    }
    while (at < end) {
      int within = (int) (at % CHUNK_BYTES);
      int length = (int) Math.min(end - at, CHUNK_BYTES - within);
      if (!change(request.operation(), (int) (at / CHUNK_BYTES), within, length)) {
        request.failedOffsetBytes(at);
        return StoreResult.OUT_OF_SPACE;
      }
      at += length;
    }
    return StoreResult.DONE;
  }

  private boolean change(StoreOperation operation, int number, int within, int length) {
    long touched = RamChunk.touched(within, length);
    long covered = RamChunk.covered(within, length);
    RamChunk chunk =
        switch (operation) {
          case DEALLOCATE -> chunkAt(number);
          case ANCHOR -> chunkToAnchor(number, touched, covered);
          default -> chunkToMap(number, touched);
        };
    if (operation == StoreOperation.DEALLOCATE) {
      if (chunk == null) {
        return true;
      }
      if (chunk.release(covered)) {
        remove(number, chunk);
        return true;
      }
    }
    if (chunk == null) {
      return false;
    }
    chunk.memory().put(within, ZEROS, 0, length);
    return true;
  }

  /** A range of many chunks is told in part: nobody's turn is to take long. */
  private StoreResult tell(StoreRequest request) {
    AllocationRuns runs = request.runs();
    long at = request.offsetBytes();
    long end = Math.min(at + request.lengthBytes(), at + (long) TOLD_CHUNKS_MAX * CHUNK_BYTES);
    while (at < end) {
      int within = (int) (at % CHUNK_BYTES);
      int length = (int) Math.min(end - at, CHUNK_BYTES - within);
      if (!RamChunk.tell(runs, chunkAt((int) (at / CHUNK_BYTES)), within, length)) {
        break;
      }
      at += length;
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
      into.add(memoryOrZeros((int) (at / CHUNK_BYTES)), within, length);
      at += length;
    }
    return true;
  }

  private @Nullable RamChunk chunkAt(int number) {
    return (RamChunk) PLACE.getVolatile(chunks, number);
  }

  private ByteBuffer memoryOrZeros(int number) {
    RamChunk chunk = chunks[number];
    if (chunk == null) {
      chunk = chunkAt(number);
    }
    return chunk == null ? ZEROS : chunk.memory();
  }

  /** The chunk with {@code granules} mapped, made if need be; null when there is no space. */
  private @Nullable RamChunk chunkToMap(int number, long granules) {
    while (true) {
      RamChunk chunk = chunkAt(number);
      if (chunk == null) {
        ByteBuffer taken = budget.take();
        if (taken == null) {
          return null;
        }
        chunk = put(number, new RamChunk(taken, granules, 0));
        if (chunk != null) {
          return chunk;
        }
      } else if (chunk.map(granules)) {
        return chunk;
      } else {
        remove(number, chunk);
      }
    }
  }

  /** As {@link #chunkToMap}, with the granules anchored that no data is kept in. */
  private @Nullable RamChunk chunkToAnchor(int number, long touched, long covered) {
    while (true) {
      RamChunk chunk = chunkAt(number);
      if (chunk == null) {
        ByteBuffer taken = budget.take();
        if (taken == null) {
          return null;
        }
        chunk = put(number, new RamChunk(taken, touched, touched));
        if (chunk != null) {
          return chunk;
        }
      } else if (chunk.anchor(touched, covered)) {
        return chunk;
      } else {
        remove(number, chunk);
      }
    }
  }

  /** Puts {@code made} in its place; null when somebody was faster. */
  private @Nullable RamChunk put(int number, RamChunk made) {
    if (PLACE.compareAndSet(chunks, number, (RamChunk) null, made)) {
      return made;
    }
    budget.giveBack();
    return null;
  }

  private void remove(int number, RamChunk chunk) {
    if (PLACE.compareAndSet(chunks, number, chunk, (RamChunk) null)) {
      budget.giveBack();
    }
  }

  @Override
  public void close() {
    for (int number = 0; number < chunks.length; number++) {
      if ((RamChunk) PLACE.getAndSet(chunks, number, (RamChunk) null) != null) {
        budget.giveBack();
      }
    }
  }
}
