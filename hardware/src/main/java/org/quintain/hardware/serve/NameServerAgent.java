// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.NameServerConfig;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.StreamDialler;
import org.quintain.hardware.net.StreamListener;
import org.quintain.hardware.net.Transport;
import org.quintain.iscsi.isns.IsnsClient;
import org.quintain.iscsi.isns.IsnsEntity;
import org.quintain.iscsi.isns.IsnsHost;
import org.quintain.iscsi.isns.IsnsSettings;
import org.quintain.wire.StreamEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of one iSNS server on a reactor of its own, so that nothing that the server does or does
 * not do is felt by sessions. Names are looked up, and connections made, by yet another thread.
 */
final class NameServerAgent implements IsnsHost, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NameServerAgent.class);
  private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long STOP_SECONDS = 2;

  private final NameServerConfig config;
  private final KnownInitiators known;
  private final ServeListener listener;
  private final NettyReactor reactor;
  private final StreamDialler dialler;
  private final IsnsClient client;
  private final @Nullable StreamListener notifications;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ExecutorService dialling =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "quintain-isns-dial");
            made.setDaemon(true);
            return made;
          });

  /** What was said last of the server, so that nothing is said twice; on the reactor. */
  private String said = "";

  /**
   * Starts, with nothing to register yet.
   *
   * @param portals where notifications are listened for: at their address if they have one in
   *     common, else at every address
   */
  NameServerAgent(
      NameServerConfig config,
      int reactorIndex,
      KnownInitiators known,
      ServeListener listener,
      List<IsnsEntity.Portal> portals) {
    this.config = config;
    this.known = known;
    this.listener = listener;
    this.reactor = new NettyReactor(reactorIndex, Transport.NIO, "quintain-isns");
    this.dialler = new StreamDialler(reactor);
    reactor.faultListener(broken -> LOG.error("the client of the name server has stopped", broken));
    IsnsClient[] made = new IsnsClient[1];
    this.notifications = listen(portals, made);
    IsnsSettings settings =
        IsnsSettings.DEFAULTS
            .withPeriods(config.registrationPeriodSeconds(), config.inquiryIntervalSeconds())
            .withAccessControl(config.isAccessControl());
    int port = notifications == null ? 0 : notifications.localAddress().getPort();
    this.client = new IsnsClient(this, settings, port);
    reactor.post(nowNs -> made[0] = client);
  }

  /** What this host is called where the configuration does not say what the entity is called. */
  static String entityName(NameServerConfig config) {
    if (!config.entityName().isEmpty()) {
      return config.entityName();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      LOG.debug("this host has no name", nameless);
      return "quintain";
    }
  }

  private @Nullable StreamListener listen(List<IsnsEntity.Portal> portals, IsnsClient[] made) {
    List<String> hosts = portals.stream().map(IsnsEntity.Portal::host).distinct().toList();
    InetSocketAddress at =
        hosts.size() == 1 && !hosts.get(0).isEmpty()
            ? new InetSocketAddress(hosts.get(0), 0)
            : new InetSocketAddress(0);
    try {
      return StreamListener.open(
          reactor, at, () -> made[0] == null ? null : made[0].newNotificationEndpoint());
    } catch (IOException refused) {
      listener.onNotice("The name server cannot send notifications: " + refused.getMessage());
      return null;
    }
  }

  /** Registers {@code entity} in place of what was before; not called by the reactor. */
  void want(IsnsEntity entity) {
    reactor.post(nowNs -> client.want(nowNs, entity));
  }

  @Override
  public void dialAt(long atNs, StreamEndpoint endpoint) {
    reactor.callAt(
        atNs,
        nowNs -> {
          try {
            dialling.execute(() -> dial(endpoint));
          } catch (RejectedExecutionException over) {
            endpoint.onDisconnected(nowNs, "the target stops");
          }
        });
  }

  private void dial(StreamEndpoint endpoint) {
    try {
      dialler.dial(new InetSocketAddress(config.host(), config.port()), endpoint, CONNECT_NS);
    } catch (IOException refused) {
      String why = String.valueOf(refused.getMessage());
      reactor.post(nowNs -> endpoint.onDisconnected(nowNs, why));
    }
  }

  @Override
  public void onRegistered(long nowNs, IsnsEntity entity) {
    LOG.debug("registered {} with {}", entity, config);
    if (!said.isEmpty()) {
      said = "";
      listener.onNotice("The targets are registered with the name server " + config.text() + ".");
    }
  }

  @Override
  public void onTrouble(long nowNs, String sentence) {
    if (!sentence.equals(said)) {
      said = sentence;
      String bare =
          sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
      listener.onNotice(
          "The name server " + config.text() + " is asked again later: " + bare + ".");
    }
  }

  @Override
  public void onInitiators(long nowNs, String target, Set<String> initiators) {
    known.put(target, initiators);
  }

  @Override
  public void onStopped(long nowNs) {
    stopped.countDown();
  }

  @Override
  public void close() {
    reactor.post(client::stop);
    try {
      if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("the name server {} did not take the targets back in time", config.text());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (notifications != null) {
      notifications.close();
    }
    dialling.shutdownNow();
    reactor.close();
  }
}
