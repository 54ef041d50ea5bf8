// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Errand;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.RangeHolder;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.sbc.protection.ProtectedCopy;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * A copy at work: piece after piece, each in chunks that are read and then written, one store
 * request at a time, and a turn of the reactor for everybody else between any two chunks. Each
 * request waits for commands that hold its blocks, and those that come meanwhile wait for it; where
 * protection information goes beside the blocks, it holds them itself. It never has more than one
 * range, so that copies cannot wait for one another. Whoever started it is told when it ended,
 * once. Runs on the owner reactor.
 */
final class CopyJob implements Errand {
  private final LogicalUnitServices manager;
  private final List<CopyPiece> pieces;
  private final BooleanSupplier isCancelled;
  private final ReactorTask whenEnded;
  private final StoreRequest request;
  private final RangeHolder holder = new RangeHolder(this::onHeld);
  private final ReactorTask nextChunk = this::nextChunk;
  private final ProtectedCopy protectedCopy = new ProtectedCopy();

  private @Nullable CopyMemory memory;
  private int piece;
  private long doneOfPiece;
  private int chunkBytes;
  private boolean isWriting;
  private long bytesCopied;
  private @Nullable SenseData failure;
  private boolean isEnded;

  /** Its request was given up: whoever started it has been told, and the store's answer is late. */
  private boolean isGivenUp;

  /**
   * A job that is not begun.
   *
   * @param manager the logical unit whose buffers it uses
   * @param isCancelled asked before every store request
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
    memory = CopyMemory.acquire(manager.buffers(), pieces);
    if (memory == null) {
      return false;
    }
    nextChunk(nowNs);
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

  private CopyMemory memory() {
    CopyMemory present = memory;
    Check.that(present != null, "a copy at work has its memory");
    return present;
  }

  private void nextChunk(long nowNs) {
    while (piece < pieces.size() && doneOfPiece == pieces.get(piece).lengthBytes()) {
      piece++;
      doneOfPiece = 0;
    }
    if (piece == pieces.size() || failure != null || isCancelled.getAsBoolean()) {
      isEnded = true;
      memory().release();
      memory = null;
      whenEnded.run(nowNs);
      return;
    }
    CopyPiece current = pieces.get(piece);
    isWriting = current.source() == null;
    long room = isWriting ? Integer.MAX_VALUE / 2 : memory().chunkBytes(current);
    chunkBytes = (int) Math.min(room, current.lengthBytes() - doneOfPiece);
    if (chunkBytes == 0) {
      fail(nowNs, SenseData.of(AdditionalSense.INSUFFICIENT_RESOURCES));
    } else {
      claim(nowNs, current);
    }
  }

  /** Waits until the blocks of the next store request are free to be read, or to be written. */
  private void claim(long nowNs, CopyPiece current) {
    CopyDisk disk = disk(current);
    disk.logicalUnit().storeWatch().onErrandBegun(nowNs, this);
    if (disk.protection().isOn()) {
      disk.ranges().hold(nowNs, holder, fromBytes(current), chunkBytes, isWriting);
    } else {
      disk.ranges().use(nowNs, holder, fromBytes(current), chunkBytes, isWriting);
    }
  }

  /** The disk that the next store request is for. */
  private CopyDisk disk(CopyPiece current) {
    CopyDisk source = current.source();
    return isWriting || source == null ? current.destination() : source;
  }

  private long fromBytes(CopyPiece current) {
    return (isWriting ? current.destinationBytes() : current.sourceBytes()) + chunkAt(current);
  }

  private long chunkAt(CopyPiece current) {
    return current.isBackward() ? current.lengthBytes() - doneOfPiece - chunkBytes : doneOfPiece;
  }

  private void onHeld(long nowNs) {
    CopyPiece current = pieces.get(piece);
    if (!areReachable(current)) {
      fail(nowNs, SenseData.of(AdditionalSense.COPY_TARGET_DEVICE_NOT_REACHABLE));
    } else if (isCancelled.getAsBoolean()) {
      leave(nowNs);
    } else if (isWriting) {
      write(nowNs, current);
    } else {
      read(nowNs, current);
    }
  }

  /** Whether neither end was stopped, taken out, formatted or sanitized meanwhile. */
  private static boolean areReachable(CopyPiece current) {
    CopyDisk source = current.source();
    return current.destination().isCopyable() && (source == null || source.isCopyable());
  }

  private void read(long nowNs, CopyPiece current) {
    CopyDisk source = disk(current);
    int blockBytes = source.view().blockBytes();
    int blocks = chunkBytes / blockBytes;
    if (source.isMarked(fromBytes(current) / blockBytes, blocks)) {
      fail(nowNs, StoreResult.READ_ERROR);
      return;
    }
    request.read(fromBytes(current)).add(memory().data(), 0, chunkBytes);
    if (source.protection().isOn()) {
      ProtectedCopy.bring(request, source.protection(), blocks, memory().brought());
    }
    submit(nowNs, source);
  }

  private void write(long nowNs, CopyPiece current) {
    CopyDisk destination = current.destination();
    CopyDisk source = current.source();
    if (source == null) {
      request.zero(fromBytes(current), chunkBytes, false);
    } else {
      request.write(fromBytes(current), false).add(memory().data(), 0, chunkBytes);
      if (destination.protection().isOn()) {
        int blockBytes = destination.view().blockBytes();
        protectedCopy.give(
            request,
            destination.protection(),
            fromBytes(current) / blockBytes,
            chunkBytes / blockBytes,
            memory().data(),
            memory().given(),
            source.protection().isOn() ? source.protection() : null,
            memory().brought());
      }
    }
    submit(nowNs, destination);
  }

  private void submit(long nowNs, CopyDisk disk) {
    if (disk.logicalUnit().storeWatch().isInTheWayOf(request)) {
      fail(nowNs, SenseData.of(AdditionalSense.THIRD_PARTY_DEVICE_FAILURE));
    } else {
      disk.store().submit(nowNs, manager.reactor(), request);
    }
  }

  @Override
  public StoreRequest request() {
    return request;
  }

  @Override
  public int timeoutSeconds() {
    return CopyLimits.RECOMMENDED_SECONDS;
  }

  @Override
  public boolean isUnwanted() {
    return isCancelled.getAsBoolean();
  }

  /** Whoever writes the blocks of the chunk under way from now on does so after it. */
  void onCancelled() {
    if (isWriting && !isEnded && request.isSubmitted()) {
      disk(pieces.get(piece)).ranges().keepOthersOff(holder);
    }
  }

  @Override
  public void onOverdue(long nowNs) {
    CopyDisk late = disk(pieces.get(piece));
    failure = SenseData.of(AdditionalSense.COMMAND_TIMEOUT_DURING_PROCESSING);
    isEnded = true;
    isGivenUp = true;
    late.ranges().release(nowNs, holder);
    if (!request.isSubmitted()) {
      tidy(late);
    }
    whenEnded.run(nowNs);
  }

  /** The store has answered what was given up, or was never asked. */
  private void tidy(CopyDisk late) {
    late.logicalUnit().storeWatch().onErrandEnded(this);
    memory().release();
    memory = null;
  }

  private void onStoreCompleted(long nowNs, StoreRequest completed, StoreResult result) {
    CopyPiece current = pieces.get(piece);
    if (isGivenUp) {
      tidy(disk(current));
      return;
    }
    if (result != StoreResult.DONE || (!isWriting && !isGood(current))) {
      fail(nowNs, result == StoreResult.DONE ? StoreResult.READ_ERROR : result);
    } else if (isWriting) {
      int blockBytes = current.destination().view().blockBytes();
      current
          .destination()
          .onBlocksReplaced(
              nowNs, completed.offsetBytes() / blockBytes, completed.lengthBytes() / blockBytes);
      doneOfPiece += chunkBytes;
      bytesCopied += chunkBytes;
      leave(nowNs);
    } else {
      giveUpRange(nowNs, disk(current));
      isWriting = true;
      claim(nowNs, current);
    }
  }

  /** Whether what was read is as its protection information says, if it has any. */
  private boolean isGood(CopyPiece current) {
    CopyDisk source = disk(current);
    int blockBytes = source.view().blockBytes();
    return !source.protection().isOn()
        || protectedCopy.isGood(
            source.protection(),
            fromBytes(current) / blockBytes,
            chunkBytes / blockBytes,
            memory().data(),
            memory().brought());
  }

  private void fail(long nowNs, StoreResult result) {
    AdditionalSense additional =
        switch (result) {
          case OUT_OF_SPACE -> AdditionalSense.SPACE_ALLOCATION_FAILED_WRITE_PROTECT;
          case WRITE_PROTECTED -> AdditionalSense.WRITE_PROTECTED;
          case DONE, READ_ERROR, WRITE_ERROR, NOT_READY, BUSY, FAILED ->
              AdditionalSense.THIRD_PARTY_DEVICE_FAILURE;
        };
    fail(nowNs, SenseData.of(additional));
  }

  private void fail(long nowNs, SenseData sense) {
    failure = sense.withCommandSpecificInformation(pieces.get(piece).segment());
    leave(nowNs);
  }

  private void giveUpRange(long nowNs, CopyDisk disk) {
    disk.logicalUnit().storeWatch().onErrandEnded(this);
    disk.ranges().release(nowNs, holder);
  }

  /** Gives the range up; the next chunk, if there is one, has a turn of its own. */
  private void leave(long nowNs) {
    giveUpRange(nowNs, disk(pieces.get(piece)));
    manager.reactor().post(nextChunk);
  }
}
