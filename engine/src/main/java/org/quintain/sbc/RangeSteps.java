// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.sam.Check;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * Carries a change without data out over ranges of blocks, in pieces and in turns: however large
 * the ranges are, nobody else waits long for the reactor, and an abort takes effect soon. A piece
 * waits for those who hold its blocks. One object serves one command.
 */
final class RangeSteps implements CommandStep {
  private static final long PIECE_BYTES = 256L << 20;
  private static final int PIECES_PER_TURN = 4;

  private final DiskDeviceServer disk;
  private final StoreOperation operation;
  private final boolean isForceUnitAccess;
  private final long[] offsetBytes;
  private final long[] lengthBytes;
  private final CommandStep then;
  private int range;
  private long done;
  private int pieces;
  private boolean isSubmitting;
  private boolean hasCompleted;

  /**
   * @param operation a change without data
   * @param offsetBytes where each range begins in the store
   * @param lengthBytes how long each range is, perhaps 0
   * @param then runs when all is done, or with the result of the request that failed
   */
  RangeSteps(
      DiskDeviceServer disk,
      StoreOperation operation,
      boolean isForceUnitAccess,
      long[] offsetBytes,
      long[] lengthBytes,
      CommandStep then) {
    Check.that(
        operation.changesRange() && !operation.movesData(), "ranges are changed without data");
    this.disk = disk;
    this.operation = operation;
    this.isForceUnitAccess = isForceUnitAccess;
    this.offsetBytes = offsetBytes;
    this.lengthBytes = lengthBytes;
    this.then = then;
  }

  /** Begins; {@code then} may run before this returns. */
  void start(long nowNs, CommandExecution execution) {
    goOn(nowNs, execution);
  }

  /** A store request of this command ended. */
  @Override
  public void run(long nowNs, CommandExecution execution) {
    if (isSubmitting) {
      hasCompleted = true;
    } else if (execution.storeResult() == StoreResult.DONE) {
      goOn(nowNs, execution);
    } else {
      then.run(nowNs, execution);
    }
  }

  /** A loop, since a store in memory completes before it returns. */
  private void goOn(long nowNs, CommandExecution execution) {
    while (true) {
      while (range < offsetBytes.length && done == lengthBytes[range]) {
        range++;
        done = 0;
      }
      if (range == offsetBytes.length) {
        then.run(nowNs, execution);
        return;
      }
      if (pieces++ == PIECES_PER_TURN) {
        pieces = 0;
        execution.continueLater(this::goOn);
        return;
      }
      if (!submitPiece(nowNs, execution)) {
        return;
      }
      if (execution.storeResult() != StoreResult.DONE) {
        then.run(nowNs, execution);
        return;
      }
    }
  }

  /** Whether the piece is done already and its step has been left to the loop. */
  private boolean submitPiece(long nowNs, CommandExecution execution) {
    long at = offsetBytes[range] + done;
    long length = Math.min(PIECE_BYTES, lengthBytes[range] - done);
    done += length;
    StoreRequest request = execution.storeRequest();
    switch (operation) {
      case ZERO -> request.zero(at, length, isForceUnitAccess);
      case DEALLOCATE -> request.deallocate(at, length, isForceUnitAccess);
      case ANCHOR -> request.anchor(at, length, isForceUnitAccess);
      case READ, WRITE, FLUSH, ALLOCATION_STATUS -> Check.that(false, "it changes without data");
    }
    hasCompleted = false;
    isSubmitting = true;
    disk.ranges().submit(nowNs, execution, disk.store(), this);
    isSubmitting = false;
    return hasCompleted;
  }
}
