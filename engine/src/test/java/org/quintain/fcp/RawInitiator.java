// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fc.wire.FrameControl;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fcp.wire.FcpCommandIu;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpResponseIu;
import org.quintain.fcp.wire.FcpTransferReadyIu;
import org.quintain.sam.TaskAttribute;
import org.quintain.wire.OutgoingSequence;

/** An initiator that says what a test tells it to, and notes what comes back. */
final class RawInitiator implements ExchangeListener {
  private final FcpPair pair;
  private final ExchangeManager manager;

  /** What came, one line for each sequence. */
  final List<String> heard = new ArrayList<>();

  /** Where Data-In lands. */
  final ByteBuffer dataIn = ByteBuffer.allocate(1 << 20);

  byte[] lastResponse = new byte[0];

  RawInitiator(FcpPair pair) {
    this.pair = pair;
    this.manager = pair.initiatorExchanges;
  }

  Exchange open() {
    Exchange exchange =
        manager.originate(this, FcpPair.INITIATOR_ID, FcpPair.TARGET_ID, 0x08, 2048);
    exchange.receiveInto(dataIn, 0, 0, dataIn.capacity());
    return exchange;
  }

  /** An FCP_CMND. */
  static byte[] command(long lun, int flags, boolean read, boolean write, long length, int... cdb) {
    ByteBuffer unit = ByteBuffer.allocate(FcpCommandIu.LENGTH_BYTES_MAX);
    FcpCommandIu.lun(unit, 0, lun);
    FcpCommandIu.attribute(unit, 0, 0, TaskAttribute.SIMPLE);
    FcpCommandIu.functions(unit, 0, flags);
    FcpCommandIu.shape(unit, 0, read, write, cdb.length);
    for (int index = 0; index < cdb.length; index++) {
      unit.put(FcpCommandIu.CDB_OFFSET + index, (byte) cdb[index]);
    }
    FcpCommandIu.dataLength(unit, 0, length);
    byte[] bytes = new byte[FcpCommandIu.lengthBytes(unit, 0)];
    unit.get(0, bytes);
    return bytes;
  }

  static int[] write10(int block, int blocks) {
    return new int[] {0x2A, 0, 0, 0, 0, block, 0, 0, blocks, 0};
  }

  static int[] read10(int block, int blocks) {
    return new int[] {0x28, 0, 0, 0, 0, block, 0, 0, blocks, 0};
  }

  /** Sends {@code unit} in a new exchange, and gives the initiative away. */
  Exchange send(byte[] unit) {
    Exchange exchange = open();
    send(exchange, FcpInformationUnit.FCP_CMND, unit, -1, SequenceEnd.TRANSFER_INITIATIVE);
    return exchange;
  }

  void send(
      Exchange exchange, FcpInformationUnit unit, byte[] payload, long offset, SequenceEnd end) {
    if (!exchange.holdsInitiative()) {
      manager.takeInitiative(exchange);
    }
    OutgoingSequence sequence = manager.begin(exchange, unit.routingControl());
    sequence.payload().add(ByteBuffer.wrap(payload), 0, payload.length);
    if (offset >= 0) {
      manager.relativeOffset(sequence, offset);
    }
    manager.send(pair.world.nowNs(), exchange, sequence, end);
  }

  void sendData(Exchange exchange, long offset, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    send(exchange, FcpInformationUnit.FCP_DATA, bytes, offset, SequenceEnd.TRANSFER_INITIATIVE);
  }

  /** Sends another first sequence under the exchange's OX_ID. */
  void sendOverlapping(Exchange exchange, byte[] unit) {
    manager.takeInitiative(exchange);
    OutgoingSequence sequence =
        manager.begin(exchange, FcpInformationUnit.FCP_CMND.routingControl());
    sequence.payload().add(ByteBuffer.wrap(unit), 0, unit.length);
    int control = FrameHeader.frameControl(sequence.header(), sequence.base());
    FrameHeader.frameControl(
        sequence.header(), sequence.base(), control | FrameControl.FIRST_SEQUENCE);
    FrameHeader.responderExchangeId(sequence.header(), sequence.base(), FrameHeader.NO_EXCHANGE_ID);
    manager.send(pair.world.nowNs(), exchange, sequence, SequenceEnd.TRANSFER_INITIATIVE);
  }

  void abort(Exchange exchange) {
    manager.abort(pair.world.nowNs(), exchange);
  }

  /** Lets the world run until {@code count} lines were heard. */
  List<String> await(int count) {
    pair.world.awaitUntil(() -> heard.size() >= count, 100 * FcpPair.SECOND_NS);
    return heard;
  }

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {
    ByteBuffer bytes = sequence.payload();
    int at = sequence.payloadOffset();
    FcpInformationUnit unit = FcpInformationUnit.of(sequence.routingControl());
    if (unit == FcpInformationUnit.FCP_XFER_RDY) {
      heard.add(
          "XFER_RDY "
              + FcpTransferReadyIu.relativeOffset(bytes, at)
              + " "
              + FcpTransferReadyIu.burstLength(bytes, at));
    } else if (unit == FcpInformationUnit.FCP_DATA) {
      heard.add("DATA " + sequence.relativeOffsetBytes() + " " + sequence.lengthBytes());
    } else if (unit == FcpInformationUnit.FCP_RSP) {
      lastResponse = new byte[sequence.lengthBytes()];
      bytes.get(at, lastResponse);
      heard.add(describe(bytes, at));
    } else {
      StringBuilder text = new StringBuilder("LINK");
      for (int index = 0; index < Math.min(8, sequence.lengthBytes()); index++) {
        text.append(String.format(" %02x", bytes.get(at + index)));
      }
      heard.add(text.toString());
    }
  }

  private static String describe(ByteBuffer bytes, int at) {
    int flags = FcpResponseIu.flags(bytes, at);
    StringBuilder text =
        new StringBuilder(String.format("RSP %02x", FcpResponseIu.status(bytes, at)));
    if ((flags & FcpResponseIu.OVERFLOW) != 0) {
      text.append(" over ").append(FcpResponseIu.residual(bytes, at));
    }
    if ((flags & FcpResponseIu.UNDERFLOW) != 0) {
      text.append(" under ").append(FcpResponseIu.residual(bytes, at));
    }
    if ((flags & FcpResponseIu.BIDIRECTIONAL) != 0) {
      text.append(" read ").append(FcpResponseIu.bidirectionalReadResidual(bytes, at));
    }
    if ((flags & FcpResponseIu.INFO_VALID) != 0) {
      text.append(String.format(" code %02x", FcpResponseIu.responseCode(bytes, at)));
    }
    if ((flags & FcpResponseIu.SENSE_VALID) != 0) {
      int sense = FcpResponseIu.senseAt(bytes, at);
      text.append(
          String.format(
              " sense %x/%02x/%02x",
              bytes.get(sense + 2) & 0xF, bytes.get(sense + 12), bytes.get(sense + 13)));
    }
    if ((flags & FcpResponseIu.CONFIRM) != 0) {
      text.append(" confirm");
    }
    return text.toString();
  }

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {
    heard.add("ABTS");
    manager.acceptAbort(nowNs, exchange);
  }

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {
    heard.add(end.name());
  }

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {
    heard.add("SILENCE");
  }
}
