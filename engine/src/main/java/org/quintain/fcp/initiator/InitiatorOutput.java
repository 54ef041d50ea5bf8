// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import java.nio.ByteBuffer;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fcp.wire.FcpCommandIu;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.wire.OutgoingSequence;
import org.quintain.wire.SequenceSentListener;

/** What an initiator sends: FCP_CMND, FCP_DATA, FCP_CONF (FCP-4 9.2, 9.4, 9.6). */
final class InitiatorOutput {
  private final ExchangeManager exchanges;
  private final SequenceSentListener sent;

  /**
   * @param sent is told of each FCP_DATA that left, by its slot's index
   */
  InitiatorOutput(ExchangeManager exchanges, SequenceSentListener sent) {
    this.exchanges = exchanges;
    this.sent = sent;
  }

  /** FCP_CMND, and with {@code firstBurstBytes} the data that need no FCP_XFER_RDY. */
  void command(long nowNs, InitiatorSlot slot, long firstBurstBytes) {
    ExecuteCommand command = slot.command();
    boolean read = command.dataInLength() > 0;
    boolean write = command.dataOutLength() > 0;
    OutgoingSequence sequence =
        exchanges.begin(slot.exchange(), FcpInformationUnit.FCP_CMND.routingControl());
    int cdbBytes = command.cdbLength();
    int at = header(sequence, command.lun(), read, write, cdbBytes);
    ByteBuffer bytes = sequence.header();
    FcpCommandIu.attribute(bytes, at, command.priority(), command.attribute());
    bytes.put(at + FcpCommandIu.CDB_OFFSET, command.cdb(), 0, cdbBytes);
    FcpCommandIu.dataLength(bytes, at, write ? command.dataOutLength() : command.dataInLength());
    if (read && write) {
      FcpCommandIu.bidirectionalReadLength(bytes, at, command.dataInLength());
    }
    boolean more = firstBurstBytes > 0;
    exchanges.send(
        nowNs,
        slot.exchange(),
        sequence,
        more ? SequenceEnd.KEEP_INITIATIVE : SequenceEnd.TRANSFER_INITIATIVE);
    if (more) {
      data(nowNs, slot, 0, firstBurstBytes);
    }
  }

  /** Makes the payload a SIMPLE FCP_CMND with an empty CDB and no data; says where it begins. */
  private static int header(
      OutgoingSequence sequence, long lun, boolean read, boolean write, int cdbBytes) {
    int length = FcpCommandIu.lengthBytes(read, write, cdbBytes);
    ByteBuffer bytes = sequence.header();
    int at = sequence.inlinePayload(length);
    FcpCommandIu.clear(bytes, at, length);
    FcpCommandIu.lun(bytes, at, lun);
    FcpCommandIu.shape(bytes, at, read, write, cdbBytes);
    return at;
  }

  /** FCP_CMND with a task management flag. */
  void function(long nowNs, Exchange exchange, long lun, int flag) {
    OutgoingSequence sequence =
        exchanges.begin(exchange, FcpInformationUnit.FCP_CMND.routingControl());
    int at = header(sequence, lun, false, false, 0);
    FcpCommandIu.functions(sequence.header(), at, flag);
    exchanges.send(nowNs, exchange, sequence, SequenceEnd.TRANSFER_INITIATIVE);
  }

  /** Bytes {@code offset} to {@code end} of the Data-Out Buffer in one sequence. */
  void data(long nowNs, InitiatorSlot slot, long offset, long end) {
    OutgoingSequence sequence =
        exchanges.begin(slot.exchange(), FcpInformationUnit.FCP_DATA.routingControl());
    sequence.payload().add(slot.command().dataOut(), (int) offset, (int) (end - offset));
    sequence.whenSent(sent, slot.index);
    slot.references++;
    slot.sentTo = end;
    exchanges.relativeOffset(sequence, offset);
    exchanges.send(nowNs, slot.exchange(), sequence, SequenceEnd.TRANSFER_INITIATIVE);
  }

  /** FCP_CONF ends an exchange whose target asked for it (FCP-4 4.5). */
  void confirm(long nowNs, Exchange exchange) {
    OutgoingSequence sequence =
        exchanges.begin(exchange, FcpInformationUnit.FCP_CONF.routingControl());
    exchanges.send(nowNs, exchange, sequence, SequenceEnd.LAST);
  }
}
