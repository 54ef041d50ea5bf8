// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;

/**
 * The slots of a {@link PduTransmitter}: for each PDU its preallocated header memory, what its data
 * segment refers to, its trailer, and who is to be told. One field of a PDU is one array, by slot.
 */
final class TransmitSlots {
  private static final int TRAILER_BYTES = 8;
  private static final int SLOTS_PER_CHUNK = 16;

  private int slotsMax;
  final int ahsBytesMax;
  final int inlineBytesMax;
  private final int slotBytes;
  private final boolean direct;

  // By slot.
  ByteBuffer[] base;
  int[] offset;
  int[] headLength;
  int[] dataLength;
  int[] trailerLength;
  @Nullable SegmentList[] dataList;
  long[] dataListSkip;
  @Nullable ByteBuffer[] dataBuffer;
  int[] dataOffset;
  @Nullable CopyRing[] dataRing;
  @Nullable PduSentListener[] listener;
  int[] token;

  private int[] freeSlot;
  private int freeCount;
  private int slotsMade;

  TransmitSlots(int slotsMax, int ahsBytesMax, int inlineBytesMax, boolean direct) {
    this.slotsMax = slotsMax;
    this.ahsBytesMax = ahsBytesMax;
    this.inlineBytesMax = inlineBytesMax;
    this.direct = direct;
    int unpadded =
        Bhs.LENGTH_BYTES + ahsBytesMax + Digests.LENGTH_BYTES + inlineBytesMax + TRAILER_BYTES;
    slotBytes = unpadded + (-unpadded & 7);
    int first = Math.min(SLOTS_PER_CHUNK, slotsMax);
    base = new ByteBuffer[first];
    offset = new int[first];
    headLength = new int[first];
    dataLength = new int[first];
    trailerLength = new int[first];
    dataList = new SegmentList[first];
    dataListSkip = new long[first];
    dataBuffer = new ByteBuffer[first];
    dataOffset = new int[first];
    dataRing = new CopyRing[first];
    listener = new PduSentListener[first];
    token = new int[first];
    freeSlot = new int[first];
    prepare(first);
  }

  /**
   * Makes at least {@code slots} slots, up to the most there can be. A connection before its login
   * is done keeps few, so that many of them cost little.
   */
  void prepare(int slots) {
    while (slotsMade < Math.min(slots, slotsMax)) {
      int make = Math.min(SLOTS_PER_CHUNK, slotsMax - slotsMade);
      if (slotsMade + make > base.length) {
        lengthen(Math.min(slotsMax, 2 * (slotsMade + make)));
      }
      ByteBuffer chunk =
          direct
              ? ByteBuffer.allocateDirect(make * slotBytes)
              : ByteBuffer.allocate(make * slotBytes);
      for (int index = 0; index < make; index++) {
        base[slotsMade] = chunk;
        offset[slotsMade] = index * slotBytes;
        freeSlot[freeCount++] = slotsMade++;
      }
    }
  }

  /** Lets there be {@code slots} slots; they are made as they are first needed. */
  void grow(int slots) {
    Check.that(slots >= slotsMax, "a transmitter only grows", slots, slotsMax);
    slotsMax = slots;
  }

  private void lengthen(int slots) {
    base = Arrays.copyOf(base, slots);
    offset = Arrays.copyOf(offset, slots);
    headLength = Arrays.copyOf(headLength, slots);
    dataLength = Arrays.copyOf(dataLength, slots);
    trailerLength = Arrays.copyOf(trailerLength, slots);
    dataList = Arrays.copyOf(dataList, slots);
    dataListSkip = Arrays.copyOf(dataListSkip, slots);
    dataBuffer = Arrays.copyOf(dataBuffer, slots);
    dataOffset = Arrays.copyOf(dataOffset, slots);
    dataRing = Arrays.copyOf(dataRing, slots);
    listener = Arrays.copyOf(listener, slots);
    token = Arrays.copyOf(token, slots);
    freeSlot = Arrays.copyOf(freeSlot, slots);
  }

  /** How many slots are free. */
  int freeCount() {
    return freeCount + slotsMax - slotsMade;
  }

  /** Takes a free slot; there must be one. */
  int take() {
    if (freeCount == 0) {
      prepare(slotsMade + 1);
    }
    return freeSlot[--freeCount];
  }

  /** Where inline data of {@code slot} stand in its memory. */
  int inlineOffset(int slot) {
    return offset[slot] + Bhs.LENGTH_BYTES + ahsBytesMax + Digests.LENGTH_BYTES;
  }

  private int trailerOffset(int slot) {
    return offset[slot] + slotBytes - TRAILER_BYTES;
  }

  /** Writes pad and data digest behind the data segment; answers how many bytes they are. */
  int writeTrailer(int slot, boolean dataDigest, Digests digest) {
    ByteBuffer slotBase = base[slot];
    int at = trailerOffset(slot);
    int pad = Bhs.padBytes(dataLength[slot]);
    slotBase.putInt(at, 0);
    if (!dataDigest) {
      return pad;
    }
    digest.reset();
    SegmentList list = dataList[slot];
    ByteBuffer buffer = dataBuffer[slot];
    if (list != null) {
      SegmentRange.digest(list, dataListSkip[slot], dataLength[slot], digest);
    } else if (buffer != null) {
      digest.updateShared(buffer, dataOffset[slot], dataLength[slot]);
    }
    digest.updatePad(pad);
    Digests.write(slotBase, at + pad, digest.value());
    return pad + Digests.LENGTH_BYTES;
  }

  /** All bytes of the PDU in {@code slot}. */
  long pduBytes(int slot) {
    return (long) headLength[slot] + dataLength[slot] + trailerLength[slot];
  }

  /** Adds the bytes of one PDU after its first {@code skipBytes}; answers how many were added. */
  long gather(SegmentList into, int slot, long skipBytes, long maximumBytes) {
    long added = 0;
    long skip = skipBytes;
    int head = headLength[slot];
    if (skip < head) {
      int take = (int) Math.min(head - skip, maximumBytes);
      into.add(base[slot], offset[slot] + (int) skip, take);
      added = take;
      skip = head;
    }
    skip -= head;
    if (skip < dataLength[slot] && added < maximumBytes) {
      long take = Math.min(dataLength[slot] - skip, maximumBytes - added);
      long got = gatherData(into, slot, skip, take);
      added += got;
      skip += got;
    }
    int trailerSkip = (int) (skip - dataLength[slot]);
    if (trailerSkip >= 0 && added < maximumBytes && into.hasRoom(1)) {
      int take = (int) Math.min(trailerLength[slot] - trailerSkip, maximumBytes - added);
      into.add(base[slot], trailerOffset(slot) + trailerSkip, take);
      added += take;
    } else if (added < maximumBytes) {
      // Out of pieces: nothing of a later PDU may be added before the rest of this one.
      added = maximumBytes;
    }
    return added;
  }

  private long gatherData(SegmentList into, int slot, long skipBytes, long lengthBytes) {
    SegmentList list = dataList[slot];
    if (list == null) {
      ByteBuffer buffer = dataBuffer[slot];
      if (buffer == null || !into.hasRoom(1)) {
        return 0;
      }
      into.add(buffer, dataOffset[slot] + (int) skipBytes, (int) lengthBytes);
      return lengthBytes;
    }
    return SegmentRange.addTo(into, list, dataListSkip[slot] + skipBytes, lengthBytes);
  }

  /** Gives a slot back, and what its data segment stood on. */
  void free(int slot) {
    CopyRing ring = dataRing[slot];
    if (ring != null) {
      ring.release(dataOffset[slot], dataLength[slot]);
      dataRing[slot] = null;
    }
    dataList[slot] = null;
    dataBuffer[slot] = null;
    listener[slot] = null;
    freeSlot[freeCount++] = slot;
  }
}
