// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.SenseData;

/**
 * WRITE SCATTERED of blocks with protection information: the ranges stand one behind the other in
 * Data-Out, each interval with its information if WRPROTECT says so, and with the 32-byte CDB the
 * LBA range descriptors say which tags are expected (SBC-4 5.51, 5.52).
 *
 * <pre>
 * descriptor: LBA 0-7, NUMBER OF LOGICAL BLOCKS 8-11, EXPECTED INITIAL LOGICAL BLOCK REFERENCE TAG
 *             12-15, EXPECTED LOGICAL BLOCK APPLICATION TAG 16-17, its MASK 18-19
 * </pre>
 *
 * <p>The command's range is that of the descriptor at work. Runs on the owner reactor.
 */
public final class ProtectedScatter {
  private static final int REFERENCE_TAG_AT = 12;
  private static final int APPLICATION_TAG_AT = 16;
  private static final int MASK_AT = 18;

  private final Protection protection;

  /** For the commands of a disk with {@code protection}. */
  public ProtectedScatter(Protection protection) {
    this.protection = protection;
  }

  /** Takes note of the tags that the descriptor at {@code descriptorAt} of {@code list} expects. */
  private ProtectedTransfer noted(CommandExecution execution, ByteBuffer list, int descriptorAt) {
    ProtectedTransfer transfer = ProtectedTransfer.of(execution, protection);
    transfer.rangeReferenceTag = list.getInt(descriptorAt + REFERENCE_TAG_AT);
    transfer.rangeApplicationTag = list.getShort(descriptorAt + APPLICATION_TAG_AT) & 0xFFFF;
    transfer.rangeApplicationTagMask = list.getShort(descriptorAt + MASK_AT) & 0xFFFF;
    return transfer;
  }

  /**
   * What is wrong with the protection information of the range of the descriptor at {@code
   * descriptorAt}, whose blocks begin at {@code dataAt}, or null.
   */
  public @Nullable SenseData violation(
      CommandExecution execution, ByteBuffer list, int descriptorAt, int dataAt) {
    ProtectedTransfer transfer = noted(execution, list, descriptorAt);
    if (!transfer.isTransferred()) {
      return null;
    }
    ProtectionFormat format = transfer.format;
    transfer.expect(execution, protection, execution.firstBlock());
    transfer.here.interleaved(format, list, dataAt);
    long answer =
        IntervalCheck.check(
            transfer.here,
            transfer.tags,
            0,
            execution.blocks() * format.intervalsPerBlock(),
            ProtectionChecks.ofReceived(transfer.protect),
            false);
    return answer == IntervalCheck.GOOD ? null : ProtectionSense.failed(transfer.tags, answer);
  }

  /**
   * Makes the range ready for being written from {@code dataAt} on: puts its blocks together, and
   * their protection information aside. False when there is no memory for that.
   */
  public boolean prepare(
      CommandExecution execution, ByteBuffer list, int descriptorAt, int dataAt) {
    ProtectedTransfer transfer = noted(execution, list, descriptorAt);
    if (!transfer.isTransferred()) {
      return true;
    }
    ProtectionFormat format = transfer.format;
    int blocks = execution.blocks();
    MemoryBlock received =
        execution.scratch(ProtectedAccess.RECEIVED, blocks * format.informationBytesPerBlock());
    if (received == null) {
      return false;
    }
    transfer
        .there
        .apart(format, list, dataAt, received.bytes(), 0)
        .moveFrom(
            transfer.here.interleaved(format, list, dataAt),
            blocks * format.intervalsPerBlock(),
            false);
    return true;
  }
}
