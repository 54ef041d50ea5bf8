// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.device.LogicalUnitServices;
import org.quintain.memory.MemoryBlock;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * A copy at work: piece after piece, each in chunks that are read and then written, one store
 * request at a time. Whoever started it is told when it ended, once. Runs on the owner reactor.
 */
final class CopyJob {
  private static final int CHUNK_BYTES_MAX = 256 << 10;
  private static final long WAIT_NS = 1_000_000;

  private final LogicalUnitServices manager;
  private final List<CopyPiece> pieces;
  private final BooleanSupplier isCancelled;
  private final ReactorTask whenEnded;
  private final StoreRequest request;

  private @Nullable MemoryBlock buffer;
  private int piece;
  private long doneOfPiece;
  private int chunkBytes;
  private long bytesCopied;
  private @Nullable SenseData failure;
  private boolean isRunning;
  private boolean isEnded;
  private boolean mayStep;

  /**
   * A job that is not begun.
   *
   * @param manager the logical unit whose buffers it uses
   * @param isCancelled asked before every chunk
   */
  CopyJob(
      LogicalUnitServices manager,
      List<CopyPiece> pieces,
      BooleanSupplier isCancelled,
      ReactorTask whenEnded) {
    this.manager = manager;
    this.pieces = List.copyOf(pieces);
    this.isCancelled = isCancelled;
    this.whenEnded = whenEnded;
    this.request = new StoreRequest(this, this::onStoreCompleted, 1);
  }

  /** Begins. False when there is no memory for it, and then it does nothing at all. */
  boolean begin(long nowNs) {
    buffer = manager.buffers().acquire(Math.min(CHUNK_BYTES_MAX, manager.buffers().largestBytes()));
    if (buffer == null) {
      return false;
    }
    run(nowNs);
    return true;
  }

  /** What went wrong, or null. */
  @Nullable SenseData failure() {
    return failure;
  }

  /** How many bytes reached their destination. */
  long bytesCopied() {
    return bytesCopied;
  }

  /** How many descriptors were worked off wholly. */
  int segmentsDone() {
    return piece < pieces.size() ? pieces.get(piece).segment() : lastSegment() + 1;
  }

  private int lastSegment() {
    return pieces.isEmpty() ? -1 : pieces.get(pieces.size() - 1).segment();
  }

  /** Whether it has ended. */
  boolean isEnded() {
    return isEnded;
  }

  /** Chunk by chunk in a loop, since a store may complete before its submit returns. */
  private void run(long nowNs) {
    mayStep = true;
    if (isRunning) {
      return;
    }
    isRunning = true;
    while (mayStep && !isEnded) {
      mayStep = false;
      nextChunk(nowNs);
    }
    isRunning = false;
    if (isEnded) {
      MemoryBlock used = buffer;
      Check.that(used != null, "a copy ends once");
      buffer = null;
      manager.buffers().release(used);
      whenEnded.run(nowNs);
    }
  }

  /** Waits a while for a range that a command of the disk holds; true if there is no need to. */
  private boolean isFree(long nowNs, CopyDisk disk, long fromBytes) {
    if (!disk.ranges().isHeld(fromBytes, chunkBytes)) {
      return true;
    }
    manager.reactor().callAt(nowNs + WAIT_NS, this::run);
    return false;
  }

  private void nextChunk(long nowNs) {
    while (piece < pieces.size() && doneOfPiece == pieces.get(piece).lengthBytes()) {
      piece++;
      doneOfPiece = 0;
    }
    if (piece == pieces.size() || failure != null || isCancelled.getAsBoolean()) {
      isEnded = true;
      return;
    }
    CopyPiece current = pieces.get(piece);
    if (!areReachable(current)) {
      fail(current);
      return;
    }
    MemoryBlock memory = buffer();
    CopyDisk source = current.source();
    if (source == null) {
      chunkBytes = (int) Math.min(Integer.MAX_VALUE / 2, current.lengthBytes() - doneOfPiece);
      if (!isFree(nowNs, current.destination(), current.destinationBytes() + doneOfPiece)) {
        return;
      }
      request.zero(current.destinationBytes() + doneOfPiece, chunkBytes, false);
      current.destination().store().submit(nowNs, manager.reactor(), request);
      return;
    }
    int room = memory.bytes().capacity() / unitBytes(current) * unitBytes(current);
    chunkBytes = (int) Math.min(room, current.lengthBytes() - doneOfPiece);
    if (!isFree(nowNs, current.destination(), current.destinationBytes() + chunkAt(current))) {
      return;
    }
    if (isMarked(source, current.sourceBytes() + chunkAt(current))) {
      failure = senseOf(StoreResult.READ_ERROR, current.segment());
      isEnded = true;
      return;
    }
    request.read(current.sourceBytes() + chunkAt(current)).add(memory.bytes(), 0, chunkBytes);
    source.store().submit(nowNs, manager.reactor(), request);
  }

  /** Whether neither end was stopped, taken out, formatted or sanitized meanwhile. */
  private static boolean areReachable(CopyPiece current) {
    CopyDisk source = current.source();
    return current.destination().isCopyable() && (source == null || source.isCopyable());
  }

  private void fail(CopyPiece current) {
    failure =
        SenseData.of(AdditionalSense.COPY_TARGET_DEVICE_NOT_REACHABLE)
            .withCommandSpecificInformation(current.segment());
    mayStep = true;
  }

  private boolean isMarked(CopyDisk source, long fromBytes) {
    int blockBytes = source.view().blockBytes();
    return source.isMarked(fromBytes / blockBytes, chunkBytes / blockBytes);
  }

  private static int unitBytes(CopyPiece current) {
    CopyDisk source = current.source();
    int destination = current.destination().view().blockBytes();
    return source == null ? destination : Math.max(destination, source.view().blockBytes());
  }

  private long chunkAt(CopyPiece current) {
    return current.isBackward() ? current.lengthBytes() - doneOfPiece - chunkBytes : doneOfPiece;
  }

  private MemoryBlock buffer() {
    MemoryBlock present = buffer;
    Check.that(present != null, "a copy at work has its buffer");
    return present;
  }

  private void onStoreCompleted(long nowNs, StoreRequest completed, StoreResult result) {
    CopyPiece current = pieces.get(piece);
    if (result != StoreResult.DONE) {
      failure = senseOf(result, current.segment());
    } else if (completed.operation() == StoreOperation.READ) {
      if (!areReachable(current)) {
        fail(current);
      } else if (!isCancelled.getAsBoolean()) {
        request
            .write(current.destinationBytes() + chunkAt(current), false)
            .add(buffer().bytes(), 0, chunkBytes);
        current.destination().store().submit(nowNs, manager.reactor(), request);
        return;
      }
    } else {
      int blockBytes = current.destination().view().blockBytes();
      current
          .destination()
          .onBlocksReplaced(
              nowNs, completed.offsetBytes() / blockBytes, completed.lengthBytes() / blockBytes);
      doneOfPiece += chunkBytes;
      bytesCopied += chunkBytes;
    }
    run(nowNs);
  }

  private static SenseData senseOf(StoreResult result, int segment) {
    AdditionalSense additional =
        switch (result) {
          case OUT_OF_SPACE -> AdditionalSense.SPACE_ALLOCATION_FAILED_WRITE_PROTECT;
          case WRITE_PROTECTED -> AdditionalSense.WRITE_PROTECTED;
          case DONE, READ_ERROR, WRITE_ERROR, NOT_READY, BUSY, FAILED ->
              AdditionalSense.THIRD_PARTY_DEVICE_FAILURE;
        };
    return SenseData.of(additional).withCommandSpecificInformation(segment);
  }
}
