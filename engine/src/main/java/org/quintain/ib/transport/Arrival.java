// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import java.nio.ByteBuffer;
import org.quintain.ib.wire.AcknowledgeHeader;
import org.quintain.ib.wire.BaseTransportHeader;
import org.quintain.ib.wire.DatagramHeader;
import org.quintain.ib.wire.ExtendedWord;
import org.quintain.ib.wire.PacketOpcode;
import org.quintain.ib.wire.RdmaHeader;
import org.quintain.memory.SegmentList;
import org.quintain.wire.MessageKind;
import org.quintain.wire.OutgoingMessage;

/**
 * What has come: one packet, or successive packets of one message handed over together. Filled from
 * a packet's bytes or from a run; one per port, used again and again.
 */
final class Arrival {
  private final SegmentList own = new SegmentList(1);

  /** The code of a single packet; of a run, that of its last. */
  int opcode;

  MessageKind kind = MessageKind.ACKNOWLEDGE;
  boolean begins;
  boolean ends;
  int partitionKey;
  int destinationQueuePair;
  int sequenceNumber;
  int packets;
  boolean acknowledgeRequested;
  boolean solicited;
  SegmentList payload = own;
  long payloadOffsetBytes;
  int payloadBytes;
  long remoteAddress;
  int remoteKey;

  /** 0 to 2^32 - 1: whatever stood there. */
  long dmaLengthBytes;

  int immediateData;
  int syndrome;
  int messageSequenceNumber;
  int queueKey;
  int sourceQueuePair;

  /** Whether the operation code is one that is spoken here. */
  boolean isSupported;

  /**
   * Reads a packet's headers (IBA 9.6.1.1, 9.6.1.4); false for one that is thrown away: too short
   * for its headers, or of another version. An operation code that is not known can still be
   * refused by its queue pair.
   */
  boolean read(ByteBuffer packet, int base, int lengthBytes) {
    if (lengthBytes < BaseTransportHeader.LENGTH_BYTES
        || BaseTransportHeader.version(packet, base) != 0) {
      return false;
    }
    opcode = BaseTransportHeader.opcode(packet, base);
    partitionKey = BaseTransportHeader.partitionKey(packet, base);
    destinationQueuePair = BaseTransportHeader.destinationQueuePair(packet, base);
    sequenceNumber = BaseTransportHeader.packetSequenceNumber(packet, base);
    acknowledgeRequested = BaseTransportHeader.isAcknowledgeRequested(packet, base);
    solicited = BaseTransportHeader.isSolicited(packet, base);
    packets = 1;
    begins = PacketOpcode.isFirst(opcode);
    ends = PacketOpcode.isLast(opcode);
    payloadBytes = 0;
    int header = PacketOpcode.headerBytes(opcode);
    isSupported = header != PacketOpcode.UNKNOWN && PacketKinds.of(opcode) != null;
    if (!isSupported) {
      return true;
    }
    int pad = BaseTransportHeader.padBytes(packet, base);
    int body = lengthBytes - header - pad;
    if (body < 0 || (lengthBytes & 3) != 0) {
      return false;
    }
    kind = PacketKinds.present(opcode);
    own.clear();
    own.add(packet, base + header, body);
    payload = own;
    payloadOffsetBytes = 0;
    payloadBytes = body;
    readExtended(packet, base + BaseTransportHeader.LENGTH_BYTES);
    return true;
  }

  private void readExtended(ByteBuffer packet, int at) {
    switch (kind) {
      case SEND -> {}
      case SEND_WITH_IMMEDIATE, SEND_WITH_INVALIDATE ->
          immediateData = ExtendedWord.read(packet, at);
      case RDMA_WRITE, RDMA_READ_REQUEST -> {
        if (begins) {
          readRdma(packet, at);
        }
      }
      case RDMA_WRITE_WITH_IMMEDIATE -> {
        if (begins) {
          readRdma(packet, at);
        }
        immediateData = ExtendedWord.read(packet, begins ? at + RdmaHeader.LENGTH_BYTES : at);
      }
      case RDMA_READ_RESPONSE, ACKNOWLEDGE -> {
        if (begins || ends) {
          syndrome = AcknowledgeHeader.syndrome(packet, at);
          messageSequenceNumber = AcknowledgeHeader.messageSequenceNumber(packet, at);
        }
      }
      case DATAGRAM -> {
        queueKey = DatagramHeader.queueKey(packet, at);
        sourceQueuePair = DatagramHeader.sourceQueuePair(packet, at);
      }
    }
  }

  private void readRdma(ByteBuffer packet, int at) {
    remoteAddress = RdmaHeader.virtualAddress(packet, at);
    remoteKey = RdmaHeader.remoteKey(packet, at);
    dmaLengthBytes = RdmaHeader.lengthBytes(packet, at);
  }

  /** Takes over what a run says. */
  void take(OutgoingMessage run) {
    opcode = 0;
    isSupported = true;
    kind = run.kind();
    begins = run.beginsMessage();
    ends = run.endsMessage();
    partitionKey = run.path().partitionKey();
    destinationQueuePair = run.destinationQueuePair();
    sequenceNumber = run.firstSequenceNumber();
    packets = run.packetCount();
    acknowledgeRequested = run.isAcknowledgeRequested();
    solicited = run.isSolicited() && ends;
    payload = run.payload();
    payloadOffsetBytes = run.payloadOffsetBytes();
    payloadBytes = run.payloadBytes();
    remoteAddress = run.remoteAddress();
    remoteKey = run.remoteKey();
    dmaLengthBytes = run.dmaLengthBytes();
    immediateData = run.immediateData();
    syndrome = run.syndrome();
    messageSequenceNumber = run.messageSequenceNumber();
    queueKey = run.queueKey();
    sourceQueuePair = run.sourceQueuePair();
  }

  /**
   * Whether the payload is as long as packets of their place in a message have it (IBA 9.7.4.1.6):
   * all that the path takes, but for a message's last.
   */
  boolean isLengthRight(int mtuBytes) {
    int full = (packets - 1) * mtuBytes;
    if (!ends) {
      return payloadBytes == full + mtuBytes;
    }
    int last = payloadBytes - full;
    return last <= mtuBytes && (last > 0 || (last == 0 && packets == 1 && begins));
  }

  /** Forgets memory of others. */
  void clear() {
    own.clear();
    payload = own;
  }
}
