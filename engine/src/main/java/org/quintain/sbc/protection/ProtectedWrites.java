// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.RangeLocks;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;

/**
 * Gives protection information to what is written (SBC-4 5.40, WRPROTECT): what was received with
 * it, or the device server's own. The half of {@link ProtectedAccess} that leads to the medium.
 */
final class ProtectedWrites {
  private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);

  private final Protection protection;
  private final RangeLocks locks;
  private final Supplier<BackingStore> store;
  private final CommandStep writeHeld = this::writeHeld;

  ProtectedWrites(Protection protection, RangeLocks locks, Supplier<BackingStore> store) {
    this.protection = protection;
    this.locks = locks;
    this.store = store;
  }

  /**
   * Submits the request that is prepared. What writes no data, as WRITE SAME with NDOB, leaves
   * protection information that says nothing, which the store does by itself (SBC-4 5.53).
   */
  void submit(long nowNs, CommandExecution execution, CommandStep then) {
    StoreRequest request = execution.storeRequest();
    if (request.operation() != StoreOperation.WRITE) {
      locks.submit(nowNs, execution, store.get(), then);
      return;
    }
    ProtectedTransfer transfer = ProtectedTransfer.of(execution, protection);
    int blockBytes = transfer.format.blockBytes();
    transfer.first = request.offsetBytes() / blockBytes;
    transfer.blocks = (int) (request.lengthBytes() / blockBytes);
    MemoryBlock information =
        execution.scratch(ProtectedAccess.STORED, transfer.informationBytes());
    if (information == null) {
      execution.busy(nowNs);
      return;
    }
    fill(execution, transfer, information.bytes());
    ProtectedStore.turnOver(information.bytes(), transfer.intervals());
    request.information().add(information.bytes(), 0, transfer.informationBytes());
    transfer.then(then);
    transfer.hold(nowNs, execution, locks, writeHeld);
  }

  private void writeHeld(long nowNs, CommandExecution execution) {
    ProtectedTransfer transfer = ProtectedTransfer.of(execution, protection);
    execution.submit(nowNs, store.get(), transfer.takeThen());
  }

  private void fill(
      CommandExecution execution, ProtectedTransfer transfer, ByteBuffer information) {
    SegmentList segments = execution.storeRequest().segments();
    ProtectionFormat format = transfer.format;
    int done = 0;
    for (int index = 0; index < segments.count(); index++) {
      int blocks = segments.length(index) / format.blockBytes();
      Check.that(
          blocks * format.blockBytes() == segments.length(index),
          "a piece of a write is whole blocks");
      transfer.there.apart(
          format,
          segments.base(index),
          segments.offset(index),
          information,
          done * format.informationBytesPerBlock());
      if (transfer.isTransferred()) {
        take(execution, transfer, segments.offset(index), done, blocks);
      } else {
        transfer.expect(execution, protection, transfer.first + done);
        int intervals = blocks * format.intervalsPerBlock();
        IntervalCheck.generate(transfer.there, transfer.tags, 0, intervals);
      }
      done += blocks;
    }
  }

  /**
   * Takes what was received for {@code blocks} blocks, which begin {@code done} blocks into the
   * write and lie {@code offset} bytes into the Data-Out block where they come straight from it.
   */
  private static void take(
      CommandExecution execution, ProtectedTransfer transfer, int offset, int done, int blocks) {
    ProtectionFormat format = transfer.format;
    int perBlock = format.intervalsPerBlock();
    int intervals = blocks * perBlock;
    IntervalLayout given =
        transfer.here.apart(format, NO_DATA, 0, ProtectedAccess.received(execution), 0);
    IntervalLayout written = transfer.there;
    long before = (transfer.first + done - execution.firstBlock()) * perBlock;
    byte[] cdb = execution.cdb();
    boolean isSame = ProtectField.isWriteSame(cdb);
    boolean isOr = ProtectField.isOrWrite(cdb);
    int from =
        isOr || ProtectField.isScattered(cdb) ? (int) before : offset / format.intervalBytes();
    for (int interval = 0; interval < intervals; interval++) {
      if (isSame) {
        int within = interval % perBlock;
        long on = before + interval - within;
        written.information(
            interval, IntervalCheck.repeated(given.information(within), format, on));
      } else if (isOr) {
        // Bits were set in what was received: its guard is of other data.
        written.informationWithOwnGuard(interval, given.information(from + interval));
      } else {
        written.information(interval, given.information(from + interval));
      }
    }
  }
}
