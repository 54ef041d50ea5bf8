// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.NexusInitiatorPort;
import org.quintain.initiator.ServiceResponse;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.srp.initiator.InitiatorCounters.Counter;
import org.quintain.srp.wire.SrpLoginRequest;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPort;

/**
 * The initiator's end of one I_T nexus (SRP r16a 4.3): its channels, commands that wait, commands
 * under way, task management. Owned by the reactor of the adapter's port. It stands when all its
 * channels do, and falls with the first that does.
 */
public final class SrpInitiatorNexus implements NexusInitiatorPort.Nexus {
  private static final int SEND_SPARE = 8;
  private static final long STALL_NS = 5_000_000_000L;

  private final Reactor reactor;
  private final RdmaPort rdma;
  private final SrpDestination destination;
  private final SrpInitiatorSettings settings;
  private final NexusListener listener;
  private final InitiatorCounters counters = new InitiatorCounters();
  private final CommandBuilder builder;
  private final FunctionSender functions = new FunctionSender(this);
  private final ResponseReceiver receiver = new ResponseReceiver(this);
  private final List<InitiatorChannel> channels = new ArrayList<>();
  private final ArrayDeque<ExecuteCommand> waiting = new ArrayDeque<>();
  private final SlotTable slots;
  private final ReactorTask sweep = this::sweep;
  private int nextChannel;
  private long sweepNs = Long.MAX_VALUE;

  /** When commands have waited for so long that the target may be gone. */
  private long stalledNs = Long.MAX_VALUE;

  private boolean established;
  private boolean over;
  private boolean pumping;
  private String reason = "";

  /** A nexus that does not stand yet; what is submitted waits. */
  public SrpInitiatorNexus(
      Reactor reactor,
      RdmaPort rdma,
      SrpDestination destination,
      SrpInitiatorSettings settings,
      NexusListener listener) {
    this.reactor = reactor;
    this.rdma = rdma;
    this.destination = destination;
    this.settings = settings;
    this.listener = listener;
    builder = new CommandBuilder(rdma, settings, counters);
    // Immediate data is gathered from where it is: a slot has the rest alone.
    slots = new SlotTable(settings.commandsMax(), CommandBuilder.UNIT_BYTES_MAX);
  }

  /** Requests the first channel. */
  public void logIn(long nowNs) {
    connect(nowNs, SrpLoginRequest.SINGLE_CHANNEL);
  }

  private void connect(long nowNs, int action) {
    InitiatorChannel channel = new InitiatorChannel(this, rdma, settings.commandsMax());
    channels.add(channel);
    ConnectParameters parameters =
        new ConnectParameters(
            destination.address(),
            destination.serviceId(),
            destination.loginData(settings, action),
            QueuePairOptions.ofDepths(channel.receives() + SEND_SPARE, channel.receives()));
    channel.begin(rdma.connect(nowNs, parameters, channel));
  }

  /** A channel stands: the next one is requested, or the nexus stands. */
  void onChannelLive(long nowNs) {
    if (over) {
      return;
    }
    if (channels.size() < settings.channels()) {
      connect(nowNs, SrpLoginRequest.MULTIPLE_CHANNELS);
    } else {
      establish(nowNs);
    }
  }

  private void establish(long nowNs) {
    established = true;
    listener.onEstablished(nowNs);
    pump(nowNs);
  }

  /** A channel cannot be had: the nexus has to do with those that there are, if there are. */
  void onRefused(long nowNs, String why) {
    counters.add(Counter.CHANNELS_REFUSED);
    channels.removeIf(InitiatorChannel::isOver);
    if (over) {
      return;
    }
    if (channels.isEmpty()) {
      lose(nowNs, why);
    } else {
      establish(nowNs);
    }
  }

  /** Gives the nexus up in good order: it is lost when the connection has ended. */
  public void logOut(long nowNs) {
    if (!over) {
      reason = "logged out";
      for (InitiatorChannel channel : List.copyOf(channels)) {
        channel.logOut(nowNs);
      }
    }
  }

  /**
   * The nexus is no more: every command ends (SAM-5 6.3.4), as soon as the wire has let go of its
   * memory. The nexus does not come back.
   */
  public void lose(long nowNs, String why) {
    if (over) {
      return;
    }
    over = true;
    established = false;
    for (InitiatorChannel channel : List.copyOf(channels)) {
      channel.disconnect(nowNs);
    }
    for (InitiatorSlot slot : slots.all()) {
      if (slot.state == InitiatorSlot.State.OPEN) {
        end(nowNs, slot, ServiceResponse.NEXUS_LOST);
      }
    }
    while (!waiting.isEmpty()) {
      waiting.remove().end(nowNs, ServiceResponse.NEXUS_LOST);
    }
    functions.onNexusLost(nowNs);
    listener.onLost(nowNs, reason.isEmpty() ? why : reason);
  }

  /** Whether commands go out. */
  public boolean isEstablished() {
    return established;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  /** How many channels it has. */
  public int channelCount() {
    return channels.size();
  }

  /** How many requests the target takes now, over all channels. */
  public int credit() {
    int credit = 0;
    for (InitiatorChannel channel : channels) {
      credit += channel.credit();
    }
    return credit;
  }

  /** What it saw. */
  public InitiatorCounters counters() {
    return counters;
  }

  /** How many commands are under way, or have memory with the wire. */
  public int commandsUnderWay() {
    return slots.takenCount();
  }

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
      InitiatorChannel channel = channelForCommand();
      if (channel == null) {
        break;
      }
      send(nowNs, channel, waiting.remove());
      stalledNs = Long.MAX_VALUE;
    }
    pumping = false;
    if (waiting.isEmpty()) {
      stalledNs = Long.MAX_VALUE;
    } else if (stalledNs == Long.MAX_VALUE && established) {
      stalledNs = nowNs + STALL_NS;
      watch(stalledNs);
    }
  }

  private @Nullable InitiatorChannel channelForCommand() {
    for (int tries = channels.size(); tries > 0; tries--) {
      nextChannel = nextChannel + 1 >= channels.size() ? 0 : nextChannel + 1;
      InitiatorChannel channel = channels.get(nextChannel);
      if (channel.hasRoomForCommand()) {
        return channel;
      }
    }
    return null;
  }

  @Nullable InitiatorChannel channelForFunction() {
    for (InitiatorChannel channel : channels) {
      if (channel.hasRoomForFunction()) {
        return channel;
      }
    }
    return null;
  }

  private void send(long nowNs, InitiatorChannel channel, ExecuteCommand command) {
    InitiatorSlot slot = slots.take();
    slot.begin(command, channel, slots.newTag(slot), deadlineFrom(nowNs));
    if (!builder.build(slot)) {
      slot.end(ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
      finish(nowNs, slot);
      return;
    }
    counters.add(Counter.COMMANDS);
    channel.send(nowNs, slot.send, slot.unit);
    watch(slot.deadlineNs);
  }

  // Receiving.

  /** SRP_RSP came, whole. */
  void onResponse(long nowNs, ByteBuffer bytes, int at) {
    receiver.onResponse(nowNs, bytes, at);
  }

  /** A command's unit is out, or was given up: its memory is ours again. */
  void onCommandSent(long nowNs, InitiatorSlot slot) {
    if (slot.state == InitiatorSlot.State.ENDING) {
      finish(nowNs, slot);
      pump(nowNs);
    }
  }

  /** A command's end is known: it ends now, or when its send is back. */
  void end(long nowNs, InitiatorSlot slot, ServiceResponse response) {
    slot.channel().onOver();
    slot.end(response);
    if (!slot.send.isPosted()) {
      finish(nowNs, slot);
    }
  }

  private void finish(long nowNs, InitiatorSlot slot) {
    ServiceResponse response = slot.endResponse();
    ExecuteCommand command = slot.free();
    slots.give(slot);
    command.end(nowNs, response);
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

  // Time.

  /** When what begins now has to be over. */
  long deadlineFrom(long nowNs) {
    long timeoutNs = settings.commandTimeoutNs();
    return timeoutNs == 0 ? Long.MAX_VALUE : nowNs + timeoutNs;
  }

  /** Something is to be looked at when {@code atNs} is over. */
  void watch(long atNs) {
    if (atNs < sweepNs) {
      sweepNs = atNs;
      reactor.callAt(atNs, sweep);
    }
  }

  private void sweep(long nowNs) {
    if (nowNs < sweepNs || over) {
      return;
    }
    sweepNs = Long.MAX_VALUE;
    if (functions.deadlineNs() <= nowNs) {
      lose(nowNs, "the target is silent");
      return;
    }
    watch(functions.deadlineNs());
    if (stalledNs <= nowNs) {
      channels.forEach(channel -> channel.probe(nowNs));
      stalledNs = nowNs + STALL_NS;
    }
    watch(stalledNs);
    for (InitiatorSlot slot : slots.all()) {
      if (slot.state == InitiatorSlot.State.OPEN && slot.deadlineNs <= nowNs) {
        onTimeout(nowNs, slot);
      } else {
        watch(slot.deadlineNs);
      }
    }
  }

  private void onTimeout(long nowNs, InitiatorSlot slot) {
    if (!slot.isLate) {
      slot.isLate = true;
      counters.add(Counter.COMMANDS_TIMED_OUT);
    }
    // Where the function has to wait, it is tried again soon.
    boolean sent = functions.abortLate(nowNs, slot);
    slot.deadlineNs = sent ? Long.MAX_VALUE : nowNs + settings.commandTimeoutNs() / 8 + 1;
    watch(slot.deadlineNs);
  }

  // For the rest of the package.

  SrpInitiatorSettings settings() {
    return settings;
  }

  NexusListener listener() {
    return listener;
  }

  SlotTable slots() {
    return slots;
  }

  FunctionSender functions() {
    return functions;
  }
}
