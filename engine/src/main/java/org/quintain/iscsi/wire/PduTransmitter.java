// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;
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
  private final TransmitSlots slots;
  private final Digests digest = new Digests();

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
    slots = new TransmitSlots(slotsMax, ahsBytesMax, inlineBytesMax, direct);
    queue = new int[slotsMax];
  }

  /**
   * Makes at least {@code count} slots, up to the most there can be. A connection before its login
   * is done keeps few, so that many of them cost little.
   */
  public void prepare(int count) {
    slots.prepare(count);
  }

  /**
   * Lets up to {@code count} PDUs be queued from here on, whose slots are made as they are needed.
   */
  public void grow(int count) {
    slots.grow(count);
    int[] linear = new int[count];
    for (int index = 0; index < queueCount; index++) {
      linear[index] = queue[at(index)];
    }
    queue = linear;
    queueHead = 0;
  }

  /** Where the PDU {@code index} places behind the first stands in the queue. */
  private int at(int index) {
    int at = queueHead + index;
    return at >= queue.length ? at - queue.length : at;
  }

  /** How many PDUs can be queued just now. */
  public int freeSlots() {
    return slots.freeCount();
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
    Check.that(slots.freeCount() > 0, "a PDU is begun when there is a free slot", queue.length);
    open = slots.take();
    openAhsBytes = 0;
    openInlineBytes = 0;
    slots.dataLength[open] = 0;
    Bhs.clear(header(), headerBase());
  }

  /** The buffer of the PDU begun; its position and limit mean nothing. */
  public ByteBuffer header() {
    return slots.base[open];
  }

  /** Where the basic header of the PDU begun stands in {@link #header}. */
  public int headerBase() {
    return slots.offset[open];
  }

  /** Gives the PDU begun {@code lengthBytes} of additional headers, behind its basic header. */
  public void additionalHeaders(int lengthBytes) {
    Check.that(
        lengthBytes <= slots.ahsBytesMax && (lengthBytes & 3) == 0, "additional headers fit");
    openAhsBytes = lengthBytes;
    Bhs.totalAhsLengthBytes(header(), headerBase(), lengthBytes);
  }

  /** The data segment is {@code lengthBytes} of {@code list} from {@code skipBytes} on. */
  public void data(SegmentList list, long skipBytes, int lengthBytes) {
    Check.that(skipBytes + lengthBytes <= list.totalBytes(), "a data segment lies within its list");
    slots.dataList[open] = list;
    slots.dataListSkip[open] = skipBytes;
    slots.dataLength[open] = lengthBytes;
  }

  /** The data segment is {@code lengthBytes} of {@code bytes} from {@code offset} on. */
  public void data(ByteBuffer bytes, int offset, int lengthBytes) {
    slots.dataBuffer[open] = bytes;
    slots.dataOffset[open] = offset;
    slots.dataLength[open] = lengthBytes;
  }

  /**
   * The data segment is the piece that was taken from {@code ring}, which gets it back when sent.
   */
  public void data(CopyRing ring, int offset, int lengthBytes) {
    data(ring.bytes(), offset, lengthBytes);
    slots.dataRing[open] = ring;
  }

  /**
   * The data segment is {@code lengthBytes} that the caller writes into {@link #header} at the
   * answered offset; after {@link #additionalHeaders}, if there are any.
   */
  public int inlineData(int lengthBytes) {
    Check.that(lengthBytes <= slots.inlineBytesMax, "inline data fit into the slot", lengthBytes);
    openInlineBytes = lengthBytes;
    slots.dataLength[open] = lengthBytes;
    return slots.inlineOffset(open);
  }

  /** How long the data segment of the PDU begun is. */
  public int dataLengthBegun() {
    return slots.dataLength[open];
  }

  /**
   * Copies the basic header of the PDU begun, and its data segment unless that is a segment list,
   * to {@code at} of {@code into}: a response that may have to be repeated.
   */
  public void copyBegun(ByteBuffer into, int at) {
    into.put(at, header(), headerBase(), Bhs.LENGTH_BYTES);
    int length = slots.dataLength[open];
    ByteBuffer data = openInlineBytes > 0 ? header() : slots.dataBuffer[open];
    if (length > 0 && data != null) {
      int from = openInlineBytes > 0 ? slots.inlineOffset(open) : slots.dataOffset[open];
      into.put(at + Bhs.LENGTH_BYTES, data, from, length);
    }
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
    ByteBuffer base = slots.base[slot];
    int at = slots.offset[slot];
    int length = slots.dataLength[slot];
    Bhs.dataSegmentLength(base, at, length);
    int headers = Bhs.LENGTH_BYTES + openAhsBytes;
    if (headerDigest) {
      digest.reset();
      digest.updateShared(base, at, headers);
      Digests.write(base, at + headers, digest.value());
      headers += Digests.LENGTH_BYTES;
    }
    slots.headLength[slot] = headers;
    if (openInlineBytes > 0) {
      slots.dataBuffer[slot] = base;
      slots.dataOffset[slot] = slots.inlineOffset(slot);
    }
    slots.trailerLength[slot] = length == 0 ? 0 : slots.writeTrailer(slot, dataDigest, digest);
    slots.listener[slot] = toBeTold;
    slots.token[slot] = tokenToGive;
    queue[at(queueCount)] = slot;
    queueCount++;
    queuedBytes += slots.pduBytes(slot);
    open = -1;
  }

  /**
   * Adds what is to be sent next to {@code into}, up to {@code maximumBytes} or to as many pieces
   * as it has room for. Nothing changes until {@link #onSent}.
   */
  public void gather(SegmentList into, int maximumBytes) {
    long left = maximumBytes;
    long skip = headSentBytes;
    for (int index = 0; index < queueCount && left > 0 && into.hasRoom(1); index++) {
      int slot = queue[at(index)];
      left -= slots.gather(into, slot, skip, left);
      skip = 0;
    }
  }

  /**
   * The first {@code lengthBytes} bytes of the queue were taken; tells the listeners of whole PDUs.
   */
  public void onSent(long nowNs, long lengthBytes) {
    Check.that(lengthBytes <= queuedBytes, "no more is sent than was queued", lengthBytes);
    queuedBytes -= lengthBytes;
    headSentBytes += lengthBytes;
    while (queueCount > 0 && headSentBytes >= slots.pduBytes(queue[queueHead])) {
      headSentBytes -= slots.pduBytes(queue[queueHead]);
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
    queueHead = at(1);
    queueCount--;
    PduSentListener toBeTold = slots.listener[slot];
    int toGive = slots.token[slot];
    slots.free(slot);
    if (toBeTold != null) {
      toBeTold.onPduSent(nowNs, toGive);
    }
  }
}
