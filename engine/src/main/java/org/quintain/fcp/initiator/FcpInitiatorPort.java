// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import java.util.concurrent.atomic.AtomicLong;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;

/**
 * An initiator port over one FCP nexus, the same class in simulation and on hardware. Submissions
 * come from any thread and are handed to the nexus' reactor; on the reactor itself they go straight
 * in.
 */
public final class FcpInitiatorPort implements InitiatorPort, NexusListener {
  private static final long CLOSE_TIMEOUT_NS = 5_000_000_000L;
  private static final String CLOSED = "logged out";

  /** The N_Port's login with the target, as the port needs it. */
  public interface Login {
    /** Logs in with the target; its nexus is told when that is done, or cannot be done. */
    void logIn(long nowNs, FcpInitiatorNexus nexus);

    /** Logs out; {@link FcpInitiatorNexus#lose} follows at once or soon. */
    void logOut(long nowNs, FcpInitiatorNexus nexus);
  }

  private final World world;
  private final Reactor reactor;
  private final FcpInitiatorSettings settings;
  private final FcpInitiatorNexus nexus;
  private final Login login;
  private final AtomicLong identifiers = new AtomicLong();
  private volatile boolean established;
  private volatile boolean ended;
  private volatile String reason = "";

  private FcpInitiatorPort(
      World world, ExchangeManager exchanges, FcpInitiatorSettings settings, Login login) {
    this.world = world;
    this.reactor = world.reactor();
    this.settings = settings;
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
    world.awaitUntil(() -> port.established || port.ended, timeoutNs);
    if (port.established && !port.ended) {
      return port;
    }
    String why = port.ended ? port.reason : "nothing was heard in time";
    port.onReactor(
        nowNs -> {
          login.logOut(nowNs, port.nexus);
          port.nexus.lose(nowNs, why);
        });
    throw new FabricException("No login to the target port: " + why + ".");
  }

  private void onReactor(ReactorTask task) {
    if (reactor.isCurrent()) {
      task.run(reactor.nowNs());
    } else {
      reactor.post(task);
    }
  }

  @Override
  public World world() {
    return world;
  }

  /** The nexus, to be touched on the reactor alone. */
  public FcpInitiatorNexus nexus() {
    return nexus;
  }

  @Override
  public void submit(ExecuteCommand command) {
    long nowNs = reactor.nowNs();
    command.begin(nowNs);
    // Given here, on whatever thread, so that a function can name the command at once.
    command.identifier(identifiers.incrementAndGet());
    if (!reactor.isCurrent()) {
      reactor.post(later -> nexus.submit(later, command));
    } else if (nexus.isOver()) {
      // Posted, so that a listener that submits again at once does not go ever deeper.
      reactor.post(later -> command.end(later, ServiceResponse.NEXUS_LOST));
    } else {
      nexus.submit(nowNs, command);
    }
  }

  @Override
  public void submit(ManageTask function) {
    onReactor(nowNs -> nexus.submit(nowNs, function));
  }

  @Override
  public boolean isConnected() {
    return established && !ended;
  }

  @Override
  public String disconnectReason() {
    return reason;
  }

  @Override
  public int commandsMax() {
    return settings.commandsMax();
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    onReactor(nowNs -> login.logOut(nowNs, nexus));
    if (reactor.isCurrent()) {
      return;
    }
    if (!world.awaitUntil(() -> ended, CLOSE_TIMEOUT_NS)) {
      onReactor(nowNs -> nexus.lose(nowNs, CLOSED));
      world.awaitUntil(() -> ended, CLOSE_TIMEOUT_NS);
    }
  }

  @Override
  public void onEstablished(long nowNs) {
    established = true;
    world.wake();
  }

  @Override
  public void onLost(long nowNs, String why) {
    reason = why;
    ended = true;
    world.wake();
  }

  @Override
  public void onProgress(long nowNs) {
    world.wake();
  }

  @Override
  public void onTargetSilent(long nowNs) {
    login.logOut(nowNs, nexus);
  }
}
