// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.NameServerConfig;
import org.quintain.hardware.config.ScstConf;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.config.TargetConfig;
import org.quintain.hardware.iscsi.Challenges;
import org.quintain.hardware.net.HardwareWorld;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.Transport;
import org.quintain.iscsi.authentication.ChallengeSource;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.srp.wire.SrpPortIdentifier;
import org.quintain.target.TargetDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: stores, one target device, an iSCSI node on each reactor with their portals,
 * and the targets of Fibre Channel and SRP. Started and closed by any thread; tells its {@link
 * ServeListener} and prints nothing.
 */
public final class IscsiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IscsiServer.class);
  private static final long GOODBYE_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long STOP_NS = TimeUnit.SECONDS.toNanos(5);

  private static final int NEGOTIATION_SECONDS = 10;
  private static final String CLOSED_BY_OPERATOR = "the operator closed it";

  private final ServeListener listener;
  private final ServedDevices devices;
  private final NettyReactor reactor;
  private final TargetDevice device;
  private final Nodes nodes;
  private final Portals portals;
  private final SizeWatch sizes = new SizeWatch();
  private final FcTargets fcTargets;
  private final SrpTargets srpTargets;
  private final TargetWiring wiring;
  private final NameServer nameServer;
  private final Reconfigurer reconfigurer;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean faulted;

  private IscsiServer(
      ServeConfig config,
      ServeListener listener,
      ServedDevices devices,
      TargetWiring wiring,
      Nodes nodes,
      NameServer nameServer) {
    this.listener = listener;
    this.devices = devices;
    this.reactor = nodes.owner();
    this.wiring = wiring;
    this.device = wiring.device();
    this.nodes = nodes;
    this.portals = new Portals(nodes);
    this.nameServer = nameServer;
    this.fcTargets = new FcTargets(reactor, listener);
    this.srpTargets = new SrpTargets(reactor, listener);
    this.reconfigurer =
        new Reconfigurer(
            config, devices, wiring, reactor, nodes, sizes, listener, portals, nameServer);
    nodes.reactors().forEach(each -> each.faultListener(this::onFault));
  }

  /**
   * Opens everything and listens.
   *
   * @throws ConfigurationException with one sentence when that cannot be; nothing is left open then
   */
  public static IscsiServer start(ServeConfig config, ServeListener listener)
      throws ConfigurationException {
    if (!config.enabled() && !config.hasOtherFabrics()) {
      throw new ConfigurationException(
          config.file() + ": TARGET_DRIVER iscsi has no \"enabled 1\", so nothing is served.");
    }
    config.notices().forEach(listener::onNotice);
    Transport.Choice choice = Transport.choose(config.reactors().transport());
    if (!choice.because().isEmpty()) {
      listener.onNotice(choice.because());
    }
    ServedDevices devices = ServedDevices.open(config, listener::onNotice);
    Nodes nodes = new Nodes(config.reactors(), choice.transport());
    IscsiServer server = null;
    try {
      KnownInitiators known = new KnownInitiators();
      NameServer nameServer = new NameServer(nodes.reactors().size(), known, listener);
      NameServerConfig asked = config.driver().nameServer();
      known.asked(asked != null && asked.isAccessControl());
      TargetWiring wiring = new TargetWiring(config, devices, nodes.fabricReactors(), known);
      nodes.make(TargetWiring.settings(config));
      server = new IscsiServer(config, listener, devices, wiring, nodes, nameServer);
      server.listen(config);
      server.fcTargets.start(config.fcTargets(), wiring);
      server.srpTargets.start(config.srpTargets(), wiring);
      server.sizes.start(devices, wiring.units(), nodes.owner(), listener);
      return server;
    } catch (IllegalArgumentException refused) {
      close(server, nodes, devices);
      throw new ConfigurationException(config.file() + ": " + refused.getMessage());
    } catch (ConfigurationException refused) {
      close(server, nodes, devices);
      throw refused;
    }
  }

  private static void close(@Nullable IscsiServer server, Nodes nodes, ServedDevices devices) {
    if (server != null) {
      server.close();
    } else {
      nodes.close();
      devices.close();
    }
  }

  /** Binds every portal before any takes a connection, then lets the targets be seen. */
  private void listen(ServeConfig config) throws ConfigurationException {
    if (!config.enabled()) {
      return; // Other fabrics alone.
    }
    try {
      portals.open(config.addresses());
    } catch (ConfigurationException refused) {
      throw new ConfigurationException(config.file() + ": " + refused.getMessage());
    }
    List<IscsiTarget> targets = wiring.targets(portals.groups(config.portals()));
    ChallengeSource challenges = Challenges.secure();
    ReactorCalls.run(
        reactor,
        nowNs -> {
          nodes.forEach(
              nowNs,
              (atNs, node) -> {
                node.challenges(challenges);
                node.discoveryAuthentication(config.driver().discovery());
              });
          targets.forEach(target -> nodes.put(nowNs, target));
        });
    List<String> names = config.targets().stream().map(TargetConfig::name).toList();
    nameServer.register(config.driver().nameServer(), targets);
    for (InetSocketAddress listening : portals.addresses()) {
      listener.onListening(listening, names);
    }
  }

  /**
   * Serves {@code conf} from now on; what is in both goes on undisturbed. Not called by a reactor.
   *
   * @throws ConfigurationException with one sentence when that cannot be
   */
  public void apply(ScstConf conf) throws ConfigurationException {
    synchronized (reconfigurer) {
      if (closed.get() || faulted) {
        throw new ConfigurationException("The target stops.");
      }
      reconfigurer.apply(conf);
    }
  }

  /** What is served. */
  public ServeConfig config() {
    synchronized (reconfigurer) {
      return reconfigurer.running();
    }
  }

  /** An address as a person writes it. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /**
   * What it is at. Not called by a reactor.
   *
   * @throws ConfigurationException with one sentence when it does not answer
   */
  public ServerStatus status() throws ConfigurationException {
    List<String> going = reconfigurer.going();
    Nodes.Sight seen = nodes.look();
    return ReactorCalls.call(
        reactor,
        nowNs ->
            new ServerStatus(
                seen.connections(),
                device.commandsUnderWay(),
                seen.counters(),
                seen.sessions(),
                wiring.statuses(devices),
                going,
                fcTargets.statuses(),
                srpTargets.statuses()));
  }

  /**
   * Ends the session of a TSIH, which its initiator is told; false when there is none. Not called
   * by a reactor.
   *
   * @param waitSeconds how long the initiator may take to log out when it is asked to; 0 for not
   *     being asked
   * @throws ConfigurationException with one sentence when the server does not answer
   */
  public boolean closeSession(int tsih, int waitSeconds) throws ConfigurationException {
    return nodes.any(
        (nowNs, node) ->
            waitSeconds > 0
                ? node.requestLogout(nowNs, tsih, waitSeconds)
                : node.closeSession(nowNs, tsih, CLOSED_BY_OPERATOR));
  }

  /** The same of one connection of a session. */
  public boolean closeConnection(int tsih, int cid, int waitSeconds) throws ConfigurationException {
    return nodes.any(
        (nowNs, node) -> node.closeConnection(nowNs, tsih, cid, waitSeconds, CLOSED_BY_OPERATOR));
  }

  /**
   * Logs the Fibre Channel initiator of that port name out of every target port of ours; false when
   * it is logged in with none. Not called by a reactor.
   */
  public boolean logOut(long initiatorPortName) throws ConfigurationException {
    return ReactorCalls.call(reactor, nowNs -> fcTargets.logOut(nowNs, initiatorPortName));
  }

  /**
   * Ends the channels of the SRP initiator port of that name with every target of ours, whereupon
   * it may log in anew; false when it has none. Not called by a reactor.
   */
  public boolean logOut(SrpPortIdentifier initiatorPort) throws ConfigurationException {
    return ReactorCalls.call(reactor, nowNs -> srpTargets.logOut(nowNs, initiatorPort));
  }

  /** Asks the initiator of a session to negotiate anew; false when there is none of that TSIH. */
  public boolean renegotiate(int tsih) throws ConfigurationException {
    return nodes.any((nowNs, node) -> node.requestNegotiation(nowNs, tsih, NEGOTIATION_SECONDS));
  }

  /** How long initiators may take to log out before what they use goes; 2 s unless told. */
  void logoutSeconds(int seconds) {
    nodes.logoutSeconds(seconds);
  }

  /** Where it listens. */
  public List<InetSocketAddress> portals() {
    return portals.addresses();
  }

  /** Which way it waits for sockets. */
  public Transport transport() {
    return reactor.transport();
  }

  /** Whether it stopped for good since an invariant of ours broke. */
  public boolean isFaulted() {
    return faulted;
  }

  private synchronized void onFault(Throwable broken) {
    if (faulted) {
      return;
    }
    faulted = true;
    nodes.onFault(broken);
    LOG.error("the last events of the target device:\n{}", device.lastEvents().dump());
    portals.closeAllBut(List.of());
    listener.onFault(
        "The target has stopped, since an invariant of its own broke: " + broken.getMessage());
  }

  /** Ends all sessions, lets commands under way end, makes everything durable. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    sizes.close();
    nameServer.close();
    portals.closeAllBut(List.of());
    fcTargets.close();
    srpTargets.close();
    if (!faulted) {
      // Initiators are asked to log out; who does not is told that the session ends, which closes
      // behind that; what is left then is closed as it is.
      int seconds = nodes.logoutSeconds();
      nodes.forEach(System.nanoTime(), (nowNs, node) -> node.requestLogouts(nowNs, seconds));
      await(this::hasNoSession, TimeUnit.SECONDS.toNanos(seconds));
      nodes.forEach(System.nanoTime(), (nowNs, node) -> node.closeAll(nowNs, "the target stops"));
      if (!isQuietWithin(GOODBYE_NS)) {
        for (NettyReactor each : nodes.reactors()) {
          each.post(nowNs -> each.closeStreams("the target stops"));
        }
        if (!isQuietWithin(STOP_NS)) {
          LOG.warn("something did not end in time");
        }
      }
    }
    reconfigurer.close();
    devices.close();
    nodes.close();
  }

  private boolean hasNoSession() {
    try {
      return nodes.look().sessions().isEmpty();
    } catch (ConfigurationException stuck) {
      return false;
    }
  }

  /** Whether no stream is up and no command under way, at the latest after {@code timeoutNs}. */
  private boolean isQuietWithin(long timeoutNs) {
    return await(
        () -> {
          try {
            boolean quiet = ReactorCalls.call(reactor, nowNs -> device.commandsUnderWay() == 0);
            for (NettyReactor each : nodes.reactors()) {
              quiet &= ReactorCalls.call(each, nowNs -> each.streamCount() == 0);
            }
            return quiet;
          } catch (ConfigurationException stuck) {
            return false;
          }
        },
        timeoutNs);
  }

  private boolean await(BooleanSupplier condition, long timeoutNs) {
    return new HardwareWorld(reactor).awaitUntil(condition, timeoutNs);
  }
}
