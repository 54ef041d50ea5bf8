// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceStatus;
import org.quintain.fcp.wire.FcpFunctions;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpResponseCode;
import org.quintain.fcp.wire.FcpResponseIu;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.FunctionResponse;

/**
 * Task management (FCP-4 4.10): ABORT TASK aborts the command's exchange, QUERY TASK asks for it by
 * REC, the others are flags of an FCP_CMND. When the target has done such a function, the exchanges
 * of the commands it covers are aborted, and the function is over when all of them are: a command
 * that the function overtook on its way is still there, and is done until its ABTS is answered.
 */
final class FunctionSender implements ExchangeListener {
  private static final int NO_CODE = -1;

  private final FcpInitiatorNexus nexus;
  private final ArrayDeque<ManageTask> waiting = new ArrayDeque<>();
  private final List<ManageTask> sent = new ArrayList<>();

  /** Functions that the target has done, with commands whose exchanges are not cleared yet. */
  private final List<Asked> clearing = new ArrayList<>();

  /**
   * A function that was sent, and the commands that were under way then: those it can end. Once the
   * target has done it, those that have not ended.
   */
  private static final class Asked {
    private final ManageTask function;
    private final List<Long> covered = new ArrayList<>();
    private boolean failed;

    Asked(ManageTask function) {
      this.function = function;
    }
  }

  FunctionSender(FcpInitiatorNexus nexus) {
    this.nexus = nexus;
  }

  void submit(long nowNs, ManageTask function) {
    if (nexus.isOver()) {
      end(nowNs, function, FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, NO_CODE);
      return;
    }
    waiting.add(function);
    nexus.pump(nowNs);
  }

  void pump(long nowNs) {
    while (nexus.isEstablished() && !waiting.isEmpty()) {
      ManageTask function = waiting.peek();
      if (!begin(nowNs, function)) {
        return;
      }
      waiting.remove(function);
    }
  }

  /** Begins {@code function}; false when no exchange is free for it. */
  private boolean begin(long nowNs, ManageTask function) {
    boolean waited = nexus.abortWaiting(nowNs, function);
    switch (function.function()) {
      case ABORT_TASK -> {
        abortTask(nowNs, function, waited);
        return true;
      }
      case QUERY_TASK -> {
        return nexus.recovery().query(nowNs, function);
      }
      default -> {
        return send(nowNs, function);
      }
    }
  }

  private void abortTask(long nowNs, ManageTask function, boolean waited) {
    InitiatorSlot slot = waited ? null : nexus.slots().ofIdentifier(function.commandIdentifier());
    if (slot == null || slot.abortedBy != null) {
      end(nowNs, function, FunctionResponse.FUNCTION_COMPLETE, FcpResponseCode.FUNCTION_COMPLETE);
      return;
    }
    slot.abortedBy = function;
    slot.sendsAgain = false;
    if (slot.state == InitiatorSlot.State.OPEN) {
      nexus.abort(nowNs, slot, ServiceResponse.ABORTED);
    } else {
      slot.endResponse = ServiceResponse.ABORTED;
    }
  }

  private boolean send(long nowNs, ManageTask function) {
    int flag = FcpFunctions.flag(function.function());
    if (flag == FcpFunctions.NO_FLAG) {
      end(nowNs, function, FunctionResponse.FUNCTION_REJECTED, NO_CODE);
      return true;
    }
    Exchange exchange = nexus.originate(this, FcpInformationUnit.TYPE);
    if (exchange == null) {
      return false;
    }
    Asked asked = new Asked(function);
    for (InitiatorSlot slot : nexus.slots().all()) {
      if (slot.hasExchange() && isAffected(function, slot.command())) {
        asked.covered.add(slot.command().identifier());
      }
    }
    exchange.context(asked);
    sent.add(function);
    nexus.output().function(nowNs, exchange, function.lun(), flag);
    watch(nowNs, exchange);
    return true;
  }

  private void watch(long nowNs, Exchange exchange) {
    long timeoutNs = nexus.settings().commandTimeoutNs();
    if (timeoutNs > 0) {
      nexus.exchanges().awaitReply(nowNs, exchange, timeoutNs);
    }
  }

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {
    Asked asked = (Asked) exchange.context();
    Answer answer = Answer.of(sequence);
    if (asked == null) {
      return;
    }
    if (answer == null) {
      watch(nowNs, exchange);
      return;
    }
    exchange.context(null);
    if (answer.confirms() && exchange.holdsInitiative()) {
      nexus.output().confirm(nowNs, exchange);
    }
    nexus.exchanges().release(exchange);
    FunctionResponse response = FcpResponseCode.response(answer.code());
    if (response == FunctionResponse.FUNCTION_COMPLETE) {
      clearCovered(nowNs, asked);
    } else {
      sent.remove(asked.function);
      end(nowNs, asked.function, response, answer.code());
    }
  }

  private record Answer(int code, boolean confirms) {
    static @Nullable Answer of(ReceivedSequence sequence) {
      int at = sequence.payloadOffset();
      boolean whole =
          sequence.status() == SequenceStatus.COMPLETE
              && FcpInformationUnit.of(sequence.routingControl()) == FcpInformationUnit.FCP_RSP
              && FcpResponseIu.isWhole(sequence.payload(), at, sequence.lengthBytes());
      return whole
          ? new Answer(
              FcpResponseIu.responseCode(sequence.payload(), at),
              (FcpResponseIu.flags(sequence.payload(), at) & FcpResponseIu.CONFIRM) != 0)
          : null;
    }
  }

  /**
   * FCP-4 4.10: the initiator clears the exchanges of what a function ended by recovery abort, and
   * knows nothing of them until that is answered (FCP-4 12.3).
   */
  private void clearCovered(long nowNs, Asked asked) {
    List<InitiatorSlot> under = new ArrayList<>();
    for (InitiatorSlot slot : nexus.slots().all()) {
      if (slot.hasExchange() && asked.covered.contains(slot.command().identifier())) {
        under.add(slot);
      }
    }
    asked.covered.clear();
    under.forEach(slot -> asked.covered.add(slot.command().identifier()));
    clearing.add(asked);
    for (InitiatorSlot slot : under) {
      if (slot.state == InitiatorSlot.State.OPEN) {
        nexus.abort(nowNs, slot, ServiceResponse.ABORTED);
      } else {
        slot.sendsAgain = false;
        slot.endResponse = ServiceResponse.ABORTED;
      }
    }
    endCleared(nowNs);
  }

  /** A command ended: so may functions that wait for that. */
  void onFinished(long nowNs, long identifier, ServiceResponse response) {
    if (clearing.isEmpty()) {
      return;
    }
    for (Asked asked : clearing) {
      if (asked.covered.remove(Long.valueOf(identifier))) {
        asked.failed |= response != ServiceResponse.ABORTED;
      }
    }
    endCleared(nowNs);
  }

  private void endCleared(long nowNs) {
    for (int index = 0; index < clearing.size(); index++) {
      Asked asked = clearing.get(index);
      if (asked.covered.isEmpty()) {
        clearing.remove(index--);
        sent.remove(asked.function);
        end(
            nowNs,
            asked.function,
            asked.failed
                ? FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE
                : FunctionResponse.FUNCTION_COMPLETE,
            asked.failed ? NO_CODE : FcpResponseCode.FUNCTION_COMPLETE);
      }
    }
  }

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {
    nexus.exchanges().acceptAbort(nowNs, exchange);
  }

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {
    if (exchange.context() != null) {
      nexus.exchanges().abort(nowNs, exchange);
    }
  }

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {
    Asked asked = (Asked) exchange.context();
    if (asked != null && sent.remove(asked.function)) {
      end(nowNs, asked.function, FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, NO_CODE);
      if (end == ExchangeEnd.ABORT_UNANSWERED) {
        nexus.listener().onTargetSilent(nowNs);
      }
    }
  }

  /** The command of {@code slot} is over, or lost with its nexus: so is an ABORT TASK of it. */
  void onAborted(InitiatorSlot slot, boolean failed) {
    ManageTask function = slot.abortedBy;
    if (function != null) {
      slot.abortedBy = null;
      function.end(
          failed
              ? FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE
              : FunctionResponse.FUNCTION_COMPLETE,
          failed ? NO_CODE : FcpResponseCode.FUNCTION_COMPLETE);
    }
  }

  /** The nexus is gone: no answer will come. */
  void onNexusLost(long nowNs) {
    while (!waiting.isEmpty()) {
      end(nowNs, waiting.remove(), FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, NO_CODE);
    }
    List<ManageTask> unanswered = List.copyOf(sent);
    sent.clear();
    clearing.clear();
    for (ManageTask function : unanswered) {
      end(nowNs, function, FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, NO_CODE);
    }
  }

  void end(long nowNs, ManageTask function, FunctionResponse response, int code) {
    function.end(response, code);
    nexus.listener().onProgress(nowNs);
  }

  /** Whether a completed {@code function} has ended {@code command}. */
  static boolean isAffected(ManageTask function, ExecuteCommand command) {
    return switch (function.function()) {
      case ABORT_TASK -> command.identifier() == function.commandIdentifier();
      case ABORT_TASK_SET, CLEAR_TASK_SET, LOGICAL_UNIT_RESET -> command.lun() == function.lun();
      case I_T_NEXUS_RESET, TARGET_WARM_RESET, TARGET_COLD_RESET -> true;
      case CLEAR_ACA, QUERY_TASK, QUERY_TASK_SET, QUERY_ASYNCHRONOUS_EVENT -> false;
    };
  }
}
