// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.quintain.initiator.FabricException;
import org.quintain.initiator.NexusInitiatorPort;
import org.quintain.reactor.World;

/** An initiator port over one iSCSI session, the same class in simulation and on hardware. */
public final class IscsiInitiatorPort extends NexusInitiatorPort implements SessionListener {
  private static final int REDIRECTIONS_MAX = 3;
  private static final long MARGIN_NS = 2_000_000_000L;

  private final InitiatorOptions options;
  private final IscsiInitiatorSession session;

  private IscsiInitiatorPort(World world, InitiatorOptions options) {
    super(world, options.resources().commandsMax());
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
      boolean decided = opened.awaitDecision(options.times().loginNs() + MARGIN_NS);
      if (opened.isConnected()) {
        return opened;
      }
      PortalAddress elsewhere =
          opened.hasEnded() ? PortalAddress.parse(opened.session.redirectAddress()) : null;
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
              + (decided ? opened.disconnectReason() : "nothing was heard in time")
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

  @Override
  public IscsiInitiatorSession nexus() {
    return session;
  }

  /** The session, to be touched on the reactor alone. */
  public IscsiInitiatorSession session() {
    return session;
  }

  @Override
  public void close() {
    if (hasEnded()) {
      return;
    }
    onReactor(session::logOut);
    if (isOnReactor()) {
      return;
    }
    if (!awaitEnd(options.times().logoutNs() + MARGIN_NS)) {
      onReactor(nowNs -> session.abort(nowNs, "the logout took too long"));
      awaitEnd(MARGIN_NS);
    }
  }

  @Override
  public void onEnded(long nowNs, String why) {
    nexusLost(why);
  }
}
