// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreResult;

/**
 * REASSIGN BLOCKS (SBC-4 5.26): each block that the list names is read, written anew, durably, for
 * which the store finds it a good place, and taken into the grown defect list. A block that cannot
 * be read any more is zeros afterwards.
 *
 * <pre>
 * byte 1: LONGLBA 1, LONGLIST 0     short header: 0 0 | DEFECT LIST LENGTH (2)     long: LENGTH (4)
 * </pre>
 *
 * <p>The command holds the range from the lowest block to the highest, so that no write comes
 * between the read of a block and its write.
 */
final class ReassignBlocks {
  private static final int HEADER_BYTES = 4;
  private static final int LIST_BYTES_MAX = HEADER_BYTES + 8 * GrownDefectList.DEFECTS_MAX;

  private final MediumHost host;
  private final GrownDefectList defects;
  private final CommandStep afterList = this::afterList;
  private final CommandStep next = this::next;
  private final CommandStep afterRead = this::afterRead;
  private final CommandStep afterWrite = this::afterWrite;
  private final CommandStep afterMark = this::afterMark;
  private final CommandStep afterSave = this::afterSave;

  ReassignBlocks(MediumHost host, GrownDefectList defects) {
    this.host = host;
    this.defects = defects;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("REASSIGN BLOCKS")
            .usage(0x07, 0x03, 0x00, 0x00, 0x00, 0x00)
            .takesDataOut()
            .writingMedium()
            .timeouts(30, 300)
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(this::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    long length = Math.min(execution.command().expectedDataOutBytes(), LIST_BYTES_MAX);
    ParameterList.receive(nowNs, execution, length, afterList);
  }

  private static int descriptorBytes(CommandExecution execution) {
    return Cdb.isSet(execution.cdb(), 1, 1) ? 8 : 4;
  }

  private void afterList(long nowNs, CommandExecution execution) {
    byte[] list = ParameterList.of(execution);
    boolean isLong = Cdb.isSet(execution.cdb(), 1, 0);
    int descriptorBytes = descriptorBytes(execution);
    long length = list.length < HEADER_BYTES ? 0 : isLong ? Cdb.u32(list, 0) : Cdb.u16(list, 2);
    List<Long> blocks = new ArrayList<>();
    SenseData refusal = refusal(list, isLong, length, descriptorBytes, blocks);
    if (refusal != null) {
      execution.terminateAfterData(nowNs, refusal);
      return;
    }
    execution.command().transfers(HEADER_BYTES + length, 0);
    if (blocks.isEmpty()) {
      execution.good(nowNs);
      return;
    }
    if (execution.acquireDataIn(host.view().blockBytes()) == null) {
      execution.busy(nowNs);
      return;
    }
    long blockBytes = host.view().blockBytes();
    long first = blocks.stream().mapToLong(Long::longValue).min().orElse(0);
    long last = blocks.stream().mapToLong(Long::longValue).max().orElse(0);
    // The execution's range counts the descriptors that are done.
    execution.range(blocks.size(), 0);
    host.ranges()
        .hold(nowNs, execution, first * blockBytes, (last - first + 1) * blockBytes, true, next);
  }

  private @Nullable SenseData refusal(
      byte[] list, boolean isLong, long length, int descriptorBytes, List<Long> blocks) {
    if (list.length < HEADER_BYTES) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    if (!isLong && Cdb.u16(list, 0) != 0) {
      return SenseData.invalidFieldInParameterList(0, 7);
    }
    if (length % descriptorBytes != 0) {
      return SenseData.invalidFieldInParameterList(isLong ? 0 : 2, 7);
    }
    if (length > LIST_BYTES_MAX - HEADER_BYTES) {
      return noSpare(0);
    }
    if (HEADER_BYTES + length > list.length) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    for (int at = HEADER_BYTES; at < HEADER_BYTES + length; at += descriptorBytes) {
      long block = descriptorBytes == 4 ? Cdb.u32(list, at) : Cdb.u64(list, at);
      if (Long.compareUnsigned(block, host.view().capacityBlocks()) >= 0) {
        // None is reassigned, so that the first of the list is the first that was not.
        long first = blocks.isEmpty() ? block : blocks.get(0);
        return SenseData.of(AdditionalSense.LOGICAL_BLOCK_ADDRESS_OUT_OF_RANGE)
            .withInformation(block)
            .withCommandSpecificInformation(first);
      }
      blocks.add(block);
    }
    return null;
  }

  private static SenseData noSpare(long block) {
    return SenseData.of(AdditionalSense.NO_DEFECT_SPARE_LOCATION_AVAILABLE)
        .withCommandSpecificInformation(block);
  }

  /** The block that the descriptor of this turn names. */
  private static long block(CommandExecution execution) {
    MemoryBlock list = execution.command().dataOutBlock();
    Check.that(list != null, "Data-Out that was received is in the command's block");
    ByteBuffer bytes = list.bytes();
    int at = HEADER_BYTES + execution.blocks() * descriptorBytes(execution);
    return descriptorBytes(execution) == 8
        ? bytes.getLong(at)
        : Integer.toUnsignedLong(bytes.getInt(at));
  }

  private static MemoryBlock scratch(CommandExecution execution) {
    MemoryBlock block = execution.command().dataInBlock();
    Check.that(block != null, "a reassignment has memory for a block");
    return block;
  }

  private void afterSave(long nowNs, CommandExecution execution) {
    if (defects.isSaved()) {
      execution.good(nowNs);
    } else {
      execution.terminateAfterData(nowNs, SenseData.of(AdditionalSense.DEFECT_LIST_UPDATE_FAILURE));
    }
  }

  private void next(long nowNs, CommandExecution execution) {
    if (execution.blocks() == execution.firstBlock()) {
      execution.suspend(afterSave);
      defects.save(nowNs, (laterNs, isSaved) -> execution.resume(laterNs));
      return;
    }
    long block = block(execution);
    if (!defects.has(block) && defects.size() == GrownDefectList.DEFECTS_MAX) {
      execution.terminateAfterData(nowNs, noSpare(block));
      return;
    }
    int blockBytes = host.view().blockBytes();
    execution
        .storeRequest()
        .read(block * blockBytes)
        .add(scratch(execution).bytes(), 0, blockBytes);
    execution.submit(nowNs, store(), afterRead);
  }

  private BackingStore store() {
    return host.store();
  }

  private void afterRead(long nowNs, CommandExecution execution) {
    int blockBytes = host.view().blockBytes();
    ByteBuffer bytes = scratch(execution).bytes();
    if (execution.storeResult() != StoreResult.DONE || host.isMarked(block(execution))) {
      ParameterData.zero(bytes, blockBytes);
    }
    execution.storeRequest().write(block(execution) * blockBytes, true).add(bytes, 0, blockBytes);
    execution.submit(nowNs, store(), afterWrite);
  }

  private void afterWrite(long nowNs, CommandExecution execution) {
    long block = block(execution);
    if (execution.storeResult() != StoreResult.DONE) {
      execution.terminateAfterData(
          nowNs,
          SenseData.of(AdditionalSense.WRITE_ERROR)
              .withInformation(block)
              .withCommandSpecificInformation(block));
      return;
    }
    defects.add(block);
    host.clearMark(nowNs, execution, block, afterMark);
  }

  private void afterMark(long nowNs, CommandExecution execution) {
    execution.range(execution.firstBlock(), execution.blocks() + 1);
    execution.continueLater(next);
  }
}
