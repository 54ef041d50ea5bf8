// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import java.util.concurrent.atomic.AtomicLong;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;

/**
 * What the initiator ports of all wires have in common: an I_T nexus that lives on one reactor, the
 * same class in simulation and on hardware. Submissions come from any thread and are handed to the
 * nexus' reactor; on the reactor itself they go straight in. The port of iSCSI, that of FCP and
 * that of SRP extend it with how their nexus is made and taken down, and tell it by {@link
 * #onEstablished}, {@link #onProgress} and {@link #nexusLost} what becomes of the nexus.
 */
public abstract class NexusInitiatorPort implements InitiatorPort {
  /** The wire's own nexus, or session, that commands go into; touched on the reactor alone. */
  public interface Nexus {
    /** Sends {@code command}, which has begun and has its identifier, or lets it wait its turn. */
    void submit(long nowNs, ExecuteCommand command);

    /** Sends a task management function. */
    void submit(long nowNs, ManageTask function);

    /** Whether it takes no more commands. */
    boolean isOver();
  }

  private final World world;
  private final Reactor reactor;
  private final int commandsMax;
  private final AtomicLong identifiers = new AtomicLong();
  private volatile boolean established;
  private volatile boolean ended;
  private volatile String reason = "";

  /**
   * A port on the reactor of {@code world}.
   *
   * @param commandsMax how many commands its nexus has under way at most
   */
  protected NexusInitiatorPort(World world, int commandsMax) {
    this.world = world;
    this.reactor = world.reactor();
    this.commandsMax = commandsMax;
  }

  /** The nexus, to be touched on the reactor alone. */
  public abstract Nexus nexus();

  /** Runs {@code task} on the nexus' reactor: now where that is this thread, else soon. */
  protected final void onReactor(ReactorTask task) {
    if (reactor.isCurrent()) {
      task.run(reactor.nowNs());
    } else {
      reactor.post(task);
    }
  }

  /** Whether this thread is the nexus' reactor, where nothing may be waited for. */
  protected final boolean isOnReactor() {
    return reactor.isCurrent();
  }

  /** Waits until the nexus stands or is over; false when {@code timeoutNs} pass first. */
  protected final boolean awaitDecision(long timeoutNs) {
    return world.awaitUntil(() -> established || ended, timeoutNs);
  }

  /** Waits until the nexus is over; false when {@code timeoutNs} pass first. */
  protected final boolean awaitEnd(long timeoutNs) {
    return world.awaitUntil(() -> ended, timeoutNs);
  }

  /** Whether the nexus is over; {@link #disconnectReason} says why. */
  protected final boolean hasEnded() {
    return ended;
  }

  @Override
  public final World world() {
    return world;
  }

  @Override
  public final void submit(ExecuteCommand command) {
    long nowNs = reactor.nowNs();
    command.begin(nowNs);
    // Given here, on whatever thread, so that a function can name the command at once.
    command.identifier(identifiers.incrementAndGet());
    Nexus nexus = nexus();
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
  public final void submit(ManageTask function) {
    onReactor(nowNs -> nexus().submit(nowNs, function));
  }

  @Override
  public final boolean isConnected() {
    return established && !ended;
  }

  @Override
  public final String disconnectReason() {
    return reason;
  }

  @Override
  public final int commandsMax() {
    return commandsMax;
  }

  /** The nexus stands: commands go out. Told on the reactor. */
  public final void onEstablished(long nowNs) {
    established = true;
    world.wake();
  }

  /** Commands or functions have ended. Told on the reactor. */
  public final void onProgress(long nowNs) {
    world.wake();
  }

  /** The nexus is over for {@code why}, one clear clause; all its commands have ended. */
  protected final void nexusLost(String why) {
    reason = why;
    ended = true;
    world.wake();
  }
}
