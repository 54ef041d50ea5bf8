// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.iscsi.negotiation.SessionParameters;
import org.quintain.iscsi.negotiation.SessionType;
import org.quintain.sam.Check;

/**
 * One iSCSI session (RFC 7143 4.3): command numbering, tasks, and the I_T nexus that a normal
 * session realises. The engine calls it as that nexus' fabric; it hands each call to the connection
 * that the command came by. Owned by the node's reactor.
 */
public final class IscsiTargetSession {
  /** Tells the end of a session's last command. */
  @FunctionalInterface
  interface DrainListener {
    void onDrained(long nowNs);
  }

  private final IscsiTargetNode node;
  private final SessionIdentity identity;
  private final int tsih;
  private final @Nullable PortalGroup group;
  private final SessionParameters parameters;
  private final CommandWindow window;
  private final ConnectionGroup connections = new ConnectionGroup(this);

  /** There where several connections can make responses overtake each other. */
  private final @Nullable ResponseFence fence;

  private final SessionTasks tasks;
  private int nextTransferTag = 1;

  private @Nullable ItNexus nexus;
  private boolean closed;
  private boolean drained;
  private final List<DrainListener> drainListeners = new ArrayList<>(1);

  IscsiTargetSession(
      IscsiTargetNode node,
      SessionIdentity identity,
      int tsih,
      @Nullable PortalGroup group,
      SessionParameters parameters,
      int firstCmdSn) {
    this.node = node;
    this.identity = identity;
    this.tsih = tsih;
    this.group = group;
    this.parameters = parameters;
    boolean normal = parameters.sessionType() == SessionType.NORMAL && group != null;
    int commands = normal && group != null ? group.scsiTarget().commandsPerNexus() : 1;
    window = new CommandWindow(KeptCommands.windowSize(parameters, commands), firstCmdSn);
    fence = parameters.maxConnections() > 1 ? new ResponseFence(connections) : null;
    tasks = new SessionTasks(this, normal ? commands : 0);
  }

  SessionIdentity identity() {
    return identity;
  }

  /** The target session identifying handle, 1 to 65,535. */
  public int tsih() {
    return tsih;
  }

  /** The initiator's name. */
  public String initiatorName() {
    return identity.initiatorName();
  }

  /** The initiator session identifier, in the low 48 bits. */
  public long isid() {
    return identity.isid();
  }

  /** The target's name, empty for a discovery session without one. */
  public String targetName() {
    return identity.targetName();
  }

  /** What was negotiated for the session. */
  public SessionParameters parameters() {
    return parameters;
  }

  /** The "host:port" of its initiator's end, of the first connection. */
  public String peerAddress() {
    return connections.isEmpty() ? "" : connections.at(0).connection().peerAddress();
  }

  /** How many commands it has under way. */
  public int commandsInFlight() {
    return tasks.occupiedCount();
  }

  boolean isDiscovery() {
    return parameters.sessionType() == SessionType.DISCOVERY;
  }

  boolean isClosed() {
    return closed;
  }

  /** How many PDUs a connection of this session queues at most: responses, and data to go with. */
  int outputSlots() {
    return tasks.capacity() + 2 * OutputReserve.SLOTS;
  }

  IscsiTargetNode node() {
    return node;
  }

  CommandWindow window() {
    return window;
  }

  /** Its commands. */
  SessionTasks tasks() {
    return tasks;
  }

  /** The SCSI target, which a normal session has. */
  ScsiTarget scsiTarget() {
    PortalGroup present = group;
    Check.that(present != null, "a normal session has a target");
    return present.scsiTarget();
  }

  /** The nexus, which a normal session has. */
  ItNexus nexus() {
    ItNexus present = nexus;
    Check.that(present != null, "a normal session has a nexus");
    return present;
  }

  void nexus(ItNexus established) {
    nexus = established;
  }

  /** Its connections in full feature phase. */
  ConnectionGroup connections() {
    return connections;
  }

  /** What keeps responses from overtaking each other, or null with a single connection. */
  @Nullable ResponseFence fence() {
    return fence;
  }

  /** Where it stands in the diagram of RFC 7143 8.3.2. */
  public SessionState state() {
    return connections.state();
  }

  /**
   * Asks the initiator to log out within {@code seconds}; its connections are dropped then (RFC
   * 7143 11.9.1, event 1).
   */
  public void requestLogout(long nowNs, int seconds) {
    connections.requestLogout(nowNs, seconds);
  }

  /** How many connections it has. */
  public int connectionCount() {
    return connections.count();
  }

  /** A tag for an R2T, a ping or a text exchange, never the reserved one. */
  int newTransferTag() {
    int tag = nextTransferTag++;
    if (nextTransferTag == -1) {
      nextTransferTag = 0;
    }
    return tag;
  }

  /** Ends the session of the target's own will; the initiator is told why its connections close. */
  void drop(long nowNs, String reason) {
    connections.drop(nowNs, reason);
  }

  /**
   * The session ends: nexus loss (SAM-5 6.3.4). What the engine has comes back by {@link
   * #endWithoutStatus}, what it has not is given back here.
   */
  void close(long nowNs) {
    if (closed) {
      return;
    }
    closed = true;
    if (group != null) {
      node.places().giveSession(targetName(), initiatorName());
    }
    if (fence != null) {
      fence.drop();
    }
    connections.releaseHistories(nowNs);
    while (window.takeAny() != null) {
      // The tasks among them end below.
    }
    tasks.endThoseTheEngineHasNot(nowNs);
    ItNexus lost = nexus;
    if (lost != null) {
      scsiTarget().onNexusLoss(nowNs, lost);
    }
    checkDrained(nowNs);
  }

  /** Tells {@code listener} when the closed session's last command is gone, perhaps at once. */
  void onDrained(long nowNs, DrainListener listener) {
    if (drained) {
      listener.onDrained(nowNs);
    } else {
      drainListeners.add(listener);
    }
  }

  void checkDrained(long nowNs) {
    if (!closed || drained || tasks.occupiedCount() > 0) {
      return;
    }
    drained = true;
    node.remove(this);
    for (DrainListener listener : drainListeners) {
      listener.onDrained(nowNs);
    }
  }
}
