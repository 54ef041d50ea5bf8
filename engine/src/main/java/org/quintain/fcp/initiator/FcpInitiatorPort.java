// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.NexusInitiatorPort;
import org.quintain.reactor.World;

/** An initiator port over one FCP nexus, the same class in simulation and on hardware. */
public final class FcpInitiatorPort extends NexusInitiatorPort implements NexusListener {
  private static final long CLOSE_TIMEOUT_NS = 5_000_000_000L;
  private static final String CLOSED = "logged out";

  /** The N_Port's login with the target, as the port needs it. */
  public interface Login {
    /** Logs in with the target; its nexus is told when that is done, or cannot be done. */
    void logIn(long nowNs, FcpInitiatorNexus nexus);

    /** Logs out; {@link FcpInitiatorNexus#lose} follows at once or soon. */
    void logOut(long nowNs, FcpInitiatorNexus nexus);
  }

  private final FcpInitiatorNexus nexus;
  private final Login login;

  private FcpInitiatorPort(
      World world, ExchangeManager exchanges, FcpInitiatorSettings settings, Login login) {
    super(world, settings.commandsMax());
    this.login = login;
    this.nexus = new FcpInitiatorNexus(exchanges, settings, this);
  }

  /**
   * Begins to log in and does not wait. {@link #isConnected} and {@link #disconnectReason} say what
   * becomes of it; what is submitted meanwhile waits.
   *
   * @param exchanges those of the physical port, which lives on the world's reactor
   */
  public static FcpInitiatorPort begin(
      World world, ExchangeManager exchanges, FcpInitiatorSettings settings, Login login) {
    FcpInitiatorPort port = new FcpInitiatorPort(world, exchanges, settings, login);
    port.onReactor(nowNs -> login.logIn(nowNs, port.nexus));
    return port;
  }

  /**
   * Logs in and waits until that is done.
   *
   * @throws FabricException with one sentence when there is no nexus to be had
   */
  public static FcpInitiatorPort open(
      World world,
      ExchangeManager exchanges,
      FcpInitiatorSettings settings,
      Login login,
      long timeoutNs)
      throws FabricException {
    FcpInitiatorPort port = begin(world, exchanges, settings, login);
    port.awaitDecision(timeoutNs);
    if (port.isConnected()) {
      return port;
    }
    String why = port.hasEnded() ? port.disconnectReason() : "nothing was heard in time";
    port.onReactor(
        nowNs -> {
          login.logOut(nowNs, port.nexus);
          port.nexus.lose(nowNs, why);
        });
    throw new FabricException("No login to the target port: " + why + ".");
  }

  @Override
  public FcpInitiatorNexus nexus() {
    return nexus;
  }

  @Override
  public void close() {
    if (hasEnded()) {
      return;
    }
    onReactor(nowNs -> login.logOut(nowNs, nexus));
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

  @Override
  public void onTargetSilent(long nowNs) {
    login.logOut(nowNs, nexus);
  }
}
