// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import java.nio.ByteBuffer;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceStatus;
import org.quintain.fcp.initiator.InitiatorCounters.Counter;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpResponseCode;
import org.quintain.fcp.wire.FcpResponseIu;
import org.quintain.fcp.wire.FcpTransferReadyIu;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.Status;

/**
 * What a target sends in a command's exchange: FCP_XFER_RDY, FCP_DATA, FCP_RSP (FCP-4 clause 9).
 */
final class CommandReceiver {
  private final FcpInitiatorNexus nexus;

  CommandReceiver(FcpInitiatorNexus nexus) {
    this.nexus = nexus;
  }

  void onSequence(long nowNs, InitiatorSlot slot, ReceivedSequence sequence) {
    FcpInformationUnit unit = FcpInformationUnit.of(sequence.routingControl());
    if (unit == FcpInformationUnit.FCP_DATA) {
      onData(slot, sequence);
      nexus.watch(nowNs, slot);
    } else if (sequence.status() != SequenceStatus.COMPLETE) {
      nexus.counters().add(Counter.SEQUENCES_BROKEN);
      nexus.watch(nowNs, slot);
    } else if (unit == FcpInformationUnit.FCP_RSP) {
      onResponse(nowNs, slot, sequence);
    } else if (unit == FcpInformationUnit.FCP_XFER_RDY) {
      onTransferReady(nowNs, slot, sequence);
    } else {
      violate(nowNs, slot);
    }
  }

  /** FCP-4 12.3: what the target sent makes no sense, so that the exchange is given up. */
  private void violate(long nowNs, InitiatorSlot slot) {
    nexus.counters().add(Counter.SEQUENCES_INVALID);
    nexus.abort(nowNs, slot, ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
  }

  private void onData(InitiatorSlot slot, ReceivedSequence sequence) {
    long offset = sequence.relativeOffsetBytes();
    switch (sequence.status()) {
      case COMPLETE -> {
        if (offset <= slot.received) {
          slot.received = Math.max(slot.received, offset + sequence.lengthBytes());
        }
      }
      case MISSING_FRAMES -> nexus.counters().add(Counter.SEQUENCES_BROKEN);
      case OFFSET_JUMPED, OUTSIDE_WINDOW, TOO_LONG -> slot.isOverrun = true;
    }
  }

  private void onTransferReady(long nowNs, InitiatorSlot slot, ReceivedSequence sequence) {
    ByteBuffer bytes = sequence.payload();
    int at = sequence.payloadOffset();
    if (sequence.lengthBytes() < FcpTransferReadyIu.LENGTH_BYTES) {
      violate(nowNs, slot);
      return;
    }
    long offset = FcpTransferReadyIu.relativeOffset(bytes, at);
    long length = FcpTransferReadyIu.burstLength(bytes, at);
    if (length == 0
        || offset + length > slot.command().dataOutLength()
        || !slot.exchange().holdsInitiative()) {
      violate(nowNs, slot);
      return;
    }
    nexus.output().data(nowNs, slot, offset, offset + length);
    nexus.watch(nowNs, slot);
  }

  private void onResponse(long nowNs, InitiatorSlot slot, ReceivedSequence sequence) {
    ByteBuffer bytes = sequence.payload();
    int at = sequence.payloadOffset();
    if (!FcpResponseIu.isWhole(bytes, at, sequence.lengthBytes())) {
      violate(nowNs, slot);
      return;
    }
    boolean good = FcpResponseIu.responseCode(bytes, at) == FcpResponseCode.FUNCTION_COMPLETE;
    int flags = FcpResponseIu.flags(bytes, at);
    boolean confirms = (flags & FcpResponseIu.CONFIRM) != 0 && slot.exchange().holdsInitiative();
    if (good && isDataMissing(slot, bytes, at)) {
      nexus.counters().add(Counter.DATA_LOST);
      if (confirms && nexus.mayRetry()) {
        nexus.recovery().askForData(nowNs, slot);
        return;
      }
      good = false;
    }
    answer(slot.command(), bytes, at);
    if (confirms) {
      nexus.counters().add(Counter.CONFIRMATIONS);
      nexus.output().confirm(nowNs, slot.exchange());
    }
    boolean delivered = good && !slot.isOverrun;
    nexus.complete(
        nowNs,
        slot,
        delivered
            ? ServiceResponse.COMMAND_COMPLETE
            : ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
  }

  /** Whether less Data-In came than the response accounts for. */
  private static boolean isDataMissing(InitiatorSlot slot, ByteBuffer bytes, int at) {
    ExecuteCommand command = slot.command();
    Status status = Status.ofCode(FcpResponseIu.status(bytes, at));
    if (command.dataInLength() == 0 || (status != Status.GOOD && status != Status.CONDITION_MET)) {
      return false;
    }
    int flags = FcpResponseIu.flags(bytes, at);
    boolean both = command.dataOutLength() > 0;
    boolean under = (flags & (both ? FcpResponseIu.READ_UNDERFLOW : FcpResponseIu.UNDERFLOW)) != 0;
    long residual =
        both
            ? FcpResponseIu.bidirectionalReadResidual(bytes, at)
            : FcpResponseIu.residual(bytes, at);
    long expected = command.dataInLength() - (under ? residual : 0);
    return slot.received < expected;
  }

  private static void answer(ExecuteCommand command, ByteBuffer bytes, int at) {
    int flags = FcpResponseIu.flags(bytes, at);
    int sense = (int) Math.min(FcpResponseIu.senseLength(bytes, at), command.sense().length);
    bytes.get(FcpResponseIu.senseAt(bytes, at), command.sense(), 0, sense);
    boolean over = (flags & FcpResponseIu.OVERFLOW) != 0;
    boolean under = (flags & FcpResponseIu.UNDERFLOW) != 0;
    // FCP-4 9.5: both at once mean nothing.
    long residual = over != under ? FcpResponseIu.residual(bytes, at) : 0;
    command.answer(FcpResponseIu.status(bytes, at), sense, residual, over && !under);
  }
}
