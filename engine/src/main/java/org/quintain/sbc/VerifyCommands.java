// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * VERIFY(10), (12), (16) and (32) (SBC-4 5.36 to 5.39). BYTCHK 00b reads the blocks, 01b compares
 * them with as many blocks of Data-Out, 11b compares each of them with the one block of Data-Out;
 * 10b is reserved.
 *
 * <p>SBC-4 defines INFORMATION of a miscompare for COMPARE AND WRITE alone (4.18.1, table 15); ours
 * tells the same of VERIFY: how far into the compared blocks the first difference is, in bytes.
 */
final class VerifyCommands {
  private static final int FLAGS = 0x16;

  static final int NO_COMPARE = 0;
  static final int COMPARE_ALL = 1;
  static final int RESERVED = 2;
  private static final int COMPARE_EACH = 3;

  /** Where BYTCHK begins in the byte of flags, to be pointed at. */
  static final int BYTE_CHECK_BIT = 2;

  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterRead = this::afterRead;

  private VerifyCommands(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    VerifyCommands verify = new VerifyCommands(disk);
    int flags = DataCommands.flags(disk, FLAGS);
    CommandStep execute = verify::execute;
    table.add(row("VERIFY(10)", BlockShape.TEN.usage(0x2F, flags)).executedBy(execute));
    table.add(row("VERIFY(12)", BlockShape.TWELVE.usage(0xAF, flags)).executedBy(execute));
    table.add(row("VERIFY(16)", BlockShape.SIXTEEN.usage(0x8F, flags)).executedBy(execute));
    table.add(
        DataCommands.inType2(
            disk, row("VERIFY(32)", BlockShape.longUsage(0x000A, flags)), execute));
  }

  private static CommandDefinition.Builder row(String name, int[] usage) {
    return DataCommands.reading(name, usage).takesDataOut();
  }

  static int byteCheck(CommandExecution execution) {
    byte[] cdb = execution.cdb();
    return BlockShape.of(cdb).byteCheck(cdb);
  }

  private void execute(long nowNs, CommandExecution execution) {
    int byteCheck = byteCheck(execution);
    if (byteCheck == RESERVED) {
      int flagsAt = BlockShape.of(execution.cdb()).flagsAt();
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(flagsAt, BYTE_CHECK_BIT));
      return;
    }
    if (!BlockRange.parse(nowNs, execution, disk.view())) {
      return;
    }
    int blocks = execution.blocks();
    int compared = byteCheck == NO_COMPARE || blocks == 0 ? 0 : 1;
    access.receive(nowNs, execution, byteCheck == COMPARE_ALL ? blocks : compared, afterDataOut);
  }

  /**
   * How many bytes of the medium are looked at: where Data-Out is short, the whole blocks it
   * covers.
   */
  private int bytesToCheck(CommandExecution execution) {
    int all = execution.blocks() * access.blockBytes();
    int byteCheck = byteCheck(execution);
    if (byteCheck == NO_COMPARE) {
      return all;
    }
    int whole = access.receivedBytes(execution);
    return byteCheck == COMPARE_ALL ? whole : whole == 0 ? 0 : all;
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    int bytes = bytesToCheck(execution);
    if (bytes == 0) {
      execution.good(nowNs);
    } else if (!access.endsAtMark(nowNs, execution)) {
      access.load(nowNs, execution, execution.firstBlock(), bytes, afterRead);
    }
  }

  private void afterRead(long nowNs, CommandExecution execution) {
    boolean isLent = execution.command().dataIn().count() > 0;
    if (!isLent && access.hasFailed(nowNs, execution)) {
      return;
    }
    int byteCheck = byteCheck(execution);
    long difference =
        byteCheck == NO_COMPARE
            ? -1
            : MediumAccess.firstDifference(
                MediumAccess.medium(execution),
                access.dataOut(execution),
                byteCheck == COMPARE_ALL ? Integer.MAX_VALUE : access.blockBytes());
    execution.command().dataIn().clear();
    SenseData refusal =
        difference < 0 ? access.difference(execution, byteCheck == COMPARE_EACH) : null;
    if (refusal != null) {
      execution.terminateAfterData(nowNs, refusal);
    } else if (difference < 0) {
      execution.good(nowNs);
    } else {
      // All Data-Out was taken: only the medium differs.
      execution.terminateAfterData(
          nowNs,
          SenseData.of(AdditionalSense.MISCOMPARE_DURING_VERIFY_OPERATION)
              .withInformation(difference));
    }
  }
}
