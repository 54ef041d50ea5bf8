// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import java.nio.ByteBuffer;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.srp.initiator.InitiatorCounters.Counter;
import org.quintain.srp.wire.SrpInformationUnit;
import org.quintain.srp.wire.SrpResponseCode;
import org.quintain.srp.wire.SrpResponseIu;

/** SRP_RSP: how a command or a function ended (SRP r16a 6.9). */
final class ResponseReceiver {
  private final SrpInitiatorNexus nexus;

  ResponseReceiver(SrpInitiatorNexus nexus) {
    this.nexus = nexus;
  }

  /** A whole one came; its credit was taken. */
  void onResponse(long nowNs, ByteBuffer bytes, int at) {
    long tag = SrpInformationUnit.tag(bytes, at);
    if (nexus.functions().expects(tag)) {
      nexus.functions().onResponse(nowNs, bytes, at);
      return;
    }
    InitiatorSlot slot = nexus.slots().ofTag(tag);
    if (slot == null) {
      nexus.counters().add(Counter.RESPONSES_UNKNOWN);
      nexus.pump(nowNs);
      return;
    }
    boolean good = SrpResponseIu.responseCode(bytes, at) == SrpResponseCode.FUNCTION_COMPLETE;
    if (good) {
      answer(slot.command(), bytes, at);
    }
    nexus.end(
        nowNs,
        slot,
        good
            ? ServiceResponse.COMMAND_COMPLETE
            : ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    nexus.pump(nowNs);
  }

  private static void answer(ExecuteCommand command, ByteBuffer bytes, int at) {
    int flags = SrpResponseIu.flags(bytes, at);
    int sense = (int) Math.min(SrpResponseIu.senseBytes(bytes, at), command.sense().length);
    bytes.get(SrpResponseIu.senseAt(bytes, at), command.sense(), 0, sense);
    boolean inUnder = (flags & SrpResponseIu.DATA_IN_UNDERFLOW) != 0;
    boolean inOver = (flags & SrpResponseIu.DATA_IN_OVERFLOW) != 0;
    boolean outUnder = (flags & SrpResponseIu.DATA_OUT_UNDERFLOW) != 0;
    boolean outOver = (flags & SrpResponseIu.DATA_OUT_OVERFLOW) != 0;
    boolean hasOut = command.dataOutLength() > 0 || (outOver && !inOver);
    long inResidual = inUnder || inOver ? SrpResponseIu.dataInResidual(bytes, at) : 0;
    long outResidual = outUnder || outOver ? SrpResponseIu.dataOutResidual(bytes, at) : 0;
    command.answer(
        SrpResponseIu.status(bytes, at),
        sense,
        hasOut ? outResidual : inResidual,
        hasOut ? outOver : inOver);
    long missing = inUnder ? Math.min(inResidual, command.dataInLength()) : 0;
    command.dataInTransferred((int) (command.dataInLength() - missing));
  }
}
