// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * ORWRITE(16) and (32) (SBC-4 4.27, 5.10, 5.11): bits of a bitmap on the medium are set by those of
 * Data-Out (OR), or the generation is changed and bits are cleared (AND). What happens to a set
 * operation of another generation is the policy that the last change of generation said. Nothing
 * comes between the read and the write.
 */
final class OrWriteCommands {
  private static final int SERVICE_ACTION = 0x000E;
  private static final int OPERATION_AT = 2;
  private static final int POLICY_AT = 3;
  private static final int EXPECTED_AT = 20;
  private static final int NEW_AT = 24;
  private static final int CHANGE_AND_CLEAR = 1;
  private static final int POLICY_AT_POWER_ON = 7;

  /** What becomes of a set operation. */
  private enum Action {
    PERFORM,
    DISCARD,
    REFUSE
  }

  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterHold = this::afterHold;
  private final CommandStep afterRead = this::afterRead;
  private final CommandStep afterWrite = this::afterWrite;

  // Kept over logical unit resets, gone with power (SBC-4 4.27.3).
  private long currentGeneration;
  private long previousGeneration;
  private int policy = POLICY_AT_POWER_ON;

  private OrWriteCommands(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    OrWriteCommands commands = new OrWriteCommands(disk);
    int flags = DataCommands.transferFlags(disk);
    table.add(
        DataCommands.writing("ORWRITE(16)", BlockShape.SIXTEEN.usage(0x8B, flags))
            .executedBy(commands::execute));
    int[] usage = BlockShape.longUsage(SERVICE_ACTION, flags);
    usage[OPERATION_AT] = 0x07;
    usage[POLICY_AT] = 0x0F;
    CommandDefinition.Builder row = DataCommands.writing("ORWRITE(32)", usage);
    table.add(row.withVariableLengthServiceAction().executedBy(commands::execute));
  }

  private static boolean isLong(CommandExecution execution) {
    return BlockShape.of(execution.cdb()) == BlockShape.THIRTY_TWO;
  }

  private static boolean isChange(CommandExecution execution) {
    return isLong(execution) && (execution.cdb()[OPERATION_AT] & 0x07) == CHANGE_AND_CLEAR;
  }

  private void execute(long nowNs, CommandExecution execution) {
    if (isLong(execution)) {
      if ((execution.cdb()[OPERATION_AT] & 0x07) > CHANGE_AND_CLEAR) {
        execution.terminate(nowNs, SenseData.invalidFieldInCdb(OPERATION_AT, 2));
        return;
      }
      if (isChange(execution) && !isPolicy(execution.cdb()[POLICY_AT] & 0x0F)) {
        execution.terminate(nowNs, SenseData.invalidFieldInCdb(POLICY_AT, 3));
        return;
      }
    }
    if (BlockRange.parse(nowNs, execution, disk.view())) {
      access.receiveExactly(nowNs, execution, execution.blocks(), afterDataOut);
    }
  }

  private static boolean isPolicy(int code) {
    return code == 0 || code == 2 || code == 3 || code == 5 || code == 7;
  }

  /** SBC-4 4.27.4, table 29. */
  private Action actionOnSet(long expectedGeneration) {
    if (expectedGeneration == currentGeneration) {
      return Action.PERFORM;
    }
    boolean isPrevious = expectedGeneration == previousGeneration;
    return switch (policy) {
      case 0 -> isPrevious ? Action.PERFORM : Action.REFUSE;
      case 2 -> isPrevious ? Action.DISCARD : Action.REFUSE;
      case 3 -> Action.PERFORM;
      case 5 -> Action.DISCARD;
      default -> Action.REFUSE;
    };
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    if (isChange(execution)) {
      // Of two changes of one generation only the first is to find it: they exclude each other.
      access.hold(nowNs, execution, 0, disk.view().capacityBlocks(), afterHold);
    } else {
      access.hold(nowNs, execution, execution.firstBlock(), execution.blocks(), afterHold);
    }
  }

  private void afterHold(long nowNs, CommandExecution execution) {
    long expected = isLong(execution) ? Cdb.u32(execution.cdb(), EXPECTED_AT) : 0;
    Action action =
        !isChange(execution)
            ? actionOnSet(expected)
            : expected == currentGeneration ? Action.PERFORM : Action.REFUSE;
    switch (action) {
      case REFUSE ->
          execution.terminateAfterData(
              nowNs, SenseData.of(AdditionalSense.ORWRITE_GENERATION_DOES_NOT_MATCH));
      case DISCARD -> execution.good(nowNs);
      case PERFORM -> perform(nowNs, execution);
    }
  }

  private void perform(long nowNs, CommandExecution execution) {
    int bytes = access.receivedBytes(execution);
    if (bytes == 0) {
      finish(nowNs, execution);
    } else if (!access.endsAtMark(nowNs, execution)) {
      access.copy(nowNs, execution, execution.firstBlock(), bytes, afterRead);
    }
  }

  private void afterRead(long nowNs, CommandExecution execution) {
    if (access.hasFailed(nowNs, execution)) {
      return;
    }
    ByteBuffer bitmap = MediumAccess.copied(execution);
    int bytes = access.receivedBytes(execution);
    combine(bitmap, access.dataOut(execution), bytes, isChange(execution));
    byte[] cdb = execution.cdb();
    access.store(
        nowNs,
        execution,
        execution.firstBlock(),
        bitmap,
        0,
        bytes,
        BlockShape.of(cdb).isForceUnitAccess(cdb),
        afterWrite);
  }

  private static void combine(ByteBuffer bitmap, ByteBuffer with, int bytes, boolean isAnd) {
    for (int at = 0; at < bytes; at += 8) {
      long one = bitmap.getLong(at);
      long other = with.getLong(at);
      bitmap.putLong(at, isAnd ? one & other : one | other);
    }
  }

  private void afterWrite(long nowNs, CommandExecution execution) {
    if (!access.hasFailed(nowNs, execution)) {
      finish(nowNs, execution);
    }
  }

  private void finish(long nowNs, CommandExecution execution) {
    if (isChange(execution)) {
      policy = execution.cdb()[POLICY_AT] & 0x0F;
      previousGeneration = currentGeneration;
      currentGeneration = Cdb.u32(execution.cdb(), NEW_AT);
    }
    access.goodWritten(nowNs, execution);
  }
}
