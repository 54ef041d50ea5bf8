// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.util.concurrent.atomic.AtomicLong;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;

/**
 * An initiator port over one iSCSI session, the same class in simulation and on hardware.
 * Submissions come from any thread and are handed to the session's reactor; on the reactor itself
 * they go straight in.
 */
public final class IscsiInitiatorPort implements InitiatorPort, SessionListener {
  private static final int REDIRECTIONS_MAX = 3;
  private static final long MARGIN_NS = 2_000_000_000L;

  private final World world;
  private final Reactor reactor;
  private final InitiatorOptions options;
  private final IscsiInitiatorSession session;
  private final AtomicLong identifiers = new AtomicLong();
  private volatile boolean established;
  private volatile boolean ended;
  private volatile String reason = "";

  private IscsiInitiatorPort(World world, InitiatorOptions options) {
    this.world = world;
    this.reactor = world.reactor();
    this.options = options;
    this.session = new IscsiInitiatorSession(options, this);
  }

  /**
   * Dials a portal and begins to log in; does not wait and follows no redirection. {@link
   * #isConnected} and {@link #disconnectReason} say what becomes of it; what is submitted meanwhile
   * waits for the login.
   *
   * @throws FabricException with one sentence when the portal cannot be reached
   */
  public static IscsiInitiatorPort begin(
      World world, StreamDialler dialler, String host, int port, InitiatorOptions options)
      throws FabricException {
    IscsiInitiatorPort begun = new IscsiInitiatorPort(world, options);
    begun.session.dialler(
        (dialNs, connection) ->
            world.reactor().callAt(dialNs, nowNs -> dial(nowNs, dialler, host, port, connection)));
    dialler.dial(host, port, begun.session.connection());
    return begun;
  }

  /**
   * Dials a portal and logs in; waits until that is done. Follows redirections (RFC 7143 11.13.5).
   *
   * @throws FabricException with one sentence when there is no nexus to be had
   */
  public static IscsiInitiatorPort open(
      World world, StreamDialler dialler, String host, int port, InitiatorOptions options)
      throws FabricException {
    String toHost = host;
    int toPort = port;
    for (int redirections = 0; ; redirections++) {
      IscsiInitiatorPort opened = begin(world, dialler, toHost, toPort, options);
      boolean decided =
          world.awaitUntil(
              () -> opened.established || opened.ended, options.times().loginNs() + MARGIN_NS);
      if (opened.established && !opened.ended) {
        return opened;
      }
      PortalAddress elsewhere =
          opened.ended ? PortalAddress.parse(opened.session.redirectAddress()) : null;
      if (elsewhere != null && redirections < REDIRECTIONS_MAX) {
        toHost = elsewhere.host();
        toPort = elsewhere.port();
        continue;
      }
      if (!decided) {
        opened.onReactor(nowNs -> opened.session.abort(nowNs, "the login took too long"));
      }
      String what =
          options.names().targetName().isEmpty()
              ? "a discovery session"
              : options.names().targetName();
      throw new FabricException(
          "No login to "
              + what
              + " at "
              + toHost
              + ":"
              + toPort
              + ": "
              + (decided ? opened.reason : "nothing was heard in time")
              + ".");
    }
  }

  private static void dial(
      long nowNs,
      StreamDialler dialler,
      String host,
      int port,
      IscsiInitiatorConnection connection) {
    if (connection.wantsClose()) {
      return;
    }
    try {
      dialler.dial(host, port, connection);
    } catch (FabricException unreachable) {
      connection.onDisconnected(nowNs, String.valueOf(unreachable.getMessage()));
    }
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

  @Override
  public void submit(ExecuteCommand command) {
    long nowNs = reactor.nowNs();
    command.begin(nowNs);
    // Given here, on whatever thread, so that a function can name the command at once.
    command.identifier(identifiers.incrementAndGet());
    if (!reactor.isCurrent()) {
      reactor.post(later -> session.submit(later, command));
    } else if (session.isOver()) {
      // Posted, so that a listener that submits again at once does not go ever deeper.
      reactor.post(later -> command.end(later, ServiceResponse.NEXUS_LOST));
    } else {
      session.submit(nowNs, command);
    }
  }

  @Override
  public void submit(ManageTask function) {
    onReactor(nowNs -> session.submit(nowNs, function));
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
    return options.resources().commandsMax();
  }

  /** The session, to be touched on the reactor alone. */
  public IscsiInitiatorSession session() {
    return session;
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    if (reactor.isCurrent()) {
      session.logOut(reactor.nowNs());
      return;
    }
    reactor.post(session::logOut);
    if (!world.awaitUntil(() -> ended, options.times().logoutNs() + MARGIN_NS)) {
      reactor.post(nowNs -> session.abort(nowNs, "the logout took too long"));
      world.awaitUntil(() -> ended, MARGIN_NS);
    }
  }

  @Override
  public void onEstablished(long nowNs) {
    established = true;
    world.wake();
  }

  @Override
  public void onEnded(long nowNs, String why) {
    reason = why;
    ended = true;
    world.wake();
  }

  @Override
  public void onProgress(long nowNs) {
    world.wake();
  }
}
