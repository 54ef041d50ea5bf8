// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.NexusInitiatorPort;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.Check;

/**
 * The initiator's end of one I_T nexus (FCP-4 4.6): commands that wait, commands under way, task
 * management. Owned by the reactor of its N_Port; its login says when it stands and when it falls.
 */
public final class FcpInitiatorNexus implements ExchangeListener, NexusInitiatorPort.Nexus {
  private final ExchangeManager exchanges;
  private final FcpInitiatorSettings settings;
  private final NexusListener listener;
  private final SlotTable slots;
  private final ArrayDeque<ExecuteCommand> waiting = new ArrayDeque<>();
  private final InitiatorOutput output;
  private final CommandReceiver receiver = new CommandReceiver(this);
  private final FunctionSender functions = new FunctionSender(this);
  private final SequenceRecovery recovery = new SequenceRecovery(this);
  private final InitiatorCounters counters = new InitiatorCounters();

  private boolean established;
  private boolean over;
  private boolean pumping;
  private int localId;
  private int remoteId;
  private int framePayloadMax;
  private FcpServiceParameters agreed = new FcpServiceParameters(0);

  /** A nexus that does not stand yet; what is submitted waits. */
  public FcpInitiatorNexus(
      ExchangeManager exchanges, FcpInitiatorSettings settings, NexusListener listener) {
    this.exchanges = exchanges;
    this.settings = settings;
    this.listener = listener;
    slots = new SlotTable(settings.commandsMax());
    output = new InitiatorOutput(exchanges, this::onDataSent);
  }

  /**
   * The process login established an image pair.
   *
   * @param inForce what both ends want of the service parameters
   * @param payloadMax the longest frame payload that the target takes
   */
  public void establish(
      long nowNs, int ownId, int targetId, FcpServiceParameters inForce, int payloadMax) {
    if (over) {
      return;
    }
    localId = ownId;
    remoteId = targetId;
    agreed = inForce;
    framePayloadMax = payloadMax;
    established = true;
    listener.onEstablished(nowNs);
    pump(nowNs);
  }

  /** The login is no more: every command ends (SAM-5 6.3.4). The nexus does not come back. */
  public void lose(long nowNs, String reason) {
    if (over) {
      return;
    }
    over = true;
    established = false;
    for (InitiatorSlot slot : slots.all()) {
      if (slot.hasExchange()) {
        leave(slot);
        end(nowNs, slot, ServiceResponse.NEXUS_LOST);
      }
    }
    while (!waiting.isEmpty()) {
      waiting.remove().end(nowNs, ServiceResponse.NEXUS_LOST);
    }
    functions.onNexusLost(nowNs);
    listener.onLost(nowNs, reason);
  }

  /** Whether commands go out. */
  public boolean isEstablished() {
    return established;
  }

  /** Whether it takes no more commands. */
  @Override
  public boolean isOver() {
    return over;
  }

  /** The target's address identifier, once established. */
  public int remoteId() {
    return remoteId;
  }

  /** What is in force of the service parameters. */
  public FcpServiceParameters agreed() {
    return agreed;
  }

  /** What it saw. */
  public InitiatorCounters counters() {
    return counters;
  }

  /** How many commands are under way, or have memory with the wire. */
  public int commandsUnderWay() {
    return slots.inUse();
  }

  /** Sends {@code command}, which has begun, or lets it wait its turn. */
  @Override
  public void submit(long nowNs, ExecuteCommand command) {
    if (over) {
      command.end(nowNs, ServiceResponse.NEXUS_LOST);
      listener.onProgress(nowNs);
      return;
    }
    waiting.add(command);
    pump(nowNs);
  }

  /** Sends a task management function. */
  @Override
  public void submit(long nowNs, ManageTask function) {
    functions.submit(nowNs, function);
  }

  // Sending.

  void pump(long nowNs) {
    if (pumping) {
      return;
    }
    pumping = true;
    functions.pump(nowNs);
    while (established && slots.hasFree() && !waiting.isEmpty()) {
      Exchange exchange = originate(this, FcpInformationUnit.TYPE);
      if (exchange == null) {
        break;
      }
      InitiatorSlot slot = slots.take();
      long timeoutNs = settings.commandTimeoutNs();
      slot.begin(waiting.remove(), timeoutNs == 0 ? Long.MAX_VALUE : nowNs + timeoutNs);
      send(nowNs, slot, exchange);
    }
    pumping = false;
  }

  @Nullable Exchange originate(ExchangeListener user, int type) {
    return exchanges.originate(user, localId, remoteId, type, framePayloadMax);
  }

  private void send(long nowNs, InitiatorSlot slot, Exchange exchange) {
    slot.open(nowNs, exchange);
    ExecuteCommand command = slot.command();
    if (command.dataInLength() > 0) {
      exchange.receiveInto(command.dataIn(), 0, 0, command.dataInLength());
    }
    long firstBurst = 0;
    if (agreed.has(FcpServiceParameters.WRITE_TRANSFER_READY_DISABLED)) {
      int most = settings.firstBurstBytesMax();
      firstBurst = most == 0 ? command.dataOutLength() : Math.min(most, command.dataOutLength());
    }
    output.command(nowNs, slot, firstBurst);
    watch(nowNs, slot);
  }

  /** The target is to be heard of within a while. */
  void watch(long nowNs, InitiatorSlot slot) {
    long leftNs = slot.deadlineNs - nowNs;
    long waitNs = mayRetry() ? Math.min(settings.recoveryTimeoutNs(), leftNs) : leftNs;
    if (waitNs < Long.MAX_VALUE / 2) {
      exchanges.awaitReply(nowNs, slot.exchange(), Math.max(1, waitNs));
    }
  }

  /** Whether both ends recover what was lost of an exchange. */
  boolean mayRetry() {
    return settings.recoveryTimeoutNs() > 0
        && agreed.has(
            FcpServiceParameters.RETRY
                | FcpServiceParameters.REC_SUPPORT
                | FcpServiceParameters.CONFIRMED_COMPLETION);
  }

  private void onDataSent(long nowNs, int token) {
    InitiatorSlot slot = slots.all()[token];
    slot.references--;
    Check.that(slot.references >= 0, "a sequence is sent once", token);
    if (slot.state == InitiatorSlot.State.ENDING && slot.references == 0) {
      finish(nowNs, slot);
      // Nobody else will, where this was the only slot.
      pump(nowNs);
    }
  }

  // Receiving.

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {
    InitiatorSlot slot = (InitiatorSlot) exchange.context();
    if (slot != null && slot.state == InitiatorSlot.State.OPEN) {
      slot.isAnswered = true;
      receiver.onSequence(nowNs, slot, sequence);
    }
  }

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {
    // A target gives the command up (FC-FS-5 18.7); nothing else of it will come.
    exchanges.acceptAbort(nowNs, exchange);
  }

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {
    InitiatorSlot slot = (InitiatorSlot) exchange.context();
    if (slot == null || slot.state != InitiatorSlot.State.OPEN) {
      return;
    }
    if (mayRetry() && nowNs < slot.deadlineNs) {
      recovery.ask(nowNs, slot);
    } else {
      counters.add(InitiatorCounters.Counter.COMMANDS_TIMED_OUT);
      abort(nowNs, slot, ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    }
  }

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {
    InitiatorSlot slot = (InitiatorSlot) exchange.context();
    if (slot == null) {
      return;
    }
    slot.exchange = null;
    boolean silent = end == ExchangeEnd.ABORT_UNANSWERED;
    boolean cleared = end == ExchangeEnd.ABORTED || end == ExchangeEnd.ABORT_REJECTED;
    if (cleared && slot.sendsAgain && slot.references == 0) {
      Exchange another = originate(this, FcpInformationUnit.TYPE);
      if (another != null) {
        counters.add(InitiatorCounters.Counter.COMMANDS_SENT_AGAIN);
        send(nowNs, slot, another);
        return;
      }
    }
    boolean failed = silent || end == ExchangeEnd.LOGGED_OUT || end == ExchangeEnd.LINK_DOWN;
    ServiceResponse response = responseTo(slot, end);
    functions.onAborted(slot, failed);
    end(nowNs, slot, response);
    if (silent) {
      listener.onTargetSilent(nowNs);
    }
    listener.onProgress(nowNs);
    pump(nowNs);
  }

  private static ServiceResponse responseTo(InitiatorSlot slot, ExchangeEnd end) {
    return switch (end) {
      case LOGGED_OUT -> ServiceResponse.NEXUS_LOST;
      case ABORTED, ABORT_REJECTED ->
          slot.state == InitiatorSlot.State.ABORTING
              ? slot.endResponse
              : ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE;
      case ABORT_UNANSWERED, ABORTED_BY_PEER, REPLACED, LINK_DOWN ->
          ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE;
    };
  }

  /** Aborts the slot's exchange; the command ends with {@code response} when that is done. */
  void abort(long nowNs, InitiatorSlot slot, ServiceResponse response) {
    counters.add(InitiatorCounters.Counter.EXCHANGES_ABORTED);
    slot.state = InitiatorSlot.State.ABORTING;
    slot.endResponse = response;
    slot.exchange().receiveNothing();
    exchanges.abort(nowNs, slot.exchange());
  }

  /** The command is over with an answer of the target's. */
  void complete(long nowNs, InitiatorSlot slot, ServiceResponse response) {
    Exchange exchange = slot.exchange();
    exchange.context(null);
    exchange.receiveNothing();
    slot.exchange = null;
    exchanges.release(exchange);
    end(nowNs, slot, response);
    listener.onProgress(nowNs);
    pump(nowNs);
  }

  /** Takes the exchange of {@code slot} from it, whatever becomes of the exchange. */
  private void leave(InitiatorSlot slot) {
    Exchange exchange = slot.exchange;
    slot.exchange = null;
    if (exchange != null) {
      exchange.context(null);
      exchange.receiveNothing();
      if (slot.state == InitiatorSlot.State.OPEN) {
        exchanges.release(exchange);
      }
    }
    functions.onAborted(slot, true);
  }

  /** A command's end is known: it ends now, or when no sequence refers to its memory any more. */
  private void end(long nowNs, InitiatorSlot slot, ServiceResponse response) {
    slot.state = InitiatorSlot.State.ENDING;
    slot.endResponse = response;
    if (slot.references == 0) {
      finish(nowNs, slot);
    }
  }

  private void finish(long nowNs, InitiatorSlot slot) {
    long received = slot.received;
    ServiceResponse response = slot.endResponse;
    ExecuteCommand command = slot.free();
    slots.putBack(slot);
    command.dataInTransferred((int) received);
    long identifier = command.identifier();
    command.end(nowNs, response);
    functions.onFinished(nowNs, identifier, response);
    listener.onProgress(nowNs);
  }

  /** Ends what waits and {@code function} covers; whether there was something. */
  boolean abortWaiting(long nowNs, ManageTask function) {
    boolean found = false;
    for (int count = waiting.size(); count > 0; count--) {
      ExecuteCommand command = waiting.remove();
      if (FunctionSender.isAffected(function, command)) {
        found = true;
        command.end(nowNs, ServiceResponse.ABORTED);
      } else {
        waiting.add(command);
      }
    }
    return found;
  }

  // For the rest of the package.

  ExchangeManager exchanges() {
    return exchanges;
  }

  FcpInitiatorSettings settings() {
    return settings;
  }

  InitiatorOutput output() {
    return output;
  }

  NexusListener listener() {
    return listener;
  }

  FunctionSender functions() {
    return functions;
  }

  SequenceRecovery recovery() {
    return recovery;
  }

  SlotTable slots() {
    return slots;
  }

  int localId() {
    return localId;
  }
}
