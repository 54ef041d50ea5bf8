// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.wire.MessageKind;
import org.quintain.wire.OutgoingMessage;

/**
 * Makes the packets of a run, one after the other (IBA 9.2 to 9.4): base transport header, extended
 * headers, payload and pad bytes as real bytes; what is around them, the invariant CRC too, is the
 * driver's. Pure; one per run that a driver has under way, used again and again.
 *
 * <p>Every packet but a message's last has as much payload as the path takes. The RDMA extended
 * header stands in a message's first packet, immediate data and the solicited event in its last;
 * the acknowledgement is asked for by a run's last.
 */
public final class PacketCutter {
  /** The longest headers that a packet has: those of RDMA WRITE Only with Immediate. */
  public static final int HEADER_BYTES_MAX =
      BaseTransportHeader.LENGTH_BYTES + RdmaHeader.LENGTH_BYTES + ExtendedWord.LENGTH_BYTES;

  /** How much longer than its payload a packet can be: headers, pad bytes, invariant CRC. */
  public static final int OVERHEAD_BYTES_MAX = HEADER_BYTES_MAX + 3 + InvariantCrc.LENGTH_BYTES;

  // A row for each kind: the codes of its first, middle, last and only packets.
  private static final int[][] OPCODES = new int[MessageKind.values().length][];

  static {
    row(
        MessageKind.SEND,
        PacketOpcode.SEND_FIRST,
        PacketOpcode.SEND_MIDDLE,
        PacketOpcode.SEND_LAST,
        PacketOpcode.SEND_ONLY);
    row(
        MessageKind.SEND_WITH_IMMEDIATE,
        PacketOpcode.SEND_FIRST,
        PacketOpcode.SEND_MIDDLE,
        PacketOpcode.SEND_LAST_WITH_IMMEDIATE,
        PacketOpcode.SEND_ONLY_WITH_IMMEDIATE);
    row(
        MessageKind.SEND_WITH_INVALIDATE,
        PacketOpcode.SEND_FIRST,
        PacketOpcode.SEND_MIDDLE,
        PacketOpcode.SEND_LAST_WITH_INVALIDATE,
        PacketOpcode.SEND_ONLY_WITH_INVALIDATE);
    row(
        MessageKind.RDMA_WRITE,
        PacketOpcode.WRITE_FIRST,
        PacketOpcode.WRITE_MIDDLE,
        PacketOpcode.WRITE_LAST,
        PacketOpcode.WRITE_ONLY);
    row(
        MessageKind.RDMA_WRITE_WITH_IMMEDIATE,
        PacketOpcode.WRITE_FIRST,
        PacketOpcode.WRITE_MIDDLE,
        PacketOpcode.WRITE_LAST_WITH_IMMEDIATE,
        PacketOpcode.WRITE_ONLY_WITH_IMMEDIATE);
    row(
        MessageKind.RDMA_READ_RESPONSE,
        PacketOpcode.READ_RESPONSE_FIRST,
        PacketOpcode.READ_RESPONSE_MIDDLE,
        PacketOpcode.READ_RESPONSE_LAST,
        PacketOpcode.READ_RESPONSE_ONLY);
    single(MessageKind.RDMA_READ_REQUEST, PacketOpcode.READ_REQUEST);
    single(MessageKind.ACKNOWLEDGE, PacketOpcode.ACKNOWLEDGE);
    single(MessageKind.DATAGRAM, PacketOpcode.DATAGRAM_SEND_ONLY);
  }

  private @Nullable OutgoingMessage message;
  private int packetsMade;
  private int bytesMade;
  private int segment;
  private int segmentMadeBytes;

  private static void row(MessageKind kind, int first, int middle, int last, int only) {
    OPCODES[kind.ordinal()] = new int[] {middle, first, last, only};
  }

  private static void single(MessageKind kind, int only) {
    row(kind, only, only, only, only);
  }

  /** The operation code of a packet of {@code kind} at that place in its message. */
  public static int opcode(MessageKind kind, boolean isFirst, boolean isLast) {
    return OPCODES[kind.ordinal()][(isFirst ? 1 : 0) + (isLast ? 2 : 0)];
  }

  /** Begins with {@code toBeCut}, which has all that its packets say. */
  public void begin(OutgoingMessage toBeCut) {
    message = toBeCut;
    packetsMade = 0;
    bytesMade = 0;
    segment = 0;
    segmentMadeBytes = 0;
    skip(toBeCut.payload(), toBeCut.payloadBytes() == 0 ? 0 : toBeCut.payloadOffsetBytes());
  }

  private void skip(SegmentList list, long bytes) {
    long left = bytes;
    while (left > 0 && left >= list.length(segment)) {
      left -= list.length(segment++);
    }
    segmentMadeBytes = (int) left;
  }

  /** Whether packets are left. */
  public boolean hasNext() {
    return message != null && packetsMade < message.packetCount();
  }

  /** How long the next packet will be, without its invariant CRC. */
  public int nextLengthBytes() {
    OutgoingMessage of = present();
    int payload = nextPayloadBytes(of);
    if (of.isVerbatim()) {
      return payload;
    }
    return PacketOpcode.headerBytes(nextOpcode(of)) + (payload + 3 & ~3);
  }

  private int nextOpcode(OutgoingMessage of) {
    return opcode(of.kind(), isFirst(of), isLast(of));
  }

  private boolean isFirst(OutgoingMessage of) {
    return packetsMade == 0 && of.beginsMessage();
  }

  private boolean isLast(OutgoingMessage of) {
    return packetsMade == of.packetCount() - 1 && of.endsMessage();
  }

  private int nextPayloadBytes(OutgoingMessage of) {
    return packetsMade == of.packetCount() - 1 ? of.payloadBytes() - bytesMade : of.mtuBytes();
  }

  /**
   * Writes the next packet at {@code at} of {@code into}: headers, payload, pad bytes.
   *
   * @return how many bytes that is
   */
  public int next(ByteBuffer into, int at) {
    OutgoingMessage of = present();
    int payload = nextPayloadBytes(of);
    if (of.isVerbatim()) {
      copyPayload(of.payload(), into, at, payload);
      packetsMade++;
      return payload;
    }
    int header = writeHeaders(of, into, at, payload);
    copyPayload(of.payload(), into, at + header, payload);
    int pad = -payload & 3;
    for (int index = 0; index < pad; index++) {
      into.put(at + header + payload + index, (byte) 0);
    }
    packetsMade++;
    bytesMade += payload;
    return header + payload + pad;
  }

  private int writeHeaders(OutgoingMessage of, ByteBuffer into, int at, int payloadBytes) {
    Check.that(hasNext(), "a run has as many packets as it was cut into", packetsMade);
    boolean isFirst = isFirst(of);
    boolean isLast = isLast(of);
    int opcode = opcode(of.kind(), isFirst, isLast);
    BaseTransportHeader.write(
        into,
        at,
        opcode,
        of.path().partitionKey(),
        of.destinationQueuePair(),
        PacketSequence.plus(of.firstSequenceNumber(), packetsMade));
    // The only path there is counts as migrated (IBA 17.2.8.1.1).
    BaseTransportHeader.migrationRequest(into, at, true);
    BaseTransportHeader.padBytes(into, at, -payloadBytes & 3);
    if (isLast && of.isSolicited()) {
      BaseTransportHeader.solicited(into, at, true);
    }
    if (of.isAcknowledgeRequested() && packetsMade == of.packetCount() - 1) {
      BaseTransportHeader.acknowledgeRequested(into, at, true);
    }
    writeExtendedHeaders(of, into, at + BaseTransportHeader.LENGTH_BYTES, isFirst, isLast);
    return PacketOpcode.headerBytes(opcode);
  }

  private static void writeExtendedHeaders(
      OutgoingMessage of, ByteBuffer into, int at, boolean isFirst, boolean isLast) {
    switch (of.kind()) {
      case SEND -> {}
      case SEND_WITH_IMMEDIATE, SEND_WITH_INVALIDATE -> writeWord(of, into, at, isLast);
      case RDMA_WRITE, RDMA_READ_REQUEST -> writeRdma(of, into, at, isFirst);
      case RDMA_WRITE_WITH_IMMEDIATE -> {
        writeRdma(of, into, at, isFirst);
        writeWord(of, into, isFirst ? at + RdmaHeader.LENGTH_BYTES : at, isLast);
      }
      case RDMA_READ_RESPONSE -> {
        if (isFirst || isLast) {
          AcknowledgeHeader.write(into, at, of.syndrome(), of.messageSequenceNumber());
        }
      }
      case ACKNOWLEDGE ->
          AcknowledgeHeader.write(into, at, of.syndrome(), of.messageSequenceNumber());
      case DATAGRAM -> DatagramHeader.write(into, at, of.queueKey(), of.sourceQueuePair());
    }
  }

  private static void writeWord(OutgoingMessage of, ByteBuffer into, int at, boolean isLast) {
    if (isLast) {
      ExtendedWord.write(into, at, of.immediateData());
    }
  }

  private static void writeRdma(OutgoingMessage of, ByteBuffer into, int at, boolean isFirst) {
    if (isFirst) {
      RdmaHeader.write(into, at, of.remoteAddress(), of.remoteKey(), of.dmaLengthBytes());
    }
  }

  private void copyPayload(SegmentList from, ByteBuffer into, int at, int lengthBytes) {
    int done = 0;
    while (done < lengthBytes) {
      int piece = Math.min(from.length(segment) - segmentMadeBytes, lengthBytes - done);
      into.put(at + done, from.base(segment), from.offset(segment) + segmentMadeBytes, piece);
      done += piece;
      segmentMadeBytes += piece;
      if (segmentMadeBytes == from.length(segment)) {
        segment++;
        segmentMadeBytes = 0;
      }
    }
  }

  /** Forgets its run. */
  public void end() {
    message = null;
  }

  private OutgoingMessage present() {
    OutgoingMessage present = message;
    Check.that(present != null, "packets are made of a run that was begun");
    return present;
  }
}
