// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.StreamListener;
import org.quintain.iscsi.target.IscsiTargetPortal;

/** The listening sockets of a server, each under the address that was asked for. */
final class Portals {
  private final NettyReactor reactor;
  private final IscsiTargetPortal portal;
  private final Map<InetSocketAddress, StreamListener> listeners = new LinkedHashMap<>();

  Portals(NettyReactor reactor, IscsiTargetPortal portal) {
    this.reactor = reactor;
    this.portal = portal;
  }

  /**
   * Listens on those of {@code wanted} that it does not listen on yet, or on none of them.
   *
   * @throws ConfigurationException with one sentence when an address cannot be had
   */
  synchronized void open(List<InetSocketAddress> wanted) throws ConfigurationException {
    List<InetSocketAddress> opened = new ArrayList<>();
    for (InetSocketAddress at : wanted) {
      if (!listeners.containsKey(at)) {
        try {
          listeners.put(at, StreamListener.open(reactor, at, portal::newConnection));
          opened.add(at);
        } catch (IOException refused) {
          opened.forEach(this::close);
          throw new ConfigurationException(String.valueOf(refused.getMessage()));
        }
      }
    }
  }

  /** Takes no more connections but at {@code wanted}; connections that are up stay. */
  synchronized void closeAllBut(List<InetSocketAddress> wanted) {
    for (InetSocketAddress at : List.copyOf(listeners.keySet())) {
      if (!wanted.contains(at)) {
        close(at);
      }
    }
  }

  private void close(InetSocketAddress at) {
    StreamListener closed = listeners.remove(at);
    if (closed != null) {
      closed.close();
    }
  }

  /** Where it listens for {@code wanted}, each as a person writes it. */
  synchronized List<String> addresses(List<InetSocketAddress> wanted) {
    return wanted.stream()
        .map(listeners::get)
        .filter(Objects::nonNull)
        .map(listening -> IscsiServer.text(listening.localAddress()))
        .toList();
  }

  /** Where it listens. */
  synchronized List<InetSocketAddress> addresses() {
    return listeners.values().stream().map(StreamListener::localAddress).toList();
  }
}
