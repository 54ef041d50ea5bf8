// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.linux.LinuxCalls;
import org.quintain.memory.SegmentList;

/**
 * Reads from the page cache without waiting for a disk: {@code preadv2} with {@code RWF_NOWAIT}
 * (Linux 4.14), which fails instead. So a reactor may call it, and a request whose blocks are
 * cached costs no change of threads. Used by one thread at a time.
 */
final class PageCacheReader {
  private static final int RWF_NOWAIT = 8;
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int ENTRIES_MAX = 64;
  private static final MemoryIO MEMORY = MemoryIO.getInstance();

  /**
   * What is called of the C library, in its own names and types; long is its off_t, ssize_t and
   * address.
   */
  public interface CLibrary {
    /** open(2). */
    int open(String path, int flags);

    /** close(2). */
    int close(int descriptor);

    /** preadv2(2). */
    long preadv2(int descriptor, long vector, int entries, long offset, int flags);
  }

  private static final @Nullable CLibrary C = LinuxCalls.load(CLibrary.class);

  private final CLibrary library;
  private final int descriptor;
  private final ByteBuffer vector = ByteBuffer.allocateDirect(16 * ENTRIES_MAX);
  private final long vectorAddress = MEMORY.getDirectBufferAddress(vector);

  private PageCacheReader(CLibrary library, int descriptor) {
    this.library = library;
    this.descriptor = descriptor;
    vector.order(ByteOrder.nativeOrder());
  }

  /** A reader of {@code file}, or null where this machine has no such call. */
  static @Nullable PageCacheReader open(Path file) {
    CLibrary library = C;
    int descriptor = library == null ? -1 : library.open(file.toString(), O_RDONLY_CLOEXEC);
    return library == null || descriptor < 0 ? null : new PageCacheReader(library, descriptor);
  }

  /**
   * Fills all of {@code into} from {@code offsetBytes} on; false when that would have meant to
   * wait, or failed.
   */
  boolean read(SegmentList into, long offsetBytes) {
    int entries = into.count();
    if (entries > ENTRIES_MAX) {
      return false;
    }
    for (int index = 0; index < entries; index++) {
      ByteBuffer base = into.base(index);
      if (!base.isDirect()) {
        return false;
      }
      vector.putLong(16 * index, MEMORY.getDirectBufferAddress(base) + into.offset(index));
      vector.putLong(16 * index + 8, into.length(index));
    }
    return library.preadv2(descriptor, vectorAddress, entries, offsetBytes, RWF_NOWAIT)
        == into.totalBytes();
  }

  void close() {
    library.close(descriptor);
  }
}
