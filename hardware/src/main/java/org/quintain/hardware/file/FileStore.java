// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreProvisioning;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks in a file. Requests are carried out by {@link FileWorkers} and completed on the reactor
 * that submitted them, in any order; a flush makes durable what had completed before it was
 * submitted.
 *
 * <p>Once the operating system could not make something durable, it may have dropped the dirty
 * pages and forgotten the error: from then on every write and flush fails until the file is opened
 * again, since a later flush that succeeds would confirm what is lost.
 */
public final class FileStore implements BackingStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

  /** More than this is copied by a worker, on another core perhaps. */
  private static final int INLINE_READ_MAX_BYTES = 128 << 10;

  private static final int ZEROS_BYTES = 1 << 20;

  /**
   * How a file is served.
   *
   * @param nvCache what the operating system caches counts as durable: flush and FUA do nothing
   * @param writeThrough every write is durable when it completes
   * @param readOnly writes are refused, and the file may be served by others at the same time
   * @param isDirect what is aligned to blocks of the file system goes past the page cache
   */
  public record Options(boolean nvCache, boolean writeThrough, boolean readOnly, boolean isDirect) {
    /** A volatile cache that flush and FUA empty, for reading and writing. */
    public static final Options DEFAULT = new Options(false, false, false, false);
  }

  private final String name;
  private final FileWorkers workers;
  private final BlockFile file;
  private volatile long sizeBytes;
  private final int blockBytes;
  private volatile long capacityBytes;
  private final Options options;
  private final @Nullable Path path;
  private final ReactorSides sides = new ReactorSides();
  private volatile boolean isDurabilityLost;
  private final FileSpace space;
  private @Nullable AtomicWriteJournal journal;

  FileStore(String name, FileWorkers workers, BlockFile file, long capacityBytes, Options options) {
    this(name, null, workers, file, capacityBytes, capacityBytes, 1, options);
  }

  private FileStore(
      String name,
      @Nullable Path path,
      FileWorkers workers,
      BlockFile file,
      long capacityBytes,
      long sizeBytes,
      int blockBytes,
      Options options) {
    this.name = name;
    this.path = path;
    this.workers = workers;
    this.file = file;
    this.capacityBytes = capacityBytes;
    this.sizeBytes = sizeBytes;
    this.blockBytes = blockBytes;
    this.options = options;
    this.space = new FileSpace(file);
  }

  /**
   * Opens the file, which must exist, and locks it.
   *
   * @param sizeBytes how much of the file to serve; 0 for all whole blocks of it
   * @throws IOException with one sentence
   */
  public static FileStore open(
      FileWorkers workers, Path path, long sizeBytes, int blockBytes, Options options)
      throws IOException {
    ChannelBlockFile file = ChannelBlockFile.open(path, options.readOnly(), options.isDirect());
    long present = file.sizeBytes();
    long capacity = sizeBytes == 0 ? present - present % blockBytes : sizeBytes;
    if (capacity > present || capacity == 0) {
      file.close();
      throw new IOException(
          "The file "
              + path
              + " has "
              + present
              + " bytes, "
              + (capacity == 0
                  ? "not one block of " + blockBytes + "."
                  : "fewer than the size of " + capacity + " that is to be served."));
    }
    return new FileStore(
        path.toString(), path, workers, file, capacity, sizeBytes, blockBytes, options);
  }

  /**
   * Makes writes that ask for it atomic from now on, by a journal in {@code path}, and first of all
   * does again what was half done when the file was last served. May wait.
   *
   * @throws IOException with one sentence
   */
  public void keepJournal(Path path) throws IOException {
    journal = JournalFile.open(file, Path.of(name), path, options.readOnly());
  }

  @Override
  public long atomicWriteBytesMax() {
    return journal == null ? 0 : AtomicWriteJournal.BYTES_MAX;
  }

  /**
   * Looks how large the file is; whether the capacity is another one now, of which the device
   * server is to be told. A file without one block is left as it was, and so is all of a file that
   * is behind the size that was asked for at {@link #open}. May wait, so never called on a reactor.
   */
  public boolean resync() throws IOException {
    long present = file.sizeBytes();
    long whole = present - present % blockBytes;
    long next = sizeBytes == 0 ? whole : Math.min(sizeBytes, whole);
    if (next <= 0 || next == capacityBytes) {
      return false;
    }
    capacityBytes = next;
    return true;
  }

  /**
   * Makes the file at least {@code bytes} long, with zeros behind what it has, and serves so much
   * of it. May wait, so never called on a reactor.
   */
  public void resize(long bytes) throws IOException {
    if (file.sizeBytes() < bytes) {
      file.write(ByteBuffer.allocate(1), bytes - 1);
    }
    sizeBytes = bytes;
    capacityBytes = bytes;
  }

  @Override
  public long capacityBytes() {
    return capacityBytes;
  }

  @Override
  public boolean isWriteProtected() {
    return options.readOnly();
  }

  @Override
  public boolean hasVolatileCache() {
    return !options.nvCache() && !options.writeThrough();
  }

  @Override
  public StoreProvisioning provisioning() {
    return space.provisioning();
  }

  @Override
  public long usedBytes() {
    return space.usedBytes(capacityBytes);
  }

  @Override
  public long availableBytes() {
    return space.availableBytes();
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    request.onSubmitted(reactor);
    if (request.operation().changesRange() && options.readOnly()) {
      request.complete(nowNs, StoreResult.WRITE_PROTECTED);
    } else if (request.operation() == StoreOperation.FLUSH && !flushDoesAnything()) {
      request.complete(nowNs, isDurabilityLost ? StoreResult.WRITE_ERROR : StoreResult.DONE);
    } else if (request.operation() == StoreOperation.READ && readFromPageCache(request)) {
      request.complete(nowNs, StoreResult.DONE);
    } else if (!workers.submit(nowNs, this, request)) {
      request.complete(nowNs, StoreResult.BUSY);
    }
  }

  /**
   * Tries without waiting, on the reactor: where the page cache has all of it, no thread is
   * changed.
   */
  private boolean readFromPageCache(StoreRequest request) {
    if (path == null || options.isDirect() || request.lengthBytes() > INLINE_READ_MAX_BYTES) {
      return false;
    }
    PageCacheReader reader = sides.of(request.reactor()).pageCache(path);
    int slot = reader == null ? -1 : workers.beginInline(this, request);
    if (reader == null || slot < 0) {
      return false;
    }
    try {
      return reader.read(request.segments(), request.offsetBytes());
    } finally {
      workers.endInline(slot);
    }
  }

  private boolean flushDoesAnything() {
    return !options.nvCache() && !options.readOnly();
  }

  /** Carries a request out, on a worker, and sends its completion home. */
  void run(StoreRequest request) {
    StoreResult result;
    try {
      result =
          switch (request.operation()) {
            case READ -> read(request);
            case WRITE -> write(request);
            case FLUSH -> flush();
            case ZERO, DEALLOCATE -> change(request);
            case ANCHOR -> StoreResult.FAILED;
            case ALLOCATION_STATUS -> {
              file.tell(request.offsetBytes(), request.lengthBytes(), request.runs());
              yield StoreResult.DONE;
            }
          };
      if (request.operation().changesRange()) {
        space.onChanged(request.operation());
      }
    } catch (IOException | RuntimeException | Error broken) {
      // Whatever it is, the request ends and the worker lives.
      LOG.error(
          "{}: {} of {} bytes at {} failed: {}",
          name,
          request.operation(),
          request.lengthBytes(),
          request.offsetBytes(),
          String.valueOf(broken.getMessage()));
      result = resultOf(request.operation(), broken);
      space.onFailed();
    }
    sides.of(request.reactor()).add(request, result);
  }

  private StoreResult read(StoreRequest request) throws IOException {
    SegmentList segments = request.segments();
    long at = request.offsetBytes();
    for (int index = 0; index < segments.count(); index++) {
      ByteBuffer view = view(segments, index);
      while (view.hasRemaining()) {
        int got = file.read(view, at);
        if (got <= 0) {
          // Somebody made the file shorter under us.
          request.failedOffsetBytes(at);
          return StoreResult.READ_ERROR;
        }
        at += got;
      }
    }
    return StoreResult.DONE;
  }

  private StoreResult write(StoreRequest request) throws IOException {
    if (isDurabilityLost) {
      return StoreResult.WRITE_ERROR;
    }
    AtomicWriteJournal wholly = request.isAtomic() ? journal : null;
    if (wholly != null) {
      return writeWholly(wholly, request);
    }
    boolean durably = isDurable(request);
    SegmentList segments = request.segments();
    long at = request.offsetBytes();
    for (int index = 0; index < segments.count(); index++) {
      ByteBuffer view = view(segments, index);
      while (view.hasRemaining()) {
        try {
          at += durably ? file.writeDurably(view, at) : file.write(view, at);
        } catch (IOException broken) {
          isDurabilityLost |= durably && !isOutOfSpace(broken);
          request.failedOffsetBytes(at);
          throw broken;
        }
      }
    }
    return StoreResult.DONE;
  }

  private StoreResult writeWholly(AtomicWriteJournal wholly, StoreRequest request)
      throws IOException {
    try {
      wholly.write(request.segments(), request.offsetBytes());
      return StoreResult.DONE;
    } catch (IOException broken) {
      isDurabilityLost |= !isOutOfSpace(broken) || wholly.isBroken();
      request.failedOffsetBytes(request.offsetBytes());
      throw broken;
    }
  }

  private boolean isDurable(StoreRequest request) {
    return !options.nvCache() && (options.writeThrough() || request.isForceUnitAccess());
  }

  /** Zeros or a hole; durable by a flush of the whole, since there is no call that does both. */
  private StoreResult change(StoreRequest request) throws IOException {
    if (isDurabilityLost) {
      return StoreResult.WRITE_ERROR;
    }
    long at = request.offsetBytes();
    long length = request.lengthBytes();
    if (request.operation() == StoreOperation.DEALLOCATE) {
      file.deallocate(at, length);
    } else if (!file.zero(at, length)) {
      writeZeros(at, length);
    }
    return isDurable(request) ? flush() : StoreResult.DONE;
  }

  private void writeZeros(long offsetBytes, long lengthBytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS_BYTES, lengthBytes));
    long done = 0;
    while (done < lengthBytes) {
      zeros.position(0).limit((int) Math.min(zeros.capacity(), lengthBytes - done));
      done += file.write(zeros, offsetBytes + done);
    }
  }

  private StoreResult flush() throws IOException {
    if (isDurabilityLost) {
      return StoreResult.WRITE_ERROR;
    }
    try {
      file.force();
      return StoreResult.DONE;
    } catch (IOException broken) {
      isDurabilityLost = true;
      throw broken;
    }
  }

  private static ByteBuffer view(SegmentList segments, int index) {
    int offset = segments.offset(index);
    return segments.base(index).duplicate().limit(offset + segments.length(index)).position(offset);
  }

  private static StoreResult resultOf(StoreOperation operation, Throwable broken) {
    if (operation == StoreOperation.READ || operation == StoreOperation.ALLOCATION_STATUS) {
      return StoreResult.READ_ERROR;
    }
    return broken instanceof IOException failure && isOutOfSpace(failure)
        ? StoreResult.OUT_OF_SPACE
        : StoreResult.WRITE_ERROR;
  }

  static boolean isOutOfSpace(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left") || message.contains("quota exceeded");
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return false;
  }

  /** Makes everything durable and gives the file up; blocks, so never called on a reactor. */
  @Override
  public void close() {
    try {
      if (!options.readOnly()) {
        file.force();
      }
      if (journal != null) {
        journal.close();
      }
    } catch (IOException broken) {
      LOG.error("{}: the last flush failed: {}", name, String.valueOf(broken.getMessage()));
    }
    sides.close();
    try {
      file.close();
    } catch (IOException broken) {
      LOG.error("{}: closing failed: {}", name, String.valueOf(broken.getMessage()));
    }
  }
}
