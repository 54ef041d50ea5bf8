// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/** Block device range descriptors of the token commands (SBC-4 5.11.3, 5.46.3). */
final class RangeDescriptors {
  private static final int LENGTH_BYTES = 16;

  private final List<RodToken.Range> ranges = new ArrayList<>();

  /** The ranges, after {@link #read} found nothing wrong. */
  List<RodToken.Range> ranges() {
    return ranges;
  }

  long blocks() {
    return ranges.stream().mapToLong(RodToken.Range::count).sum();
  }

  /**
   * Reads the descriptors behind the length field at {@code lengthAt} of {@code list}; says what is
   * wrong with them on {@code disk}, or null.
   */
  @Nullable SenseData read(byte[] list, int lengthAt, CopyDisk disk) {
    int lengthBytes = Cdb.u16(list, lengthAt);
    int from = lengthAt + 2;
    if (lengthBytes < LENGTH_BYTES || lengthBytes % LENGTH_BYTES != 0) {
      return SenseData.invalidFieldInParameterList(lengthAt, -1);
    }
    if (from + lengthBytes > list.length) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    if (lengthBytes / LENGTH_BYTES > CopyLimits.RANGES_MAX) {
      return SenseData.of(AdditionalSense.TOO_MANY_SEGMENT_DESCRIPTORS);
    }
    for (int at = from; at < from + lengthBytes; at += LENGTH_BYTES) {
      SenseData refusal = add(list, at, disk);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable SenseData add(byte[] list, int at, CopyDisk disk) {
    long first = Cdb.u64(list, at);
    long count = Cdb.u32(list, at + 8);
    long capacity = disk.view().capacityBlocks();
    if (first < 0 || first > capacity || count > capacity - first) {
      long missing = Long.compareUnsigned(first, capacity) < 0 ? capacity : first;
      return SenseData.of(AdditionalSense.LOGICAL_BLOCK_ADDRESS_OUT_OF_RANGE)
          .withInformation(missing);
    }
    RodToken.Range range = new RodToken.Range(first, count);
    for (RodToken.Range other : ranges) {
      if (range.first() < other.end() && other.first() < range.end()) {
        return SenseData.invalidFieldInParameterList(at, -1);
      }
    }
    if (count > 0) {
      ranges.add(range);
    }
    if (blocks() > CopyLimits.TOKEN_BYTES_MAX / disk.view().blockBytes()) {
      return SenseData.invalidFieldInParameterList(at + 8, -1);
    }
    return null;
  }
}
