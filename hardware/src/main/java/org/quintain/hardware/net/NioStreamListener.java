// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.wire.StreamEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts by the JDK's selector. */
final class NioStreamListener extends StreamListener implements NioIoHandle {
  private static final Logger LOG = LoggerFactory.getLogger(NioStreamListener.class);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final NettyReactor reactor;
  private final ServerSocketChannel server;
  private final InetSocketAddress local;
  private final EndpointFactory endpoints;
  private final ByteBuffer staging = NioStreamSocket.newStaging();
  private @Nullable IoRegistration registration;

  private NioStreamListener(
      NettyReactor reactor,
      ServerSocketChannel server,
      InetSocketAddress at,
      EndpointFactory endpoints)
      throws IOException {
    this.reactor = reactor;
    this.server = server;
    this.local = withPort(at, ((InetSocketAddress) server.getLocalAddress()).getPort());
    this.endpoints = endpoints;
  }

  static StreamListener bind(NettyReactor reactor, InetSocketAddress at, EndpointFactory endpoints)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.configureBlocking(false);
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(at, BACKLOG);
      NioStreamListener listener = new NioStreamListener(reactor, server, at, endpoints);
      reactor.post(nowNs -> listener.listen());
      return listener;
    } catch (IOException refused) {
      server.close();
      throw refused;
    }
  }

  private void listen() {
    if (!server.isOpen()) {
      return;
    }
    try {
      IoRegistration registered = Registrations.register(reactor, this);
      registered.submit(NioIoOps.ACCEPT);
      registration = registered;
    } catch (IOException stopped) {
      LOG.error("portal {} takes no connections", local, stopped);
    }
  }

  @Override
  public SelectableChannel selectableChannel() {
    return server;
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    try {
      SocketChannel channel = server.accept();
      while (channel != null) {
        take(channel);
        channel = server.accept();
      }
    } catch (IOException refused) {
      // Out of descriptors, say: look again in a while instead of spinning on a ready socket.
      if (server.isOpen()) {
        LOG.warn("portal {} cannot accept just now: {}", local, refused.getMessage());
        from.submit(NioIoOps.NONE);
        reactor.callAt(
            System.nanoTime() + PAUSE_NS,
            nowNs -> {
              if (from.isValid()) {
                from.submit(NioIoOps.ACCEPT);
              }
            });
      }
    }
  }

  private void take(SocketChannel channel) throws IOException {
    StreamEndpoint endpoint = reactor.isFaulted() ? null : endpoints.newEndpoint();
    if (endpoint == null) {
      channel.close();
      return;
    }
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      NioStreamSocket socket = new NioStreamSocket(reactor, channel, staging);
      new ReadinessStreamDriver(reactor, endpoint, socket).open();
    } catch (IOException gone) {
      // The peer left between accept and here; nobody else is concerned.
      channel.close();
      endpoint.onDisconnected(System.nanoTime(), "the peer left before it was answered");
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public void close() {
    reactor.post(
        nowNs -> {
          IoRegistration present = registration;
          if (present != null) {
            present.cancel();
          }
        });
    try {
      server.close();
    } catch (IOException gone) {
      LOG.debug("portal {} was closed already", local, gone);
    }
  }
}
