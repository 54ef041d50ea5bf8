// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.RangeLocks;
import org.quintain.sam.Check;

/**
 * What one command needs to know between the steps of a transfer with protection information. Made
 * with the first command of its slot that needs it, used again by those that follow.
 */
final class ProtectedTransfer {
  final ExpectedTags tags = new ExpectedTags();
  final IntervalLayout here = new IntervalLayout();
  final IntervalLayout there = new IntervalLayout();

  ProtectionFormat format = ProtectionFormat.none(512);

  /** RDPROTECT or its like. */
  int protect;

  /** Where the blocks begin that are being moved, and how many there are. */
  long first;

  int blocks;

  // Which tags the LBA range descriptor at work expects.
  int rangeReferenceTag;
  int rangeApplicationTag;
  int rangeApplicationTagMask;

  private @Nullable CommandStep then;
  private long sequence = -1;

  /** What belongs to the command that {@code execution} executes, begun if it is new. */
  static ProtectedTransfer of(CommandExecution execution, Protection protection) {
    ProtectedTransfer transfer;
    if (execution.attachment() instanceof ProtectedTransfer present) {
      transfer = present;
    } else {
      transfer = new ProtectedTransfer();
      execution.attach(transfer);
    }
    if (transfer.sequence != execution.sequence()) {
      transfer.sequence = execution.sequence();
      transfer.format = protection.format();
      transfer.protect = ProtectField.of(execution.cdb());
      transfer.then = null;
    }
    return transfer;
  }

  /** Whether protection information is transferred with the user data. */
  boolean isTransferred() {
    return ProtectionChecks.isTransferred(protect);
  }

  /** How many bytes are transferred for one block. */
  int bytesPerBlock() {
    return isTransferred() ? format.transferBytesPerBlock() : format.blockBytes();
  }

  /** How many bytes of protection information the blocks being moved have. */
  int informationBytes() {
    return blocks * format.informationBytesPerBlock();
  }

  /** How many intervals the blocks being moved have. */
  int intervals() {
    return blocks * format.intervalsPerBlock();
  }

  /** What is known of the tags of the blocks from {@code first} on. */
  void expect(CommandExecution execution, Protection protection, long first) {
    byte[] cdb = execution.cdb();
    tags.begin(format, first);
    boolean isOwner = protection.control().isApplicationTagOwner();
    if (ProtectField.hasExpectedTags(cdb)) {
      long before = (first - execution.firstBlock()) << format.intervalExponent();
      boolean isRange = ProtectField.isScattered(cdb);
      int reference = isRange ? rangeReferenceTag : ProtectField.expectedReferenceTag(cdb);
      tags.referenceTag(reference + (int) before);
      if (isOwner) {
        tags.applicationTag(
            isRange ? rangeApplicationTag : ProtectField.expectedApplicationTag(cdb),
            isRange ? rangeApplicationTagMask : ProtectField.applicationTagMask(cdb));
      }
    } else if (isOwner) {
      tags.applicationTags(protection.applicationTags());
    }
  }

  /** Runs {@code step} when the command holds the blocks being moved, all that it names at best. */
  void hold(long nowNs, CommandExecution execution, RangeLocks locks, CommandStep step) {
    int blockBytes = format.blockBytes();
    long from = first;
    long end = first + blocks;
    if (RangeLocks.isHolding(execution, from * blockBytes, (end - from) * blockBytes)) {
      step.run(nowNs, execution);
      return;
    }
    long named = execution.firstBlock();
    if (named <= from && end <= named + execution.blocks()) {
      end = named + execution.blocks();
      from = named;
    }
    CommandDefinition definition = execution.definition();
    boolean isWriting = definition == null || definition.writesMedium();
    locks.release(nowNs, execution);
    locks.hold(nowNs, execution, from * blockBytes, (end - from) * blockBytes, isWriting, step);
  }

  /** Notes what follows. */
  void then(CommandStep step) {
    then = step;
  }

  /** What follows, noted no longer. */
  CommandStep takeThen() {
    CommandStep step = then;
    Check.that(step != null, "a transfer knows what follows it");
    then = null;
    return step;
  }

  /** Runs what follows. */
  void goOn(long nowNs, CommandExecution execution) {
    takeThen().run(nowNs, execution);
  }
}
