// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.RangeLocks;
import org.quintain.fabric.Command;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreResult;

/**
 * The steps of a transfer on a medium that is formatted with protection information. Data-Out is
 * checked and taken apart as soon as it is there, so that whoever asked for it sees user data
 * alone; what is read is checked before anybody sees it; what is written is given protection
 * information, the received or the device server's own. Each command holds its blocks while they
 * and their protection information are two requests to two stores.
 *
 * <p>One of it serves a disk; what a command needs meanwhile is in its {@link ProtectedTransfer}.
 */
public final class ProtectedAccess {
  /** The scratch memory of received protection information, as it was received. */
  static final int RECEIVED = 0;

  /** The scratch memory of protection information that comes from the medium or goes there. */
  static final int STORED = 1;

  private final Protection protection;
  private final RangeLocks locks;
  private final Supplier<BackingStore> store;
  private final ProtectedWrites writes;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep readHeld = this::readHeld;
  private final CommandStep afterRead = this::afterRead;

  /**
   * The steps of a disk with {@code protection} whose commands hold ranges in {@code locks} and
   * whose blocks are in {@code store}.
   */
  public ProtectedAccess(Protection protection, RangeLocks locks, Supplier<BackingStore> store) {
    this.protection = protection;
    this.locks = locks;
    this.store = store;
    this.writes = new ProtectedWrites(protection, locks, store);
  }

  /** Whether the medium is formatted with protection information: else nothing here is for it. */
  public boolean isOn() {
    return protection.isOn();
  }

  private ProtectedTransfer transfer(CommandExecution execution) {
    return ProtectedTransfer.of(execution, protection);
  }

  /** How many bytes are transferred for one block of the command. */
  public int bytesPerBlock(CommandExecution execution) {
    return transfer(execution).bytesPerBlock();
  }

  /** What WRITE SCATTERED does with its ranges. */
  public ProtectedScatter scatter() {
    return new ProtectedScatter(protection);
  }

  // Data-Out.

  /** Fetches {@code blocks} blocks of Data-Out, checks them, then runs {@code then}. */
  public void receive(long nowNs, CommandExecution execution, long blocks, CommandStep then) {
    ProtectedTransfer transfer = transfer(execution);
    Command command = execution.command();
    long asked = blocks * transfer.bytesPerBlock();
    command.transfers(asked, 0);
    transfer.then(then);
    execution.receiveDataOut(nowNs, Math.min(asked, command.expectedDataOutBytes()), afterDataOut);
  }

  /** How many whole blocks of Data-Out were fetched. */
  public int receivedBlocks(CommandExecution execution) {
    Command command = execution.command();
    long received = Math.min(command.dataOutBytes(), command.expectedDataOutBytes());
    return (int) (received / transfer(execution).bytesPerBlock());
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    ProtectedTransfer transfer = transfer(execution);
    int blocks = receivedBlocks(execution);
    // A list of ranges comes before the blocks of WRITE SCATTERED, which is looked at first.
    boolean isWhole = !ProtectField.isScattered(execution.cdb());
    if (transfer.isTransferred() && blocks > 0 && isWhole) {
      MemoryBlock received =
          execution.scratch(RECEIVED, blocks * transfer.format.informationBytesPerBlock());
      if (received == null) {
        execution.busy(nowNs);
        return;
      }
      ByteBuffer data = dataOut(execution);
      SenseData refusal = checkReceived(execution, transfer, data, blocks);
      if (refusal != null) {
        execution.terminateAfterData(nowNs, refusal);
        return;
      }
      ProtectionFormat format = transfer.format;
      transfer
          .there
          .apart(format, data, 0, received.bytes(), 0)
          .moveFrom(
              transfer.here.interleaved(format, data, 0),
              blocks * format.intervalsPerBlock(),
              false);
    }
    transfer.goOn(nowNs, execution);
  }

  private static ByteBuffer dataOut(CommandExecution execution) {
    MemoryBlock block = execution.command().dataOutBlock();
    Check.that(block != null, "Data-Out that was received is in the command's block");
    return block.bytes();
  }

  /** Checks what was received; COMPARE AND WRITE brings each of its blocks twice. */
  private @Nullable SenseData checkReceived(
      CommandExecution execution, ProtectedTransfer transfer, ByteBuffer data, int blocks) {
    ProtectionFormat format = transfer.format;
    int checks = ProtectionChecks.ofReceived(transfer.protect);
    int period =
        ProtectField.isCompareAndWrite(execution.cdb()) ? Math.max(1, execution.blocks()) : blocks;
    transfer.expect(execution, protection, execution.firstBlock());
    for (int done = 0; done < blocks; done += period) {
      int intervals = Math.min(period, blocks - done) * format.intervalsPerBlock();
      transfer.here.interleaved(format, data, done * format.transferBytesPerBlock());
      if (ProtectField.isWriteSame(execution.cdb()) && isUnset(transfer.here, intervals)) {
        continue;
      }
      long answer = IntervalCheck.check(transfer.here, transfer.tags, 0, intervals, checks, false);
      if (answer != IntervalCheck.GOOD) {
        return ProtectionSense.failed(transfer.tags, answer);
      }
    }
    return null;
  }

  private static boolean isUnset(IntervalLayout layout, int intervals) {
    for (int index = 0; index < intervals; index++) {
      if (layout.information(index) != ProtectionInformation.UNSET) {
        return false;
      }
    }
    return true;
  }

  // From the medium.

  /**
   * Brings {@code lengthBytes} bytes, whole blocks, from block {@code first} on to the command's
   * Data-In block, checks their protection information, then runs {@code then}; a command that
   * cannot have them ends instead, but for a store's failure, which {@code then} sees.
   */
  public void copy(
      long nowNs, CommandExecution execution, long first, int lengthBytes, CommandStep then) {
    ProtectedTransfer transfer = transfer(execution);
    transfer.first = first;
    transfer.blocks = lengthBytes / transfer.format.blockBytes();
    MemoryBlock data = execution.command().dataInBlock();
    if (data == null) {
      data = execution.acquireDataIn(lengthBytes + transfer.informationBytes());
    }
    MemoryBlock information = execution.scratch(STORED, transfer.informationBytes());
    if (data == null || information == null) {
      execution.busy(nowNs);
      return;
    }
    transfer.then(then);
    transfer.hold(nowNs, execution, locks, readHeld);
  }

  private void readHeld(long nowNs, CommandExecution execution) {
    ProtectedTransfer transfer = transfer(execution);
    int blockBytes = transfer.format.blockBytes();
    execution
        .storeRequest()
        .read(transfer.first * blockBytes)
        .add(copied(execution), 0, transfer.blocks * blockBytes);
    execution.storeRequest().information().add(stored(execution), 0, transfer.informationBytes());
    execution.submit(nowNs, store.get(), afterRead);
  }

  private static ByteBuffer copied(CommandExecution execution) {
    MemoryBlock block = execution.command().dataInBlock();
    Check.that(block != null, "blocks that were copied are in the command's block");
    return block.bytes();
  }

  private ByteBuffer stored(CommandExecution execution) {
    MemoryBlock block = execution.scratch(STORED, transfer(execution).informationBytes());
    Check.that(block != null, "protection information that was asked for has memory");
    return block.bytes();
  }

  static ByteBuffer received(CommandExecution execution) {
    MemoryBlock block = execution.scratch(RECEIVED, 0);
    Check.that(block != null, "protection information that was received has memory");
    return block.bytes();
  }

  private void afterRead(long nowNs, CommandExecution execution) {
    ProtectedTransfer transfer = transfer(execution);
    if (execution.storeResult() == StoreResult.DONE) {
      ByteBuffer information = stored(execution);
      ProtectedStore.turnOver(information, transfer.intervals());
      SenseData refusal = checkStored(execution, transfer, information);
      if (refusal != null) {
        end(nowNs, execution, refusal);
        return;
      }
    }
    transfer.goOn(nowNs, execution);
  }

  private @Nullable SenseData checkStored(
      CommandExecution execution, ProtectedTransfer transfer, ByteBuffer information) {
    int value = transfer.protect;
    if (value == 0 && protection.control().checksOnlyIfAsked()) {
      return null;
    }
    int checks =
        ProtectField.isComparing(execution.cdb())
            ? ProtectionChecks.ofVerified(value)
            : ProtectionChecks.ofRead(value);
    transfer.expect(execution, protection, transfer.first);
    transfer.here.apart(transfer.format, copied(execution), 0, information, 0);
    long answer =
        IntervalCheck.check(transfer.here, transfer.tags, 0, transfer.intervals(), checks, true);
    return answer == IntervalCheck.GOOD ? null : ProtectionSense.failed(transfer.tags, answer);
  }

  /** CHECK CONDITION, with what Data-Out there was taken and no Data-In. */
  private static void end(long nowNs, CommandExecution execution, SenseData sense) {
    execution.command().dataIn().clear();
    if (execution.command().dataOutBytes() > 0) {
      execution.terminateAfterData(nowNs, sense);
    } else {
      execution.terminate(nowNs, sense);
    }
  }

  /**
   * Puts the protection information of the blocks that {@link #copy} brought behind each interval,
   * if the CDB asks for it: the command's Data-In block is then as it is transferred.
   */
  public void interleave(CommandExecution execution) {
    ProtectedTransfer transfer = transfer(execution);
    if (!transfer.isTransferred()) {
      return;
    }
    ByteBuffer data = copied(execution);
    transfer
        .there
        .interleaved(transfer.format, data, 0)
        .moveFrom(
            transfer.here.apart(transfer.format, data, 0, stored(execution), 0),
            transfer.intervals(),
            true);
  }

  /**
   * Compares the protection information that {@link #copy} brought with what was received, of which
   * {@code isRepeated} says that it is one block's; null where nothing differs that counts.
   */
  public @Nullable SenseData difference(CommandExecution execution, boolean isRepeated) {
    ProtectedTransfer transfer = transfer(execution);
    ProtectionFormat format = transfer.format;
    int compared =
        ProtectionChecks.ofCompared(
            transfer.protect, format.type(), protection.control().isApplicationTagOwner());
    if (compared == ProtectionChecks.NONE || !ProtectField.isComparing(execution.cdb())) {
      return null;
    }
    ByteBuffer data = copied(execution);
    transfer.there.apart(format, data, 0, received(execution), 0);
    transfer.here.apart(format, data, 0, stored(execution), 0);
    long answer =
        IntervalCheck.compare(
            transfer.there, transfer.here, format, transfer.intervals(), compared, isRepeated);
    return answer == IntervalCheck.GOOD ? null : ProtectionSense.differs(answer);
  }

  // To the medium.

  /**
   * Submits the request that is prepared, with the protection information that belongs to the
   * blocks if it writes them, then runs {@code then}.
   */
  public void submit(long nowNs, CommandExecution execution, CommandStep then) {
    writes.submit(nowNs, execution, then);
  }
}
