// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import com.kenai.jffi.MemoryIO;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.linux.LinuxCalls;
import org.quintain.store.AllocationRuns;
import org.quintain.store.AllocationState;

/**
 * What the C library can do about the holes of a file: {@code fallocate} to make them, {@code
 * lseek} with SEEK_DATA and SEEK_HOLE to find them, {@code statx} to count what is left. Callable
 * from many threads: the descriptor's position, which lseek moves, is nobody's.
 */
final class SparseFile {
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int O_RDWR_CLOEXEC = 0x80002;
  private static final int KEEP_SIZE = 0x01;
  private static final int PUNCH_HOLE = 0x02;
  private static final int ZERO_RANGE = 0x10;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int EINTR = 4;
  private static final int ENXIO = 6;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  /** AT_EMPTY_PATH and AT_STATX_DONT_SYNC: of the descriptor, and as far as it is known here. */
  private static final int OF_DESCRIPTOR_WITHOUT_WAITING = 0x1000 | 0x4000;

  private static final int STATX_BLOCKS = 0x400;
  private static final int STATX_BYTES = 256;
  private static final int STATX_BLOCKS_AT = 48;
  private static final int STATX_BLOCK_BYTES = 512;

  /** What is called, in its own names and types; long is its off_t and address. */
  public interface CLibrary {
    /** open(2). */
    int open(String path, int flags);

    /** close(2). */
    int close(int descriptor);

    /** fallocate(2). */
    int fallocate(int descriptor, int mode, long offset, long length);

    /** lseek(2). */
    long lseek(int descriptor, long offset, int whence);

    /** statx(2). */
    int statx(int directory, String path, int flags, int mask, long buffer);
  }

  private static final @Nullable CLibrary C = LinuxCalls.load(CLibrary.class);

  private final CLibrary library;
  private final int descriptor;
  private final ByteBuffer status =
      ByteBuffer.allocateDirect(STATX_BYTES).order(ByteOrder.nativeOrder());

  private SparseFile(CLibrary library, int descriptor) {
    this.library = library;
    this.descriptor = descriptor;
  }

  /** The holes of {@code file}, or null where this machine has no such calls. */
  static @Nullable SparseFile open(Path file, boolean readOnly) {
    CLibrary library = C;
    if (library == null) {
      return null;
    }
    int descriptor = library.open(file.toString(), readOnly ? O_RDONLY_CLOEXEC : O_RDWR_CLOEXEC);
    return descriptor < 0 ? null : new SparseFile(library, descriptor);
  }

  /** Whether the file system makes holes: behind the end of the file, it makes none. */
  boolean canPunch(long fileBytes) {
    return library.fallocate(descriptor, PUNCH_HOLE | KEEP_SIZE, fileBytes, 4096) == 0;
  }

  /** Makes a hole; what lies in partly used blocks of the file system is zeroed. */
  void punch(long offsetBytes, long lengthBytes) throws IOException {
    allocate(PUNCH_HOLE | KEEP_SIZE, offsetBytes, lengthBytes);
  }

  /** Makes zeros without writing them; false when the file system has no such thing. */
  boolean zero(long offsetBytes, long lengthBytes) throws IOException {
    int error = tryToAllocate(ZERO_RANGE | KEEP_SIZE, offsetBytes, lengthBytes);
    if (error == ENOSPC || error == EDQUOT) {
      throw failure(error);
    }
    return error == 0;
  }

  private void allocate(int mode, long offsetBytes, long lengthBytes) throws IOException {
    int error = tryToAllocate(mode, offsetBytes, lengthBytes);
    if (error != 0) {
      throw failure(error);
    }
  }

  private int tryToAllocate(int mode, long offsetBytes, long lengthBytes) {
    while (library.fallocate(descriptor, mode, offsetBytes, lengthBytes) != 0) {
      int error = lastError();
      if (error != EINTR) {
        return error;
      }
    }
    return 0;
  }

  private int lastError() {
    return LastError.getLastError(Runtime.getRuntime(library));
  }

  private static IOException failure(int error) {
    return switch (error) {
      case ENOSPC -> new IOException("No space left on device");
      case EDQUOT -> new IOException("Disk quota exceeded");
      default -> new IOException("fallocate failed with error " + error);
    };
  }

  /** Tells data as mapped and holes as deallocated, as far as {@code runs} has room. */
  void tell(long offsetBytes, long lengthBytes, AllocationRuns runs) throws IOException {
    long at = offsetBytes;
    long end = offsetBytes + lengthBytes;
    while (at < end) {
      long data = seek(at, SEEK_DATA, end);
      if (data > at && !runs.add(Math.min(data, end) - at, AllocationState.DEALLOCATED)) {
        return;
      }
      if (data >= end) {
        return;
      }
      at = Math.min(end, seek(data, SEEK_HOLE, end));
      if (at <= data || !runs.add(at - data, AllocationState.MAPPED)) {
        return;
      }
    }
  }

  /** Where the next of {@code kind} begins; {@code otherwise} when there is none. */
  private long seek(long from, int kind, long otherwise) throws IOException {
    long at = library.lseek(descriptor, from, kind);
    if (at >= 0) {
      return at;
    }
    int error = lastError();
    if (error == ENXIO) {
      return otherwise;
    }
    throw new IOException("lseek failed with error " + error);
  }

  /** How many bytes of the file system the file takes, or -1 where that is not to be had. */
  synchronized long usedBytes() {
    long address = MemoryIO.getInstance().getDirectBufferAddress(status);
    int failed =
        library.statx(descriptor, "", OF_DESCRIPTOR_WITHOUT_WAITING, STATX_BLOCKS, address);
    return failed == 0 ? status.getLong(STATX_BLOCKS_AT) * STATX_BLOCK_BYTES : -1;
  }

  void close() {
    library.close(descriptor);
  }
}
