// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.store.StoreResult;

/**
 * UNMAP (SBC-4 5.29). The whole parameter list is checked before the first block is unmapped; a
 * descriptor that the list or its lengths cut off is left out.
 *
 * <pre>
 * list:       UNMAP DATA LENGTH (2) | UNMAP BLOCK DESCRIPTOR DATA LENGTH (2) | reserved (4)
 * descriptor: UNMAP LOGICAL BLOCK ADDRESS (8) | NUMBER OF LOGICAL BLOCKS (4) | reserved (4)
 * </pre>
 */
final class UnmapCommand {
  private static final int ANCHOR_BIT = 0;
  private static final int HEADER_BYTES = 8;
  private static final int DESCRIPTOR_BYTES = 16;

  private final Provisioning provisioning;
  private final CommandStep afterList = this::afterList;
  private final CommandStep afterUnmap = this::afterUnmap;

  UnmapCommand(Provisioning provisioning) {
    this.provisioning = provisioning;
  }

  void addTo(CommandTable table) {
    int anchor = provisioning.canAnchor() ? 0x01 : 0x00;
    table.add(
        CommandDefinition.command("UNMAP")
            .usage(0x42, anchor, 0x00, 0x00, 0x00, 0x00, 0x3F, 0xFF, 0xFF, 0x00)
            .groupNumberAt(6)
            .takesDataOut()
            .writingMedium()
            .timeouts(10, 120)
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(this::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    int length = Cdb.u16(execution.cdb(), 7);
    if (length == 0) {
      execution.good(nowNs);
    } else if (length < HEADER_BYTES) {
      execution.terminate(nowNs, AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    } else {
      ParameterList.receive(nowNs, execution, length, afterList);
    }
  }

  private void afterList(long nowNs, CommandExecution execution) {
    byte[] list = ParameterList.of(execution);
    int dataEnd = Math.min(list.length, 2 + Cdb.u16(list, 0));
    int descriptorsEnd = Math.min(dataEnd, HEADER_BYTES + Cdb.u16(list, 2));
    int count = Math.max(0, descriptorsEnd - HEADER_BYTES) / DESCRIPTOR_BYTES;
    if (count > provisioning.unmapDescriptorsMax()) {
      execution.terminateAfterData(nowNs, SenseData.invalidFieldInParameterList(2, 7));
      return;
    }
    long[] firsts = new long[count];
    long[] blocks = new long[count];
    if (parse(nowNs, execution, list, firsts, blocks)) {
      boolean isAnchor = Cdb.isSet(execution.cdb(), 1, ANCHOR_BIT);
      provisioning.unmap(nowNs, execution, isAnchor, firsts, blocks, afterUnmap);
    }
  }

  /** False when a descriptor is wrong and the command has ended. */
  private boolean parse(
      long nowNs, CommandExecution execution, byte[] list, long[] firsts, long[] blocks) {
    LogicalUnitView view = provisioning.disk().view();
    long total = 0;
    for (int index = 0; index < firsts.length; index++) {
      int at = HEADER_BYTES + index * DESCRIPTOR_BYTES;
      firsts[index] = Cdb.u64(list, at);
      blocks[index] = Cdb.u32(list, at + 8);
      total += blocks[index];
      if (!BlockRange.isWithin(firsts[index], blocks[index], view.capacityBlocks())) {
        BlockRange.outOfRange(nowNs, execution, firsts[index], view);
        return false;
      }
      if (total > provisioning.unmapBlocksMax()) {
        execution.terminateAfterData(nowNs, SenseData.invalidFieldInParameterList(at + 8, 7));
        return false;
      }
    }
    return true;
  }

  private void afterUnmap(long nowNs, CommandExecution execution) {
    if (execution.storeResult() == StoreResult.DONE) {
      execution.good(nowNs);
    } else {
      StoreErrors.end(nowNs, execution, provisioning.disk().view().blockBytes());
    }
  }
}
