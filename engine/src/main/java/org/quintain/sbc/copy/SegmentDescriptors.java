// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * Segment descriptors (SPC-5 6.6.6): block device to block device (02h), and verify device (07h).
 * Each is checked and made a {@link CopyPiece}.
 */
final class SegmentDescriptors {
  static final int BLOCK_TO_BLOCK = 0x02;
  static final int VERIFY_DEVICE = 0x07;

  /** The longest of the two with its header. */
  static final int LENGTH_BYTES = 28;

  private static final int VERIFY_BYTES = 12;
  private static final int HEADER_BYTES = 4;

  private final byte[] list;
  private final List<@Nullable CopyDisk> disks;
  private final ItNexus nexus;

  /**
   * Reads descriptors of {@code list}.
   *
   * @param disks by CSCD descriptor; null where none was reached
   */
  SegmentDescriptors(byte[] list, List<@Nullable CopyDisk> disks, ItNexus nexus) {
    this.list = list;
    this.disks = disks;
    this.nexus = nexus;
  }

  /** The length of the descriptor at {@code at}, 0 for a type that is not known here. */
  static int lengthBytes(byte[] list, int at) {
    return switch (Cdb.u8(list, at)) {
      case BLOCK_TO_BLOCK -> LENGTH_BYTES;
      case VERIFY_DEVICE -> VERIFY_BYTES;
      default -> 0;
    };
  }

  /** Whether the length field of the descriptor at {@code at} is that of its type. */
  static boolean isWellFormed(byte[] list, int at) {
    return Cdb.u16(list, at + 2) == lengthBytes(list, at) - HEADER_BYTES;
  }

  /**
   * Makes the descriptor at {@code at} a piece, which is added to {@code into}; says what is wrong
   * with it, or null.
   */
  @Nullable SenseData read(int at, int segment, List<CopyPiece> into) {
    if (Cdb.u8(list, at) == VERIFY_DEVICE) {
      CopyDisk verified = disk(Cdb.u16(list, at + 4));
      return verified == null
          ? aborted(AdditionalSense.COPY_TARGET_DEVICE_NOT_REACHABLE, segment)
          : null;
    }
    CopyDisk source = disk(Cdb.u16(list, at + 4));
    CopyDisk destination = disk(Cdb.u16(list, at + 6));
    if (source == null || destination == null) {
      return aborted(AdditionalSense.COPY_TARGET_DEVICE_NOT_REACHABLE, segment);
    }
    boolean isByDestination = Cdb.isSet(list, at + 1, 1);
    long blocks = Cdb.u16(list, at + 10);
    int sourceBlock = source.view().blockBytes();
    int destinationBlock = destination.view().blockBytes();
    long lengthBytes = blocks * (isByDestination ? destinationBlock : sourceBlock);
    if (lengthBytes % sourceBlock != 0 || lengthBytes % destinationBlock != 0) {
      return aborted(AdditionalSense.UNEXPECTED_INEXACT_SEGMENT, segment);
    }
    SenseData refusal =
        refusal(source, Cdb.u64(list, at + 12), lengthBytes / sourceBlock, false, segment);
    if (refusal == null) {
      refusal =
          refusal(
              destination, Cdb.u64(list, at + 20), lengthBytes / destinationBlock, true, segment);
    }
    if (refusal == null) {
      into.add(
          new CopyPiece(
              segment,
              source,
              Cdb.u64(list, at + 12) * sourceBlock,
              destination,
              Cdb.u64(list, at + 20) * destinationBlock,
              lengthBytes));
    }
    return refusal;
  }

  private @Nullable CopyDisk disk(int index) {
    return index < disks.size() ? disks.get(index) : null;
  }

  private @Nullable SenseData refusal(
      CopyDisk disk, long first, long blocks, boolean isWriting, int segment) {
    if (!disk.isCopyable()) {
      return aborted(AdditionalSense.COPY_TARGET_DEVICE_NOT_REACHABLE, segment);
    }
    if (!disk.permits(nexus, isWriting)) {
      return aborted(AdditionalSense.THIRD_PARTY_DEVICE_FAILURE, segment);
    }
    if (isWriting && disk.isWriteProtected()) {
      return SenseData.of(AdditionalSense.WRITE_PROTECTED).withCommandSpecificInformation(segment);
    }
    long capacity = disk.view().capacityBlocks();
    if (first < 0 || first > capacity || blocks > capacity - first) {
      // SPC-4 5.17.7.4 leaves the code to the copy manager; initiators know this one.
      return aborted(AdditionalSense.COPY_ABORTED_WITHOUT_MORE, segment);
    }
    return null;
  }

  private static SenseData aborted(AdditionalSense additional, int segment) {
    return SenseData.of(additional).withCommandSpecificInformation(segment);
  }
}
