// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.config.TargetConfig;
import org.quintain.hardware.net.HardwareWorld;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.StreamListener;
import org.quintain.hardware.net.Transport;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetNode;
import org.quintain.iscsi.target.IscsiTargetPortal;
import org.quintain.target.TargetDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running target: stores, one target device and one iSCSI node on one reactor, and its portals.
 * Started and closed by any thread; tells its {@link ServeListener} and prints nothing.
 */
public final class IscsiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IscsiServer.class);
  private static final long GOODBYE_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long STOP_NS = TimeUnit.SECONDS.toNanos(5);

  private final ServeListener listener;
  private final ServedDevices devices;
  private final NettyReactor reactor;
  private final TargetDevice device;
  private final IscsiTargetNode node;
  private final List<StreamListener> portals = new ArrayList<>();
  private final SizeWatch sizes = new SizeWatch();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean faulted;

  private IscsiServer(
      ServeListener listener,
      ServedDevices devices,
      NettyReactor reactor,
      TargetDevice device,
      IscsiTargetNode node) {
    this.listener = listener;
    this.devices = devices;
    this.reactor = reactor;
    this.device = device;
    this.node = node;
    reactor.faultListener(this::onFault);
  }

  /**
   * Opens everything and listens.
   *
   * @throws ConfigurationException with one sentence when that cannot be; nothing is left open then
   */
  public static IscsiServer start(ServeConfig config, ServeListener listener)
      throws ConfigurationException {
    if (!config.enabled()) {
      throw new ConfigurationException(
          config.file() + ": TARGET_DRIVER iscsi has no \"enabled 1\", so nothing is served.");
    }
    config.notices().forEach(listener::onNotice);
    Transport.Choice choice = Transport.choose(config.transport());
    if (!choice.because().isEmpty()) {
      listener.onNotice(choice.because());
    }
    ServedDevices devices = ServedDevices.open(config, listener::onNotice);
    NettyReactor reactor = new NettyReactor(0, choice.transport(), "quintain-iscsi");
    IscsiServer server = null;
    try {
      TargetWiring wiring = new TargetWiring(config, devices, reactor);
      IscsiTargetNode node = new IscsiTargetNode(reactor, TargetWiring.settings(config));
      server = new IscsiServer(listener, devices, reactor, wiring.device(), node);
      server.listen(config, wiring);
      server.watch(wiring);
      return server;
    } catch (IOException | IllegalArgumentException refused) {
      throw new ConfigurationException(config.file() + ": " + refused.getMessage());
    } finally {
      if (server == null) {
        reactor.close();
        devices.close();
      } else if (server.portals.size() < config.portals().size()) {
        server.close();
      }
    }
  }

  private void watch(TargetWiring wiring) {
    sizes.start(devices, wiring.units(), reactor, listener);
  }

  /** Binds every portal before any takes a connection, then lets the targets be seen. */
  private void listen(ServeConfig config, TargetWiring wiring) throws IOException {
    IscsiTargetPortal portal = new IscsiTargetPortal(node);
    List<String> advertised = new ArrayList<>();
    List<StreamListener> bound = new ArrayList<>();
    try {
      for (InetSocketAddress at : config.portals()) {
        StreamListener listening = StreamListener.open(reactor, at, portal::newConnection);
        bound.add(listening);
        advertised.add(text(listening.localAddress()));
      }
    } catch (IOException refused) {
      bound.forEach(StreamListener::close);
      throw refused;
    }
    List<IscsiTarget> targets = wiring.targets(advertised);
    CountDownLatch seen = new CountDownLatch(1);
    reactor.post(
        nowNs -> {
          targets.forEach(node::put);
          seen.countDown();
        });
    await(() -> seen.getCount() == 0, STOP_NS);
    portals.addAll(bound);
    List<String> names = config.targets().stream().map(TargetConfig::name).toList();
    for (StreamListener listening : portals) {
      listener.onListening(listening.localAddress(), names);
    }
  }

  /** An address as a person writes it. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Where it listens. */
  public List<InetSocketAddress> portals() {
    return portals.stream().map(StreamListener::localAddress).toList();
  }

  /** Which way it waits for sockets. */
  public Transport transport() {
    return reactor.transport();
  }

  /** Whether it stopped for good since an invariant of ours broke. */
  public boolean isFaulted() {
    return faulted;
  }

  private void onFault(Throwable broken) {
    faulted = true;
    LOG.error("the last events of the target device:\n{}", device.lastEvents().dump());
    portals.forEach(StreamListener::close);
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
    portals.forEach(StreamListener::close);
    if (!faulted) {
      // Sessions are told and closed behind what they are told; what is left then is closed as it
      // is.
      reactor.post(nowNs -> node.closeAll(nowNs, "the target stops"));
      if (!isQuietWithin(GOODBYE_NS)) {
        reactor.post(nowNs -> reactor.closeStreams("the target stops"));
        if (!isQuietWithin(STOP_NS)) {
          LOG.warn("something on reactor {} did not end in time", reactor.index());
        }
      }
    }
    devices.close();
    reactor.close();
  }

  /** Whether no stream is up and no command under way, at the latest after {@code timeoutNs}. */
  private boolean isQuietWithin(long timeoutNs) {
    AtomicBoolean quiet = new AtomicBoolean();
    return await(
        () -> {
          reactor.post(
              nowNs -> quiet.set(reactor.streamCount() == 0 && device.commandsUnderWay() == 0));
          return quiet.get();
        },
        timeoutNs);
  }

  private boolean await(BooleanSupplier condition, long timeoutNs) {
    return new HardwareWorld(reactor).awaitUntil(condition, timeoutNs);
  }
}
