// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.device.LogicalUnitServices;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * The parameter list of EXTENDED COPY, in the short header of LID1 and the long one of LID4 (SPC-4
 * 6.4.2, SPC-5 6.6.2), checked whole before anything is copied.
 */
final class ExtendedCopyList {
  private static final int LID1_HEADER_BYTES = 16;
  private static final int LID4_HEADER_BYTES = 48;
  private static final int LID4_HEADER_CSCD_BYTES = 0x20;
  private static final int HEADER_CSCD_TYPE = 0xFF;

  /** LIST ID USAGE 11b: there is no list identifier, nothing is kept. */
  private static final int NO_LIST = 3;

  private final byte[] list;
  private final boolean isLid4;
  private final List<CopyPiece> pieces = new ArrayList<>();

  private ExtendedCopyList(byte[] list, boolean isLid4) {
    this.list = list;
    this.isLid4 = isLid4;
  }

  /** A list that is read by {@link #check}. */
  static ExtendedCopyList lid1(byte[] list) {
    return new ExtendedCopyList(list, false);
  }

  /** The same with the header of LID4. */
  static ExtendedCopyList lid4(byte[] list) {
    return new ExtendedCopyList(list, true);
  }

  /** LIST IDENTIFIER. */
  long listIdentifier() {
    return isLid4 ? Cdb.u32(list, 20) : Cdb.u8(list, 0);
  }

  /** Whether what came of it is to be kept for a report. */
  boolean isKept() {
    return usage() != NO_LIST;
  }

  /** IMMED, which LID1 does not have. */
  boolean isImmediate() {
    return isLid4 && Cdb.isSet(list, 15, 0);
  }

  /** What is to be copied, after {@link #check} found nothing wrong. */
  List<CopyPiece> pieces() {
    return pieces;
  }

  private int usage() {
    return Cdb.u8(list, 1) >> 3 & 0x03;
  }

  /** Reads all of it; says what is wrong, or null. */
  @Nullable SenseData check(LogicalUnitServices manager, ItNexus nexus) {
    int headerBytes = isLid4 ? LID4_HEADER_BYTES : LID1_HEADER_BYTES;
    if (list.length < headerBytes) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    SenseData refusal = isLid4 ? headerOfLid4() : null;
    if (refusal != null) {
      return refusal;
    }
    if (usage() == 1 || (usage() == NO_LIST && listIdentifier() != 0)) {
      return SenseData.invalidFieldInParameterList(isLid4 || usage() == 1 ? 1 : 0, -1);
    }
    long cscdBytes = Cdb.u16(list, isLid4 ? 42 : 2);
    long segmentBytes = isLid4 ? Cdb.u16(list, 44) : Cdb.u32(list, 8);
    long inlineBytes = isLid4 ? Cdb.u16(list, 46) : Cdb.u32(list, 12);
    if (inlineBytes != 0) {
      return SenseData.of(AdditionalSense.INLINE_DATA_LENGTH_EXCEEDED);
    }
    if (cscdBytes > CopyLimits.CSCDS_MAX * CscdDescriptors.LENGTH_BYTES) {
      return SenseData.of(AdditionalSense.TOO_MANY_TARGET_DESCRIPTORS);
    }
    if (cscdBytes + segmentBytes > CopyLimits.DESCRIPTOR_LIST_BYTES_MAX) {
      return SenseData.of(AdditionalSense.TOO_MANY_SEGMENT_DESCRIPTORS);
    }
    if (headerBytes + cscdBytes + segmentBytes > list.length
        || cscdBytes % CscdDescriptors.LENGTH_BYTES != 0) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    int segmentsAt = headerBytes + (int) cscdBytes;
    List<@Nullable CopyDisk> disks = new ArrayList<>();
    refusal = cscds(headerBytes, segmentsAt, disks, manager, nexus);
    return refusal != null
        ? refusal
        : segments(segmentsAt, segmentsAt + (int) segmentBytes, disks, nexus);
  }

  private @Nullable SenseData headerOfLid4() {
    if (Cdb.u8(list, 0) != 0x01) {
      return SenseData.invalidFieldInParameterList(0, 7);
    }
    if (Cdb.u16(list, 2) != LID4_HEADER_CSCD_BYTES) {
      return SenseData.invalidFieldInParameterList(2, -1);
    }
    return Cdb.u8(list, 16) == HEADER_CSCD_TYPE
        ? null
        : SenseData.invalidFieldInParameterList(16, 7);
  }

  private @Nullable SenseData cscds(
      int from,
      int to,
      List<@Nullable CopyDisk> disks,
      LogicalUnitServices manager,
      ItNexus nexus) {
    for (int at = from; at < to; at += CscdDescriptors.LENGTH_BYTES) {
      if (!CscdDescriptors.isKnown(list, at)) {
        return SenseData.of(AdditionalSense.UNSUPPORTED_TARGET_DESCRIPTOR_TYPE_CODE);
      }
      CopyDisk disk =
          CscdDescriptors.isNull(list, at) ? null : CscdDescriptors.find(list, at, manager, nexus);
      disks.add(disk);
    }
    return null;
  }

  private @Nullable SenseData segments(
      int from, int to, List<@Nullable CopyDisk> disks, ItNexus nexus) {
    SegmentDescriptors reader = new SegmentDescriptors(list, disks, nexus);
    int segment = 0;
    for (int at = from; at < to; segment++) {
      int length = SegmentDescriptors.lengthBytes(list, at);
      if (length == 0) {
        return SenseData.of(AdditionalSense.UNSUPPORTED_SEGMENT_DESCRIPTOR_TYPE_CODE)
            .withCommandSpecificInformation(segment);
      }
      if (segment == CopyLimits.SEGMENTS_MAX) {
        return SenseData.of(AdditionalSense.TOO_MANY_SEGMENT_DESCRIPTORS);
      }
      if (at + length > to) {
        return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
      }
      if (!SegmentDescriptors.isWellFormed(list, at)) {
        return SenseData.invalidFieldInParameterList(at + 2, -1);
      }
      SenseData refusal = reader.read(at, segment, pieces);
      if (refusal != null) {
        return refusal;
      }
      at += length;
    }
    return null;
  }
}
