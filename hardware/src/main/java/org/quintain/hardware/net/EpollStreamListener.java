// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.wire.StreamEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts by epoll. */
final class EpollStreamListener extends StreamListener implements EpollIoHandle {
  private static final Logger LOG = LoggerFactory.getLogger(EpollStreamListener.class);

  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final NettyReactor reactor;
  private final Socket server;
  private final InetSocketAddress local;
  private final List<StreamLane> lanes;
  private final @Nullable StreamSorter sorter;
  private final @Nullable Arrivals arrivals;
  private final byte[] peerAddress = new byte[32];
  private @Nullable IoRegistration registration;

  private EpollStreamListener(
      List<StreamLane> lanes,
      Socket server,
      InetSocketAddress at,
      @Nullable StreamSorter sorter,
      @Nullable ArrivalLimits limits) {
    this.reactor = lanes.get(0).reactor();
    this.server = server;
    this.local = withPort(at, server.localAddress().getPort());
    this.lanes = lanes;
    this.sorter = sorter;
    this.arrivals = limits == null ? null : new Arrivals(limits);
  }

  static StreamListener bind(NettyReactor reactor, InetSocketAddress at, EndpointFactory endpoints)
      throws IOException {
    return bind(List.of(new StreamLane(reactor, endpoints)), at, null, null);
  }

  static StreamListener bind(
      List<StreamLane> lanes,
      InetSocketAddress at,
      @Nullable StreamSorter sorter,
      @Nullable ArrivalLimits limits)
      throws IOException {
    Socket server = Socket.newSocketStream();
    try {
      server.setReuseAddress(true);
      server.bind(at);
      server.listen(BACKLOG);
      EpollStreamListener listener = new EpollStreamListener(lanes, server, at, sorter, limits);
      listener.reactor.post(nowNs -> listener.listen());
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
      registered.submit(EpollIoOps.EPOLLIN);
      registration = registered;
    } catch (IOException stopped) {
      LOG.error("portal {} takes no connections", local, stopped);
    }
  }

  @Override
  public FileDescriptor fd() {
    return server;
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    try {
      int descriptor = server.isOpen() ? server.accept(peerAddress) : -1;
      while (descriptor >= 0) {
        take(new Socket(descriptor));
        descriptor = server.accept(peerAddress);
      }
    } catch (IOException refused) {
      // Out of descriptors, say: look again in a while instead of spinning on a ready socket.
      LOG.warn("portal {} cannot accept just now: {}", local, refused.getMessage());
      from.submit(EpollIoOps.EPOLLERR);
      reactor.callAt(
          System.nanoTime() + PAUSE_NS,
          nowNs -> {
            if (from.isValid()) {
              from.submit(EpollIoOps.EPOLLIN);
            }
          });
    }
  }

  private void take(Socket socket) throws IOException {
    StreamSorter sorting = sorter;
    Arrivals counted = arrivals;
    if (sorting != null && counted != null) {
      sort(socket, sorting, counted);
      return;
    }
    StreamEndpoint endpoint = reactor.isFaulted() ? null : lanes.get(0).endpoints().newEndpoint();
    if (endpoint == null) {
      socket.close();
      return;
    }
    try {
      socket.setTcpNoDelay(true);
      EpollStreamSocket stream = new EpollStreamSocket(reactor, socket, reactor.gatherVector());
      new ReadinessStreamDriver(reactor, endpoint, stream).open();
    } catch (IOException gone) {
      // The peer left between accept and here; nobody else is concerned.
      socket.close();
      endpoint.onDisconnected(System.nanoTime(), "the peer left before it was answered");
    }
  }

  private void sort(Socket socket, StreamSorter sorting, Arrivals counted) throws IOException {
    if (reactor.isFaulted()) {
      socket.close();
      return;
    }
    try {
      socket.setTcpNoDelay(true);
      new ArrivingStream(reactor, socket, lanes, sorting, counted).open();
    } catch (IOException gone) {
      socket.close();
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  /** Closes on the reactor, so that a descriptor is never closed under an accept. */
  @Override
  public void close() {
    if (reactor.isCurrent()) {
      closeHere();
    } else {
      reactor.post(nowNs -> closeHere());
    }
  }

  private void closeHere() {
    IoRegistration present = registration;
    if (present != null) {
      present.cancel();
      registration = null;
    }
    try {
      server.close();
    } catch (IOException gone) {
      LOG.debug("portal {} was closed already", local, gone);
    }
  }
}
