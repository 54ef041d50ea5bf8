// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.linux;

import com.kenai.jffi.MemoryIO;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.store.ChunkMemory;
import org.quintain.store.RamStore;

/**
 * Chunks of {@link RamStore}s in huge pages, where the kernel has them for who asks ({@code
 * transparent_hugepage} at {@code madvise} or {@code always}): a random read of a large disk then
 * finds its page without a walk through tables that are not cached either.
 *
 * <p>Regions of {@link #REGION_BYTES} are taken as they are needed and never freed; chunks are cut
 * from them in order, so that the chunks of sparse disks share pages. A chunk that nobody can reach
 * any more goes back to the kernel, and its place is the first to be used again. The kernel grants
 * more than it has, as it does to any process: what is served has to fit the machine.
 */
public final class HugePageMemory implements ChunkMemory {
  static final int REGION_BYTES = 64 << 20;
  private static final int HUGE_PAGE_BYTES = 2 << 20;
  private static final int CHUNKS_PER_REGION = REGION_BYTES / RamStore.CHUNK_BYTES;

  private static final int MADV_DONTNEED = 4;
  private static final int MADV_HUGEPAGE = 14;

  /** How long an allocation waits for what was given up to be collected, as the JVM's own does. */
  private static final long COLLECTION_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final MemoryIO MEMORY = MemoryIO.getInstance();

  /** What is called, in its own names and types; long is its address and size_t. */
  public interface CLibrary {
    /** aligned_alloc(3). */
    long aligned_alloc(long alignment, long size);

    /** madvise(2). */
    int madvise(long address, long length, int advice);
  }

  /** One for the process, as the memory is: its disks share regions. */
  private static final ChunkMemory SHARED = load();

  private final CLibrary library;
  private final Cleaner cleaner = Cleaner.create();

  // All that follows is guarded by this object.
  private final PriorityQueue<Long> free = new PriorityQueue<>();
  private long next;
  private long end;
  private long handedOut;
  private long givenUp;

  HugePageMemory(CLibrary library) {
    this.library = library;
  }

  /** The memory of this process; the JVM's where the machine is none that this is written for. */
  public static ChunkMemory shared() {
    return SHARED;
  }

  private static ChunkMemory load() {
    CLibrary library = LinuxCalls.load(CLibrary.class);
    return library == null ? ChunkMemory.JVM : new HugePageMemory(library);
  }

  @Override
  public synchronized @Nullable ByteBuffer allocate() {
    if (free.isEmpty() && next == end) {
      collect();
    }
    Long again = free.poll();
    if (again == null && next == end && !extend()) {
      return null;
    }
    long address = again == null ? next : again;
    next += again == null ? RamStore.CHUNK_BYTES : 0;
    handedOut++;
    ByteBuffer chunk = MEMORY.newDirectByteBuffer(address, RamStore.CHUNK_BYTES);
    // Views of the buffer hold it, so it is unreachable only when they are.
    cleaner.register(chunk, () -> takeBack(address));
    return chunk;
  }

  @Override
  public synchronized void onGivenUp() {
    givenUp++;
  }

  /**
   * Has the garbage collected before more memory is taken, where much was given up since: a quarter
   * of all that is used, so that what this costs stays small beside what was written.
   */
  private void collect() {
    if (givenUp < Math.max(CHUNKS_PER_REGION, handedOut / 4)) {
      return;
    }
    System.gc();
    long deadline = System.nanoTime() + COLLECTION_NS;
    long left = COLLECTION_NS;
    try {
      while (free.isEmpty() && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes one region more; false when the machine has no memory for it. */
  private boolean extend() {
    long region = library.aligned_alloc(HUGE_PAGE_BYTES, REGION_BYTES);
    if (region == 0) {
      return false;
    }
    // A kernel without them says so, and serves small ones.
    library.madvise(region, REGION_BYTES, MADV_HUGEPAGE);
    // The C library may have had the region before.
    zero(region, REGION_BYTES);
    next = region;
    end = region + REGION_BYTES;
    return true;
  }

  /** What the kernel takes back comes again as zeros, when it is touched. */
  private void zero(long address, long bytes) {
    if (library.madvise(address, bytes, MADV_DONTNEED) != 0) {
      MEMORY.setMemory(address, bytes, (byte) 0);
    }
  }

  /** On the cleaner's thread: the memory goes to the kernel, which has zeros for who comes next. */
  private void takeBack(long address) {
    zero(address, RamStore.CHUNK_BYTES);
    synchronized (this) {
      free.add(address);
      handedOut--;
      // A store that was never closed gave up what it had without a word.
      givenUp = Math.max(0, givenUp - 1);
      notifyAll();
    }
  }
}
