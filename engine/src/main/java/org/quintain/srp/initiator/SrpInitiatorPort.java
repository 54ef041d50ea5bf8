// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import org.quintain.initiator.FabricException;
import org.quintain.initiator.NexusInitiatorPort;
import org.quintain.reactor.World;
import org.quintain.wire.RdmaPort;

/** An initiator port over one SRP nexus, the same class in simulation and on hardware. */
public final class SrpInitiatorPort extends NexusInitiatorPort implements NexusListener {
  private static final long CLOSE_TIMEOUT_NS = 5_000_000_000L;
  private static final String CLOSED = "logged out";

  private final SrpInitiatorNexus nexus;

  private SrpInitiatorPort(
      World world, RdmaPort rdma, SrpDestination destination, SrpInitiatorSettings settings) {
    super(world, settings.commandsMax());
    this.nexus = new SrpInitiatorNexus(world.reactor(), rdma, destination, settings, this);
  }

  /**
   * Begins to log in and does not wait. {@link #isConnected} and {@link #disconnectReason} say what
   * becomes of it; what is submitted meanwhile waits.
   *
   * @param rdma the adapter's port, which lives on the world's reactor
   */
  public static SrpInitiatorPort begin(
      World world, RdmaPort rdma, SrpDestination destination, SrpInitiatorSettings settings) {
    SrpInitiatorPort port = new SrpInitiatorPort(world, rdma, destination, settings);
    port.onReactor(port.nexus::logIn);
    return port;
  }

  /**
   * Logs in and waits until that is done.
   *
   * @throws FabricException with one sentence when there is no nexus to be had
   */
  public static SrpInitiatorPort open(
      World world,
      RdmaPort rdma,
      SrpDestination destination,
      SrpInitiatorSettings settings,
      long timeoutNs)
      throws FabricException {
    SrpInitiatorPort port = begin(world, rdma, destination, settings);
    port.awaitDecision(timeoutNs);
    if (port.isConnected()) {
      return port;
    }
    String why = port.hasEnded() ? port.disconnectReason() : "nothing was heard in time";
    port.onReactor(nowNs -> port.nexus.lose(nowNs, why));
    throw new FabricException("No login to the target port: " + why + ".");
  }

  @Override
  public SrpInitiatorNexus nexus() {
    return nexus;
  }

  @Override
  public void close() {
    if (hasEnded()) {
      return;
    }
    onReactor(nexus::logOut);
    if (isOnReactor()) {
      return;
    }
    if (!awaitEnd(CLOSE_TIMEOUT_NS)) {
      onReactor(nowNs -> nexus.lose(nowNs, CLOSED));
      awaitEnd(CLOSE_TIMEOUT_NS);
    }
  }

  @Override
  public void onLost(long nowNs, String why) {
    nexusLost(why);
  }
}
