// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpTransferReadyIu;
import org.quintain.wire.OutgoingSequence;
import org.quintain.wire.SequenceSentListener;

/** What a target port sends: one sequence for each information unit (FCP-4 clause 9). */
final class TargetOutput implements SequenceSentListener {
  private final FcpTargetPort port;
  private final ExchangeManager exchanges;

  TargetOutput(FcpTargetPort port, ExchangeManager exchanges) {
    this.port = port;
    this.exchanges = exchanges;
  }

  /** A sequence of {@code exchange} to be filled and given to one of the methods that send. */
  OutgoingSequence begin(Exchange exchange, FcpInformationUnit unit) {
    return exchanges.begin(exchange, unit.routingControl());
  }

  /**
   * Sends a sequence that refers to no memory of its command's. Where sequences may be asked for
   * again it is counted nevertheless, so that nobody can ask for more than the wire takes.
   */
  void send(long nowNs, TargetTask task, OutgoingSequence sequence, SequenceEnd end) {
    if (task.nexus().mayRetry()) {
      sequence.whenSent(this, task.index);
      task.references++;
    }
    if (!task.exchange().holdsInitiative()) {
      // The initiator did not do what it had the initiative for, or asks for something again.
      exchanges.takeInitiative(task.exchange());
    }
    exchanges.send(nowNs, task.exchange(), sequence, end);
  }

  /** Sends the one sequence of an exchange that has no task, and leaves it. */
  void sendLast(long nowNs, Exchange exchange, OutgoingSequence sequence) {
    if (!exchange.holdsInitiative()) {
      exchanges.takeInitiative(exchange);
    }
    exchanges.send(nowNs, exchange, sequence, SequenceEnd.LAST);
    exchanges.release(exchange);
  }

  void transferReady(long nowNs, TargetTask task, long offset, long lengthBytes) {
    OutgoingSequence sequence = begin(task.exchange(), FcpInformationUnit.FCP_XFER_RDY);
    int at = sequence.inlinePayload(FcpTransferReadyIu.LENGTH_BYTES);
    FcpTransferReadyIu.write(sequence.header(), at, offset, lengthBytes);
    send(nowNs, task, sequence, SequenceEnd.TRANSFER_INITIATIVE);
  }

  /** Sends a range of the command's Data-In, which is {@code offset} of the initiator's buffer. */
  void data(long nowNs, TargetTask task, long skipBytes, long lengthBytes, long offset) {
    OutgoingSequence sequence = begin(task.exchange(), FcpInformationUnit.FCP_DATA);
    sequence.payload().addRange(task.command().dataIn(), skipBytes, lengthBytes);
    sequence.whenSent(this, task.index);
    task.references++;
    if (!task.exchange().holdsInitiative()) {
      exchanges.takeInitiative(task.exchange());
    }
    exchanges.relativeOffset(sequence, offset);
    exchanges.send(nowNs, task.exchange(), sequence, SequenceEnd.KEEP_INITIATIVE);
  }

  @Override
  public void onSequenceSent(long nowNs, int token) {
    port.onDataSent(nowNs, port.tasks().at(token));
  }
}
