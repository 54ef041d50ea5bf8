// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.ParameterData;
import org.quintain.store.AllocationRuns;
import org.quintain.store.AllocationState;
import org.quintain.store.StoreResult;

/**
 * The answer to one GET LBA STATUS command while it is made: the store is asked piece by piece, in
 * turns, until there are as many descriptors as there is room for.
 *
 * <pre>
 * header:     PARAMETER DATA LENGTH (4) | reserved (3) | COMPLETION CONDITION 3-1, RTP 0
 * descriptor: LBA (8) | NUMBER OF LOGICAL BLOCKS (4) | PROVISIONING STATUS 3-0 | reserved (3)
 * </pre>
 */
final class LbaStatusReport implements CommandStep {
  private static final int HEADER_BYTES = 8;
  private static final int DESCRIPTOR_BYTES = 16;
  private static final int DESCRIPTORS_MAX = 1024;
  private static final long DESCRIPTOR_BLOCKS_MAX = 0xFFFF_FFFFL;
  private static final int RUNS_MAX = 64;
  private static final int ASKED_PER_TURN = 4;

  /** Who asks for all blocks gets an answer soon, and asks again for the rest. */
  private static final int ASKED_FOR_ALL_MAX = 64;

  private static final int RTP = 0x01;
  private static final int ALLOCATION_LENGTH_MET = 1;
  private static final int SCAN_LENGTH_MET = 2;
  private static final int CAPACITY_REACHED = 3;

  private final Provisioning provisioning;
  private final LbaReportType reportType;
  private final long end;
  private final long allocationLength;
  private final AllocationRuns runs = new AllocationRuns(RUNS_MAX);
  private final long[] first;
  private final long[] blocks;
  private final AllocationState[] state;
  private final int blockBytes;
  private long next;
  private int count;
  private boolean isFull;
  private int asked;
  private boolean isSubmitting;
  private boolean hasCompleted;

  LbaStatusReport(
      Provisioning provisioning,
      LbaReportType reportType,
      long firstBlock,
      long blockCount,
      long allocationLength) {
    this.provisioning = provisioning;
    this.reportType = reportType;
    this.next = firstBlock;
    this.end = firstBlock + blockCount;
    this.allocationLength = allocationLength;
    this.blockBytes = provisioning.disk().view().blockBytes();
    long room = (allocationLength - HEADER_BYTES) / DESCRIPTOR_BYTES;
    int most = (int) Math.max(1, Math.min(room, DESCRIPTORS_MAX));
    first = new long[most];
    blocks = new long[most];
    state = new AllocationState[most];
  }

  void start(long nowNs, CommandExecution execution) {
    if (!provisioning.isManaged()) {
      // SBC-4 4.7.2: each block of a fully provisioned logical unit is mapped.
      tell(end - next, AllocationState.MAPPED);
      finish(nowNs, execution);
    } else {
      goOn(nowNs, execution);
    }
  }

  @Override
  public void run(long nowNs, CommandExecution execution) {
    if (isSubmitting) {
      hasCompleted = true;
    } else if (take(nowNs, execution)) {
      goOn(nowNs, execution);
    }
  }

  /** A loop, since a store in memory completes before it returns. */
  private void goOn(long nowNs, CommandExecution execution) {
    while (true) {
      boolean isEnough = reportType == LbaReportType.ALL && asked == ASKED_FOR_ALL_MAX;
      if (isFull || next == end || isEnough) {
        finish(nowNs, execution);
        return;
      }
      if (++asked % ASKED_PER_TURN == 0) {
        execution.continueLater(this::goOnAfterTurn);
        return;
      }
      if (!ask(nowNs, execution)) {
        return;
      }
    }
  }

  private void goOnAfterTurn(long nowNs, CommandExecution execution) {
    if (ask(nowNs, execution)) {
      goOn(nowNs, execution);
    }
  }

  /** Whether the store has answered already, and well. */
  private boolean ask(long nowNs, CommandExecution execution) {
    execution.storeRequest().allocationStatus(next * blockBytes, (end - next) * blockBytes, runs);
    hasCompleted = false;
    isSubmitting = true;
    execution.submit(nowNs, provisioning.disk().store(), this);
    isSubmitting = false;
    return hasCompleted && take(nowNs, execution);
  }

  /** Takes what the store told; false when that failed and the command has ended. */
  private boolean take(long nowNs, CommandExecution execution) {
    if (execution.storeResult() != StoreResult.DONE) {
      StoreErrors.end(nowNs, execution, blockBytes);
      return false;
    }
    long before = next;
    long at = next * blockBytes;
    for (int index = 0; index < runs.count() && !isFull; index++) {
      long runEnd = at + runs.lengthBytes(index);
      if (next * blockBytes < at && (next + 1) * blockBytes <= runEnd) {
        // A block that lies partly in this run, partly before it, takes space.
        tell(1, AllocationState.MAPPED);
      }
      long whole = runEnd / blockBytes - next;
      if (next * blockBytes >= at && whole > 0) {
        tell(whole, runs.state(index));
      }
      at = runEnd;
    }
    if (next == before && !isFull) {
      // Nothing whole was told, so that nothing is known of this block.
      tell(1, AllocationState.MAPPED);
    }
    return true;
  }

  private void tell(long length, AllocationState told) {
    if (!reportType.tells(told)) {
      next += length;
      return;
    }
    long left = length;
    while (left > 0) {
      int last = count - 1;
      boolean continues =
          count > 0
              && state[last] == told
              && first[last] + blocks[last] == next
              && blocks[last] < DESCRIPTOR_BLOCKS_MAX;
      if (!continues) {
        if (count == first.length) {
          isFull = true;
          return;
        }
        last = count++;
        first[last] = next;
        blocks[last] = 0;
        state[last] = told;
      }
      long taken = Math.min(left, DESCRIPTOR_BLOCKS_MAX - blocks[last]);
      blocks[last] += taken;
      next += taken;
      left -= taken;
    }
  }

  private void finish(long nowNs, CommandExecution execution) {
    int length = HEADER_BYTES + count * DESCRIPTOR_BYTES;
    ByteBuffer data = execution.parameterData(nowNs, length);
    if (data == null) {
      return;
    }
    ParameterData.put32(data, 0, length - 4);
    ParameterData.put8(data, 7, completionCondition() << 1 | RTP);
    for (int index = 0; index < count; index++) {
      int at = HEADER_BYTES + index * DESCRIPTOR_BYTES;
      data.putLong(at, first[index]);
      ParameterData.put32(data, at + 8, blocks[index]);
      ParameterData.put8(data, at + 12, provisioningStatus(state[index]));
    }
    execution.goodWithParameterData(nowNs, length, allocationLength);
  }

  private int completionCondition() {
    if (next < end) {
      return isFull && first.length < DESCRIPTORS_MAX ? ALLOCATION_LENGTH_MET : 0;
    }
    return end == provisioning.disk().view().capacityBlocks() ? CAPACITY_REACHED : SCAN_LENGTH_MET;
  }

  private static int provisioningStatus(AllocationState state) {
    return switch (state) {
      case MAPPED -> 0;
      case DEALLOCATED -> 1;
      case ANCHORED -> 2;
    };
  }
}
