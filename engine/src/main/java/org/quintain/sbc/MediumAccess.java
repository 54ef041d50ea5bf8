// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.RangeLocks;
import org.quintain.fabric.Command;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.sbc.protection.ProtectedAccess;
import org.quintain.sbc.protection.ProtectedScatter;
import org.quintain.sbc.protection.Protection;
import org.quintain.store.StoreResult;

/**
 * The few steps that all commands which move or compare logical blocks are made of: fetch their
 * Data-Out, bring blocks of the medium to memory, put blocks from memory to the medium, compare.
 * One of it serves a disk; what a command needs meanwhile is in its {@link CommandExecution}.
 *
 * <p>Where the application client announces less Data-Out than the CDB asks for, the whole blocks
 * that it covers count, and the residual overflow tells of the rest (RFC 7143 11.4.5.1).
 */
final class MediumAccess {
  private static final CommandStep GOOD = (nowNs, execution) -> execution.good(nowNs);

  private final DiskDeviceServer disk;
  private final RangeLocks locks;
  private final MarkedBlocks marks;
  private final Protection protection;
  private final ProtectedAccess guarded;

  MediumAccess(DiskDeviceServer disk, RangeLocks locks, MarkedBlocks marks) {
    this.disk = disk;
    this.locks = locks;
    this.marks = marks;
    this.protection = disk.protection();
    this.guarded = new ProtectedAccess(disk.protection(), locks, disk::store);
  }

  int blockBytes() {
    return disk.view().blockBytes();
  }

  /** The same steps where the medium is formatted with protection information. */
  ProtectedAccess guarded() {
    return guarded;
  }

  /** How many bytes are transferred for one block, with protection information if it comes. */
  int transferBytesPerBlock(CommandExecution execution) {
    return protection.isOn() ? guarded.bytesPerBlock(execution) : blockBytes();
  }

  // Data-Out.

  /** Fetches {@code blocks} blocks of Data-Out, then runs {@code then}. */
  void receive(long nowNs, CommandExecution execution, long blocks, CommandStep then) {
    if (protection.isOn()) {
      guarded.receive(nowNs, execution, blocks, then);
      return;
    }
    Command command = execution.command();
    long asked = blocks * blockBytes();
    command.transfers(asked, 0);
    execution.receiveDataOut(nowNs, Math.min(asked, command.expectedDataOutBytes()), then);
  }

  /** How many bytes of the Data-Out that was fetched make whole blocks. */
  int receivedBytes(CommandExecution execution) {
    if (protection.isOn()) {
      return guarded.receivedBlocks(execution) * blockBytes();
    }
    Command command = execution.command();
    long received = Math.min(command.dataOutBytes(), command.expectedDataOutBytes());
    int blockBytes = blockBytes();
    // Nearly always all came that was asked for, and needs no division.
    return received == (long) execution.blocks() * blockBytes
        ? (int) received
        : (int) (received / blockBytes * blockBytes);
  }

  /**
   * As {@link #receive}, for commands that part of their Data-Out would make no sense to: whoever
   * announces another number of bytes than the CDB asks for is told that these do not fit.
   */
  void receiveExactly(long nowNs, CommandExecution execution, long blocks, CommandStep then) {
    long asked = blocks * transferBytesPerBlock(execution);
    if (asked > 0 && execution.command().expectedDataOutBytes() != asked) {
      execution.terminate(nowNs, AdditionalSense.INVALID_FIELD_IN_INFORMATION_UNIT);
    } else {
      receive(nowNs, execution, blocks, then);
    }
  }

  /** The memory that Data-Out was fetched into, from its first byte on. */
  ByteBuffer dataOut(CommandExecution execution) {
    MemoryBlock block = execution.command().dataOutBlock();
    Check.that(block != null, "Data-Out that was received is in the command's block");
    return block.bytes();
  }

  /** What WRITE SCATTERED does with protection information; null where the medium has none. */
  @Nullable ProtectedScatter scatter() {
    return protection.isOn() ? guarded.scatter() : null;
  }

  // From the medium.

  /**
   * Brings {@code lengthBytes} bytes, whole blocks, from block {@code first} on to where {@link
   * #medium} tells, then runs {@code then}; a command that cannot have them ends instead.
   */
  void load(long nowNs, CommandExecution execution, long first, int lengthBytes, CommandStep then) {
    long offset = first * blockBytes();
    if (locks.lendToLook(execution, disk.store(), offset, lengthBytes)) {
      then.run(nowNs, execution);
    } else {
      copy(nowNs, execution, first, lengthBytes, then);
    }
  }

  /** As {@link #load}, into memory of the command's own that it may change: {@link #copied}. */
  void copy(long nowNs, CommandExecution execution, long first, int lengthBytes, CommandStep then) {
    if (protection.isOn()) {
      guarded.copy(nowNs, execution, first, lengthBytes, then);
      return;
    }
    MemoryBlock block = execution.command().dataInBlock();
    if (block == null) {
      block = execution.acquireDataIn(lengthBytes);
    }
    if (block == null) {
      execution.busy(nowNs);
      return;
    }
    execution.storeRequest().read(first * blockBytes()).add(block.bytes(), 0, lengthBytes);
    locks.submit(nowNs, execution, disk.store(), then);
  }

  /** Where {@link #load} brought the blocks. */
  static SegmentList medium(CommandExecution execution) {
    SegmentList lent = execution.command().dataIn();
    return lent.count() > 0 ? lent : execution.storeSegments();
  }

  /** Where {@link #copy} brought the blocks, from its first byte on. */
  static ByteBuffer copied(CommandExecution execution) {
    MemoryBlock block = execution.command().dataInBlock();
    Check.that(block != null, "blocks that were copied are in the command's block");
    return block.bytes();
  }

  /** Whether the last store request failed, and the command has ended for it. */
  boolean hasFailed(long nowNs, CommandExecution execution) {
    if (execution.storeResult() == StoreResult.DONE) {
      return false;
    }
    StoreErrors.end(nowNs, execution, blockBytes());
    return true;
  }

  /**
   * Whether a block of the command's range is marked as a pseudo unrecovered error, and the command
   * has ended for it (SBC-4 4.18.2).
   */
  boolean endsAtMark(long nowNs, CommandExecution execution) {
    if (marks.isEmpty()) {
      return false;
    }
    long marked = marks.firstWithin(execution.firstBlock(), execution.blocks());
    if (marked < 0) {
      return false;
    }
    execution.command().dataIn().clear();
    execution.terminateAfterData(nowNs, MarkedBlocks.sense(marked));
    return true;
  }

  // To the medium.

  /**
   * Writes {@code lengthBytes} bytes, whole blocks, of {@code from} to block {@code first} and the
   * following, then runs {@code then}.
   */
  void store(
      long nowNs,
      CommandExecution execution,
      long first,
      ByteBuffer from,
      int fromBytes,
      int lengthBytes,
      boolean isForceUnitAccess,
      CommandStep then) {
    execution
        .storeRequest()
        .write(first * blockBytes(), isForceUnitAccess || disk.view().writesThrough())
        .add(from, fromBytes, lengthBytes);
    if (protection.isOn()) {
      guarded.submit(nowNs, execution, then);
    } else {
      locks.submit(nowNs, execution, disk.store(), then);
    }
  }

  /** Submits the store request that is prepared, as soon as nobody else holds its bytes. */
  void submit(long nowNs, CommandExecution execution, CommandStep then) {
    if (protection.isOn()) {
      guarded.submit(nowNs, execution, then);
      return;
    }
    locks.submit(nowNs, execution, disk.store(), then);
  }

  /**
   * Runs {@code then} when nobody else may read or change the {@code blocks} blocks from {@code
   * first} on until the command ends (SBC-4 4.25, 4.29.3).
   */
  void hold(long nowNs, CommandExecution execution, long first, long blocks, CommandStep then) {
    locks.hold(nowNs, execution, first * blockBytes(), blocks * blockBytes(), true, then);
  }

  /** Ends a command that wrote its range with GOOD, its marks being gone. */
  void goodWritten(long nowNs, CommandExecution execution) {
    if (marks.isEmpty()) {
      execution.good(nowNs);
    } else {
      goodWritten(nowNs, execution, execution.firstBlock(), execution.blocks());
    }
  }

  /** The same for any range. */
  void goodWritten(long nowNs, CommandExecution execution, long first, long blocks) {
    if (marks.isEmpty()) {
      execution.good(nowNs);
    } else {
      marks.clear(nowNs, execution, first, blocks, GOOD);
    }
  }

  /** Clears the marks of the command's range, then runs {@code then}. */
  void clearMarks(long nowNs, CommandExecution execution, CommandStep then) {
    if (marks.isEmpty()) {
      then.run(nowNs, execution);
    } else {
      marks.clear(nowNs, execution, execution.firstBlock(), execution.blocks(), then);
    }
  }

  // Comparing.

  /**
   * How the protection information of blocks that {@link #copy} brought differs from what was
   * received with Data-Out that is equal to them, of one block with {@code isRepeated}; null where
   * it does not, or none came.
   */
  @Nullable SenseData difference(CommandExecution execution, boolean isRepeated) {
    return protection.isOn() ? guarded.difference(execution, isRepeated) : null;
  }

  /**
   * Where {@code medium} first differs from {@code expected}, which repeats after {@code
   * periodBytes}; in bytes, or -1.
   */
  static long firstDifference(SegmentList medium, ByteBuffer expected, int periodBytes) {
    long at = 0;
    for (int index = 0; index < medium.count(); index++) {
      int done = 0;
      while (done < medium.length(index)) {
        int from = (int) (at % periodBytes);
        int length = Math.min(medium.length(index) - done, periodBytes - from);
        int mismatch =
            mismatch(medium.base(index), medium.offset(index) + done, expected, from, length);
        if (mismatch < length) {
          return at + mismatch;
        }
        done += length;
        at += length;
      }
    }
    return -1;
  }

  /** The first of {@code length} bytes that differs, or {@code length}; makes no objects. */
  private static int mismatch(
      ByteBuffer one, int oneAt, ByteBuffer other, int otherAt, int length) {
    int done = 0;
    for (; done + 8 <= length; done += 8) {
      long difference = one.getLong(oneAt + done) ^ other.getLong(otherAt + done);
      if (difference != 0) {
        return done + Long.numberOfLeadingZeros(difference) / 8;
      }
    }
    while (done < length && one.get(oneAt + done) == other.get(otherAt + done)) {
      done++;
    }
    return done;
  }
}
