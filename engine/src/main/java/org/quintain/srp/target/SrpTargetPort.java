// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.srp.wire.SrpLoginRequest;
import org.quintain.srp.wire.SrpPortIdentifier;
import org.quintain.srp.wire.SrpResponseIu;
import org.quintain.srp.wire.TargetLogoutReason;
import org.quintain.wire.ConnectListener;
import org.quintain.wire.ConnectRequest;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.RdmaPort;

/**
 * A target port of SRP at one port of an RDMA adapter (SRP r16a 4.3): an I_T nexus for each
 * initiator port that logs in, RDMA channels for it, tasks for its commands. Owned by the reactor
 * of the adapter's port; everything here happens there.
 */
public final class SrpTargetPort {
  /** SPC-5 7.6.1: SRP. */
  public static final int PROTOCOL_IDENTIFIER = 4;

  private final Reactor reactor;
  private final RdmaPort rdma;
  private final ScsiTarget scsiTarget;
  private final SrpPortIdentifier identifier;
  private final SrpTargetSettings settings;
  private final SrpCounters counters = new SrpCounters();
  private final TaskTable tasks;
  private final TaskLife life = new TaskLife(this);
  private final WorkPool work = new WorkPool();
  private final List<TargetNexus> nexuses = new ArrayList<>();
  private final List<TargetNexus> clearing = new ArrayList<>();
  private final ArrayDeque<ChannelMemory> memories = new ArrayDeque<>();
  private int channelsInUse;
  private boolean isEnabled = true;

  private final UnitReceiver units = new UnitReceiver(this);
  private final CommandReceiver commands = new CommandReceiver(this);
  private final DataOutReceiver dataOut;
  private final DataInSender dataIn = new DataInSender(this);
  private final TableReader tables;
  private final ResponseSender responses = new ResponseSender(this);
  private final FunctionHandler functions = new FunctionHandler(this);
  private final LoginHandler logins = new LoginHandler(this);

  /**
   * @param rdma the adapter's port, on {@code reactor}
   * @param scsiTarget the engine's port behind it
   * @param identifier the port's own name: identifier extension and GUID of the I/O controller
   */
  public SrpTargetPort(
      Reactor reactor,
      RdmaPort rdma,
      ScsiTarget scsiTarget,
      SrpPortIdentifier identifier,
      SrpTargetSettings settings) {
    this.reactor = reactor;
    this.rdma = rdma;
    this.scsiTarget = scsiTarget;
    this.identifier = identifier;
    this.settings = settings;
    tasks = new TaskTable(settings.targetToInitiatorBytes() + SrpResponseIu.FIXED_BYTES);
    dataOut = new DataOutReceiver(this, rdma);
    tables = new TableReader(this, rdma);
  }

  /** Who is to hear of connections that initiators request: {@link RdmaPort#listen} wants it. */
  public ConnectListener logins() {
    return logins;
  }

  /** The port's own name. */
  public SrpPortIdentifier identifier() {
    return identifier;
  }

  /** What was counted. */
  public SrpCounters counters() {
    return counters;
  }

  /** The nexuses that stand, in the order in which they were established. */
  public List<TargetNexus> nexuses() {
    return List.copyOf(nexuses);
  }

  /** How many channels have a queue pair. */
  public int channelsInUse() {
    return channelsInUse;
  }

  /** How many commands and functions are open, or have memory with the wire. */
  public int tasksInUse() {
    return tasks.inUse();
  }

  /** How many work requests are with the wire, receives apart. */
  public int workInUse() {
    return work.lent();
  }

  /** How many memory regions it keeps registered whether anything is under way or not. */
  public int regionsKept() {
    return tables.regionsKept();
  }

  /**
   * Whether credit is where it should be: each request that can come is one that the limit allows,
   * and where nothing is open all of the limit is with the initiator, or about to be given to it.
   */
  public boolean isCreditWhole() {
    for (TargetNexus nexus : nexuses) {
      for (TargetChannel channel : nexus.channels()) {
        RequestLimit limit = channel.limit();
        if (limit.credit() + limit.open() + limit.due() < limit.limit()
            || limit.open() != channel.open().count()) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Lets every channel have {@code requests} requests open from now on, 1 at least. Credit that was
   * given comes back with the requests that use it.
   */
  public void limitRequests(long nowNs, int requests) {
    Check.that(requests > 0, "an initiator can send something", requests);
    for (TargetNexus nexus : nexuses) {
      for (TargetChannel channel : nexus.channels()) {
        channel.limit().change(Math.min(requests, requestLimit()));
        channel.requests().pump(nowNs);
      }
    }
  }

  /** Takes logins, or ends all channels and takes none. */
  public void enable(long nowNs, boolean enabled) {
    isEnabled = enabled;
    if (!enabled) {
      for (TargetNexus nexus : List.copyOf(nexuses)) {
        logOut(nowNs, nexus);
      }
    }
  }

  /** Ends the channels of {@code initiatorPort}, which may come again; whether it had any. */
  public boolean logOut(long nowNs, SrpPortIdentifier initiatorPort) {
    TargetNexus nexus = nexusOf(initiatorPort);
    if (nexus == null) {
      return false;
    }
    logOut(nowNs, nexus);
    return true;
  }

  private static void logOut(long nowNs, TargetNexus nexus) {
    for (TargetChannel channel : List.copyOf(nexus.channels())) {
      channel.logOut(nowNs, TargetLogoutReason.NO_REASON);
    }
  }

  // Nexuses and channels.

  boolean isEnabled() {
    return isEnabled;
  }

  /** The nexus that stands with {@code initiatorPort}, or null. */
  @Nullable TargetNexus nexusOf(SrpPortIdentifier initiatorPort) {
    for (TargetNexus nexus : nexuses) {
      if (nexus.initiatorPort().equals(initiatorPort)) {
        return nexus;
      }
    }
    return null;
  }

  /**
   * Whether commands of a nexus that {@code initiatorPort} lost are not over, so that a write may
   * yet reach the medium.
   */
  boolean isClearing(SrpPortIdentifier initiatorPort) {
    for (TargetNexus nexus : clearing) {
      if (nexus.initiatorPort().equals(initiatorPort)) {
        return true;
      }
    }
    return false;
  }

  /** A nexus for a login, without a channel yet; null when the engine has none left. */
  @Nullable TargetNexus establish(long nowNs, ConnectRequest request, SrpLoginRequest login) {
    String address = request.peerAddress();
    String local = request.localAddress();
    TargetNexus nexus =
        new TargetNexus(
            this,
            login.initiatorPort(),
            address == null ? "" : address,
            local == null ? "" : local);
    // SCST knows initiators by the address they come from; ports have names of their own.
    ItNexusIdentity identity =
        new ItNexusIdentity(
            address == null ? request.peer().toString() : request.peer().address(),
            login.initiatorPort().toString(),
            identifier.toString(),
            1,
            PROTOCOL_IDENTIFIER);
    ItNexus established = scsiTarget.onNexusEstablished(nowNs, identity, nexus.services(), reactor);
    if (established == null) {
      return null;
    }
    nexus.itNexus(established);
    nexuses.add(nexus);
    counters.add(SrpCounter.NEXUSES_ESTABLISHED);
    return nexus;
  }

  private int requestLimit() {
    return Math.min(settings.requestLimit(), Math.max(2, scsiTarget.commandsPerNexus()));
  }

  /** Another channel for {@code nexus}; null when there is no memory left for one. */
  @Nullable TargetChannel openChannel(TargetNexus nexus, SrpLoginRequest login) {
    if (channelsInUse == settings.channelsMax()) {
      return null;
    }
    ChannelMemory memory = memories.poll();
    if (memory == null) {
      memory =
          new ChannelMemory(
              TargetChannel.receives(requestLimit()), settings.initiatorToTargetBytes());
    }
    MemoryRegion region =
        rdma.register(memory.bytes, 0, memory.receiveBytes(), MemoryRegion.LOCAL_WRITE);
    if (region == null) {
      memories.add(memory);
      return null;
    }
    channelsInUse++;
    TargetChannel channel = new TargetChannel(this, nexus, login, memory, region, requestLimit());
    nexus.channels().add(channel);
    return channel;
  }

  /** Nothing more is sent over {@code channel}: what it carried ends (SAM-5 6.3.4). */
  void detach(long nowNs, TargetChannel channel) {
    if (!channel.markDetached()) {
      return;
    }
    TargetNexus nexus = channel.nexus();
    nexus.channels().remove(channel);
    counters.add(SrpCounter.CHANNELS_ENDED);
    // What ends lets go on what was held back, which may take a task that has just come free.
    for (TargetTask task : channel.open().snapshot()) {
      boolean isOver = task.state == TargetTask.State.COMPLETING || task.function != null;
      if (task.channel == channel && isOver) {
        life.end(nowNs, task);
      }
    }
    if (nexus.isLost()) {
      return; // What ended let a logout go on that was held back on the last other channel.
    }
    if (nexus.channels().isEmpty()) {
      lose(nowNs, nexus);
      return;
    }
    for (TargetTask task : channel.open().snapshot()) {
      if (task.channel == channel && task.isOpen() && !task.isAborting) {
        functions.abort(nowNs, task);
      }
    }
  }

  private void lose(long nowNs, TargetNexus nexus) {
    nexuses.remove(nexus);
    nexus.markLost();
    counters.add(SrpCounter.NEXUSES_LOST);
    clearing.add(nexus);
    scsiTarget.onNexusLoss(nowNs, nexus.itNexus());
    clear(nowNs, nexus);
  }

  /** Takes note that nothing of a lost nexus is left, if that is so. */
  void clear(long nowNs, TargetNexus nexus) {
    if (nexus.isLost() && nexus.isClear() && clearing.remove(nexus)) {
      logins.retry(nowNs);
    }
  }

  /** A nexus for which no channel could be had is none. */
  void loseIfUnused(long nowNs, @Nullable TargetNexus nexus) {
    if (nexus != null && nexus.channels().isEmpty()) {
      lose(nowNs, nexus);
    }
  }

  /** The queue pair of {@code channel} is no more. */
  void onOver(TargetChannel channel) {
    channelsInUse--;
    memories.add(channel.memory());
  }

  // For the rest of the package.

  ScsiTarget scsiTarget() {
    return scsiTarget;
  }

  SrpTargetSettings settings() {
    return settings;
  }

  TaskTable tasks() {
    return tasks;
  }

  WorkPool work() {
    return work;
  }

  TaskLife life() {
    return life;
  }

  UnitReceiver units() {
    return units;
  }

  CommandReceiver commands() {
    return commands;
  }

  DataOutReceiver dataOut() {
    return dataOut;
  }

  DataInSender dataIn() {
    return dataIn;
  }

  TableReader tables() {
    return tables;
  }

  ResponseSender responses() {
    return responses;
  }

  FunctionHandler functions() {
    return functions;
  }
}
