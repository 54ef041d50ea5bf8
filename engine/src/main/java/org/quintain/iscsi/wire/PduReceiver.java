// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;
import org.quintain.sam.Check;

/**
 * Cuts an ordered byte stream into PDUs (RFC 7143 11.1): basic header, additional headers, header
 * digest, data, padding, data digest. Bytes are read into a staging buffer, many PDUs per read; the
 * rest of a long data segment is read straight into the place its sink named.
 *
 * <pre>
 *   state    input                              next      effect
 *   HEADER   headers and header digest staged   HEADER    no data segment: onPdu
 *                                               STAGING   sink answers STAGE
 *                                               DATA      sink names a place, or DISCARD
 *   STAGING  data, pad, data digest staged      HEADER    onPdu
 *   DATA     last byte of data                  TRAILER
 *   TRAILER  pad and data digest staged         HEADER    onPdu
 *   any      violation                          FAILED    onViolation; what follows is ignored
 * </pre>
 *
 * <p>Digest settings and limits may be changed from within {@link PduSink#onPdu} and hold from the
 * next PDU on.
 */
public final class PduReceiver {
  /** What a header takes at most: basic header, additional headers, header digest. */
  public static final int HEADERS_BYTES_MAX = Bhs.LENGTH_BYTES + 255 * 4 + Digests.LENGTH_BYTES;

  /** A staging buffer has at least this many bytes beside the longest data segment to be staged. */
  public static final int STAGING_OVERHEAD_BYTES = HEADERS_BYTES_MAX + 8;

  /** Below this, the rest of a data segment is read by way of the staging buffer. */
  private static final int DIRECT_READ_BYTES_MIN = 8192;

  /** The headers of 64 requests. */
  private static final int HALVED_BYTES_MAX = 64 * Bhs.LENGTH_BYTES;

  private static final ByteBuffer NOWHERE = ByteBuffer.allocate(0);

  private enum State {
    HEADER,
    STAGING,
    DATA,
    TRAILER,
    FAILED
  }

  private final PduSink sink;
  private final Digests dataDigest = new Digests();
  private final Digests scratchDigest = new Digests();
  private final ByteBuffer headerCopy = ByteBuffer.allocate(HEADERS_BYTES_MAX);

  private ByteBuffer staging;
  private int head;
  private int tail;
  private State state = State.HEADER;
  private boolean paused;
  private boolean parsing;
  private boolean directSpaceGiven;
  private int halvedBytes;

  private boolean headerDigestOn;
  private boolean dataDigestOn;
  private int dataSegmentMax;

  // The PDU under way.
  private boolean pduDataDigestOn;
  private int headersLength;
  private int dataLength;
  private boolean isPlaced;
  private ByteBuffer destination = NOWHERE;
  private int destinationOffset;
  private int dataReceived;

  /**
   * @param staging where bytes are read to; its position and limit belong to the receiver
   * @param dataSegmentMax the longest data segment that is accepted
   */
  public PduReceiver(PduSink sink, ByteBuffer staging, int dataSegmentMax) {
    this.sink = sink;
    this.staging = staging;
    this.dataSegmentMax = dataSegmentMax;
    Check.that(staging.capacity() >= STAGING_OVERHEAD_BYTES, "the staging buffer holds a header");
  }

  /** Sets which digests the PDUs after this one carry (RFC 7143 13.1). */
  public void digests(boolean header, boolean data) {
    headerDigestOn = header;
    dataDigestOn = data;
  }

  /** Sets the longest data segment that is accepted from the next PDU on. */
  public void dataSegmentMax(int lengthBytes) {
    dataSegmentMax = lengthBytes;
  }

  /**
   * Goes on with another staging buffer, into which unread bytes are moved; they must fit. Answers
   * the old one. Not to be called from within {@link PduSink}.
   */
  public ByteBuffer replaceStaging(ByteBuffer other) {
    Check.that(!parsing, "the staging buffer is not replaced under a parser");
    Check.that(
        other.capacity() >= STAGING_OVERHEAD_BYTES && tail - head <= other.capacity(),
        "unread bytes fit into the new staging buffer",
        tail - head);
    staging.clear();
    other.clear();
    other.put(0, staging, head, tail - head);
    tail -= head;
    head = 0;
    ByteBuffer old = staging;
    staging = other;
    return old;
  }

  /** Where bytes are staged just now; whoever gave it may take it back when the stream is gone. */
  public ByteBuffer staging() {
    return staging;
  }

  /** Stops here: no more space is given and nothing is parsed until {@link #resume}. */
  public void pause() {
    paused = true;
  }

  /** Goes on after {@link #pause}, with the bytes that are already here. */
  public void resume(long nowNs) {
    if (paused) {
      paused = false;
      if (!parsing) {
        parse(nowNs);
      }
    }
  }

  /** Whether it is paused. */
  public boolean isPaused() {
    return paused;
  }

  /**
   * Whether half of what the last read brought is parsed, then half of the rest. Never where so
   * much came that its sender is busy with the first answers while the last are written.
   */
  public boolean isHalfTime() {
    int unread = tail - head;
    if (unread == 0 || 2 * unread > halvedBytes) {
      return false;
    }
    halvedBytes = unread;
    return true;
  }

  /** Ignores all that comes from here on. */
  public void fail() {
    state = State.FAILED;
    head = 0;
    tail = 0;
  }

  /** Whether it has given up on the stream. */
  public boolean isFailed() {
    return state == State.FAILED;
  }

  /** Whether a PDU has begun to arrive and is not yet complete. */
  public boolean isWithinPdu() {
    return state != State.FAILED && (state != State.HEADER || tail > head);
  }

  /** Where the next bytes go, between position and limit; nothing remains while paused. */
  public ByteBuffer receiveSpace() {
    directSpaceGiven = false;
    if (paused) {
      return staging.limit(staging.capacity()).position(staging.capacity());
    }
    if (state == State.FAILED) {
      return staging.clear();
    }
    if (state == State.DATA
        && head == tail
        && isPlaced
        && dataLength - dataReceived >= DIRECT_READ_BYTES_MIN) {
      directSpaceGiven = true;
      return destination
          .clear()
          .limit(destinationOffset + dataLength)
          .position(destinationOffset + dataReceived);
    }
    if (tail == staging.capacity()) {
      compact();
    }
    return staging.limit(staging.capacity()).position(tail);
  }

  /** {@code lengthBytes} bytes were written at the position of the buffer last given out. */
  public void onReceived(long nowNs, int lengthBytes) {
    if (state == State.FAILED || lengthBytes <= 0) {
      return;
    }
    if (directSpaceGiven) {
      directSpaceGiven = false;
      destination.clear();
      Check.that(lengthBytes <= dataLength - dataReceived, "a read stays within its space");
      if (pduDataDigestOn) {
        dataDigest.updateOwned(destination, destinationOffset + dataReceived, lengthBytes);
      }
      dataReceived += lengthBytes;
    } else {
      Check.that(lengthBytes <= staging.capacity() - tail, "a read stays within its space");
      tail += lengthBytes;
    }
    halvedBytes = tail - head <= HALVED_BYTES_MAX ? tail - head : 0;
    parse(nowNs);
  }

  private void parse(long nowNs) {
    parsing = true;
    staging.clear();
    boolean progress = true;
    while (progress && !paused) {
      progress =
          switch (state) {
            case HEADER -> parseHeader(nowNs);
            case STAGING -> parseStaged(nowNs);
            case DATA -> parseData();
            case TRAILER -> parseTrailer(nowNs);
            case FAILED -> false;
          };
    }
    if (head == tail) {
      head = 0;
      tail = 0;
    }
    parsing = false;
  }

  private boolean parseHeader(long nowNs) {
    if (!isStaged(Bhs.LENGTH_BYTES)) {
      return false;
    }
    int headers = Bhs.LENGTH_BYTES + Bhs.totalAhsLengthBytes(staging, head);
    int withDigest = headers + (headerDigestOn ? Digests.LENGTH_BYTES : 0);
    if (!isStaged(withDigest)) {
      return false;
    }
    if (headerDigestOn) {
      scratchDigest.reset();
      scratchDigest.updateShared(staging, head, headers);
      if (scratchDigest.value() != Digests.read(staging, head + headers)) {
        return violation(nowNs, ReceiveViolation.HEADER_DIGEST_ERROR);
      }
    }
    dataLength = Bhs.dataSegmentLength(staging, head);
    if (dataLength > dataSegmentMax) {
      return violation(nowNs, ReceiveViolation.DATA_SEGMENT_TOO_LONG);
    }
    if (dataLength == 0) {
      int base = head;
      head += withDigest;
      sink.onPdu(nowNs, staging, base, NOWHERE, 0, 0, DataSegmentState.COMPLETE);
      return true;
    }
    beginData(nowNs, headers, withDigest);
    return true;
  }

  private void beginData(long nowNs, int headers, int withDigest) {
    pduDataDigestOn = dataDigestOn;
    headersLength = withDigest;
    dataReceived = 0;
    DataPlacement placement = sink.placement(nowNs, staging, head, dataLength);
    if (state == State.FAILED) {
      return;
    }
    if (placement == DataPlacement.STAGE && withDigest + dataAndTrailer() <= staging.capacity()) {
      state = State.STAGING;
      return;
    }
    // What a staging buffer cannot hold is read over rather than held up for ever.
    isPlaced = placement == DataPlacement.PLACE;
    destination = isPlaced ? sink.destination() : NOWHERE;
    destinationOffset = isPlaced ? sink.destinationOffset() : 0;
    headerCopy.put(0, staging, head, headers);
    head += withDigest;
    dataDigest.reset();
    state = State.DATA;
  }

  private boolean parseStaged(long nowNs) {
    int total = headersLength + dataAndTrailer();
    if (!isStaged(total)) {
      return false;
    }
    int base = head;
    int dataAt = base + headersLength;
    boolean good = true;
    if (pduDataDigestOn) {
      int padded = dataLength + Bhs.padBytes(dataLength);
      scratchDigest.reset();
      scratchDigest.updateOwned(staging, dataAt, padded);
      good = scratchDigest.value() == Digests.read(staging, dataAt + padded);
    }
    head += total;
    state = State.HEADER;
    sink.onPdu(
        nowNs,
        staging,
        base,
        staging,
        dataAt,
        dataLength,
        good ? DataSegmentState.COMPLETE : DataSegmentState.DIGEST_ERROR);
    return true;
  }

  private boolean parseData() {
    int piece = Math.min(dataLength - dataReceived, tail - head);
    if (piece > 0) {
      if (pduDataDigestOn) {
        dataDigest.updateOwned(staging, head, piece);
      }
      if (isPlaced) {
        destination.clear();
        destination.put(destinationOffset + dataReceived, staging, head, piece);
      }
      dataReceived += piece;
      head += piece;
    }
    if (dataReceived < dataLength) {
      return false;
    }
    state = State.TRAILER;
    return true;
  }

  private boolean parseTrailer(long nowNs) {
    int pad = Bhs.padBytes(dataLength);
    int trailer = pad + (pduDataDigestOn ? Digests.LENGTH_BYTES : 0);
    if (!isStaged(trailer)) {
      return false;
    }
    boolean good = true;
    if (pduDataDigestOn) {
      dataDigest.updateOwned(staging, head, pad);
      good = dataDigest.value() == Digests.read(staging, head + pad);
    }
    head += trailer;
    state = State.HEADER;
    ByteBuffer data = destination;
    destination = NOWHERE;
    DataSegmentState result = isPlaced ? DataSegmentState.COMPLETE : DataSegmentState.DISCARDED;
    sink.onPdu(
        nowNs,
        headerCopy,
        0,
        data,
        destinationOffset,
        dataLength,
        good ? result : DataSegmentState.DIGEST_ERROR);
    return true;
  }

  private boolean violation(long nowNs, ReceiveViolation what) {
    int base = head;
    state = State.FAILED;
    sink.onViolation(nowNs, what, staging, base);
    head = 0;
    tail = 0;
    return false;
  }

  private int dataAndTrailer() {
    return dataLength + Bhs.padBytes(dataLength) + (pduDataDigestOn ? Digests.LENGTH_BYTES : 0);
  }

  /**
   * Whether {@code lengthBytes} bytes are there in one piece; makes room for them if they are not.
   */
  private boolean isStaged(int lengthBytes) {
    if (tail - head >= lengthBytes) {
      return true;
    }
    if (head + lengthBytes > staging.capacity()) {
      compact();
    }
    return false;
  }

  private void compact() {
    staging.clear();
    staging.put(0, staging, head, tail - head);
    tail -= head;
    head = 0;
  }
}
