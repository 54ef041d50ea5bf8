// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;

/**
 * The output queue of one connection: PDUs in order, each a header slot of preallocated memory, a
 * data segment that refers to memory of somebody else's, and padding and digests. Bounded, and
 * nothing is allocated per PDU.
 *
 * <p>A PDU is queued in three steps: {@link #begin} gives a cleared header slot, whose basic header
 * (and additional headers) the caller fills in {@link #header}; one of {@link #data} calls may name
 * the data segment; {@link #commit} fixes lengths and digests and queues it.
 *
 * <pre>
 * slot: | BHS 48 | AHS | header digest | inline data | pad and data digest, up to 7 |
 * </pre>
 */
public final class PduTransmitter {
  private static final int TRAILER_BYTES = 8;
  private static final int SLOTS_PER_CHUNK = 16;

  private int slotsMax;
  private final int ahsBytesMax;
  private final int inlineBytesMax;
  private final int slotBytes;
  private final boolean direct;
  private final Digests digest = new Digests();

  // By slot.
  private ByteBuffer[] slotBase;
  private int[] slotOffset;
  private int[] headLength;
  private int[] dataLength;
  private int[] trailerLength;
  private @Nullable SegmentList[] dataList;
  private long[] dataListSkip;
  private @Nullable ByteBuffer[] dataBuffer;
  private int[] dataOffset;
  private @Nullable CopyRing[] dataRing;
  private @Nullable PduSentListener[] listener;
  private int[] token;

  private int[] freeSlot;
  private int freeCount;
  private int slotsMade;

  // Slots in the order of the stream.
  private int[] queue;
  private int queueHead;
  private int queueCount;
  private long headSentBytes;
  private long queuedBytes;

  private int open = -1;
  private int openAhsBytes;
  private int openInlineBytes;

  /**
   * @param slotsMax how many PDUs can be queued
   * @param ahsBytesMax additional header bytes that a PDU can have
   * @param inlineBytesMax the longest data segment that can be written into the slot itself
   * @param direct whether headers stand outside the heap, which sockets need to avoid a copy
   */
  public PduTransmitter(int slotsMax, int ahsBytesMax, int inlineBytesMax, boolean direct) {
    this.slotsMax = slotsMax;
    this.ahsBytesMax = ahsBytesMax;
    this.inlineBytesMax = inlineBytesMax;
    this.direct = direct;
    int unpadded =
        Bhs.LENGTH_BYTES + ahsBytesMax + Digests.LENGTH_BYTES + inlineBytesMax + TRAILER_BYTES;
    slotBytes = unpadded + (-unpadded & 7);
    slotBase = new ByteBuffer[slotsMax];
    slotOffset = new int[slotsMax];
    headLength = new int[slotsMax];
    dataLength = new int[slotsMax];
    trailerLength = new int[slotsMax];
    dataList = new SegmentList[slotsMax];
    dataListSkip = new long[slotsMax];
    dataBuffer = new ByteBuffer[slotsMax];
    dataOffset = new int[slotsMax];
    dataRing = new CopyRing[slotsMax];
    listener = new PduSentListener[slotsMax];
    token = new int[slotsMax];
    freeSlot = new int[slotsMax];
    queue = new int[slotsMax];
    prepare(Math.min(SLOTS_PER_CHUNK, slotsMax));
  }

  /**
   * Makes at least {@code slots} slots, up to the most there can be. A connection before its login
   * is done keeps few, so that many of them cost little.
   */
  public void prepare(int slots) {
    while (slotsMade < Math.min(slots, slotsMax)) {
      int make = Math.min(SLOTS_PER_CHUNK, slotsMax - slotsMade);
      ByteBuffer chunk =
          direct
              ? ByteBuffer.allocateDirect(make * slotBytes)
              : ByteBuffer.allocate(make * slotBytes);
      for (int index = 0; index < make; index++) {
        slotBase[slotsMade] = chunk;
        slotOffset[slotsMade] = index * slotBytes;
        freeSlot[freeCount++] = slotsMade++;
      }
    }
  }

  /** Lets up to {@code slots} PDUs be queued from here on, and makes all slots. */
  public void grow(int slots) {
    Check.that(slots >= slotsMax, "a transmitter only grows", slots, slotsMax);
    int[] linear = new int[slots];
    for (int index = 0; index < queueCount; index++) {
      int at = queueHead + index;
      linear[index] = queue[at >= slotsMax ? at - slotsMax : at];
    }
    queue = linear;
    queueHead = 0;
    slotBase = Arrays.copyOf(slotBase, slots);
    slotOffset = Arrays.copyOf(slotOffset, slots);
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
    slotsMax = slots;
    prepare(slots);
  }

  /** How many PDUs can be queued just now. */
  public int freeSlots() {
    return freeCount;
  }

  /** How many PDUs are queued, the one under way included. */
  public int queuedPdus() {
    return queueCount;
  }

  /** Whether bytes are to be sent. */
  public boolean hasOutput() {
    return queueCount > 0;
  }

  /** How many bytes are to be sent. */
  public long queuedBytes() {
    return queuedBytes;
  }

  /**
   * Begins a PDU: 48 zero bytes at {@link #headerBase} of {@link #header}. There must be a free
   * slot.
   */
  public void begin() {
    Check.that(open < 0, "one PDU is begun at a time");
    Check.that(freeCount > 0, "a PDU is begun when there is a free slot", slotsMax);
    open = freeSlot[--freeCount];
    openAhsBytes = 0;
    openInlineBytes = 0;
    dataLength[open] = 0;
    Bhs.clear(header(), headerBase());
  }

  /** The buffer of the PDU begun; its position and limit mean nothing. */
  public ByteBuffer header() {
    return slotBase[open];
  }

  /** Where the basic header of the PDU begun stands in {@link #header}. */
  public int headerBase() {
    return slotOffset[open];
  }

  /** Gives the PDU begun {@code lengthBytes} of additional headers, behind its basic header. */
  public void additionalHeaders(int lengthBytes) {
    Check.that(lengthBytes <= ahsBytesMax && (lengthBytes & 3) == 0, "additional headers fit");
    openAhsBytes = lengthBytes;
    Bhs.totalAhsLengthBytes(header(), headerBase(), lengthBytes);
  }

  /** The data segment is {@code lengthBytes} of {@code list} from {@code skipBytes} on. */
  public void data(SegmentList list, long skipBytes, int lengthBytes) {
    Check.that(skipBytes + lengthBytes <= list.totalBytes(), "a data segment lies within its list");
    dataList[open] = list;
    dataListSkip[open] = skipBytes;
    dataLength[open] = lengthBytes;
  }

  /** The data segment is {@code lengthBytes} of {@code bytes} from {@code offset} on. */
  public void data(ByteBuffer bytes, int offset, int lengthBytes) {
    dataBuffer[open] = bytes;
    dataOffset[open] = offset;
    dataLength[open] = lengthBytes;
  }

  /**
   * The data segment is the piece that was taken from {@code ring}, which gets it back when sent.
   */
  public void data(CopyRing ring, int offset, int lengthBytes) {
    data(ring.bytes(), offset, lengthBytes);
    dataRing[open] = ring;
  }

  /**
   * The data segment is {@code lengthBytes} that the caller writes into {@link #header} at the
   * answered offset; after {@link #additionalHeaders}, if there are any.
   */
  public int inlineData(int lengthBytes) {
    Check.that(lengthBytes <= inlineBytesMax, "inline data fit into the slot", lengthBytes);
    openInlineBytes = lengthBytes;
    dataLength[open] = lengthBytes;
    return headerBase() + Bhs.LENGTH_BYTES + ahsBytesMax + Digests.LENGTH_BYTES;
  }

  /**
   * Queues the PDU begun, with the digests asked for (RFC 7143 13.1), and with nobody to be told.
   */
  public void commit(boolean headerDigest, boolean dataDigest) {
    commit(headerDigest, dataDigest, null, 0);
  }

  /** Queues the PDU begun and tells {@code toBeTold} when its last byte was taken. */
  public void commit(
      boolean headerDigest,
      boolean dataDigest,
      @Nullable PduSentListener toBeTold,
      int tokenToGive) {
    int slot = open;
    ByteBuffer base = slotBase[slot];
    int at = slotOffset[slot];
    int length = dataLength[slot];
    Bhs.dataSegmentLength(base, at, length);
    int headers = Bhs.LENGTH_BYTES + openAhsBytes;
    if (headerDigest) {
      digest.reset();
      digest.updateShared(base, at, headers);
      Digests.write(base, at + headers, digest.value());
      headers += Digests.LENGTH_BYTES;
    }
    headLength[slot] = headers;
    if (openInlineBytes > 0) {
      dataBuffer[slot] = base;
      dataOffset[slot] = at + Bhs.LENGTH_BYTES + ahsBytesMax + Digests.LENGTH_BYTES;
    }
    trailerLength[slot] = length == 0 ? 0 : writeTrailer(slot, dataDigest);
    listener[slot] = toBeTold;
    token[slot] = tokenToGive;
    int last = queueHead + queueCount;
    queue[last >= slotsMax ? last - slotsMax : last] = slot;
    queueCount++;
    queuedBytes += pduBytes(slot);
    open = -1;
  }

  private int trailerOffset(int slot) {
    return slotOffset[slot] + slotBytes - TRAILER_BYTES;
  }

  private int writeTrailer(int slot, boolean dataDigest) {
    ByteBuffer base = slotBase[slot];
    int at = trailerOffset(slot);
    int pad = Bhs.padBytes(dataLength[slot]);
    base.putInt(at, 0);
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
    Digests.write(base, at + pad, digest.value());
    return pad + Digests.LENGTH_BYTES;
  }

  private long pduBytes(int slot) {
    return (long) headLength[slot] + dataLength[slot] + trailerLength[slot];
  }

  /**
   * Adds what is to be sent next to {@code into}, up to {@code maximumBytes} or to as many pieces
   * as it has room for. Nothing changes until {@link #onSent}.
   */
  public void gather(SegmentList into, int maximumBytes) {
    long left = maximumBytes;
    long skip = headSentBytes;
    for (int index = 0; index < queueCount && left > 0 && into.hasRoom(1); index++) {
      int at = queueHead + index;
      int slot = queue[at >= slotsMax ? at - slotsMax : at];
      left -= gatherPdu(into, slot, skip, left);
      skip = 0;
    }
  }

  /** Adds the bytes of one PDU after its first {@code skipBytes}; answers how many were added. */
  private long gatherPdu(SegmentList into, int slot, long skipBytes, long maximumBytes) {
    long added = 0;
    long skip = skipBytes;
    int head = headLength[slot];
    if (skip < head) {
      int take = (int) Math.min(head - skip, maximumBytes);
      into.add(slotBase[slot], slotOffset[slot] + (int) skip, take);
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
      into.add(slotBase[slot], trailerOffset(slot) + trailerSkip, take);
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

  /**
   * The first {@code lengthBytes} bytes of the queue were taken; tells the listeners of whole PDUs.
   */
  public void onSent(long nowNs, long lengthBytes) {
    Check.that(lengthBytes <= queuedBytes, "no more is sent than was queued", lengthBytes);
    queuedBytes -= lengthBytes;
    headSentBytes += lengthBytes;
    while (queueCount > 0 && headSentBytes >= pduBytes(queue[queueHead])) {
      headSentBytes -= pduBytes(queue[queueHead]);
      endFirst(nowNs);
    }
  }

  /** Forgets all that is queued and tells every listener, since the memory is free now too. */
  public void abandon(long nowNs) {
    headSentBytes = 0;
    queuedBytes = 0;
    while (queueCount > 0) {
      endFirst(nowNs);
    }
    queuedBytes = 0;
  }

  private void endFirst(long nowNs) {
    int slot = queue[queueHead];
    queueHead = queueHead + 1 == slotsMax ? 0 : queueHead + 1;
    queueCount--;
    PduSentListener toBeTold = listener[slot];
    int toGive = token[slot];
    free(slot);
    if (toBeTold != null) {
      toBeTold.onPduSent(nowNs, toGive);
    }
  }

  private void free(int slot) {
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
