// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.wire.StreamEndpoint;

/** A listening socket that gives each connection an endpoint and drives it on one reactor. */
public abstract class StreamListener implements AutoCloseable {
  static final int BACKLOG = 1024;

  /** Makes the endpoint of a connection; called on the reactor. */
  @FunctionalInterface
  public interface EndpointFactory {
    /** A new endpoint, or null to turn the connection away. */
    @Nullable StreamEndpoint newEndpoint();
  }

  /**
   * Listens on {@code at}; port 0 takes any that is free.
   *
   * @throws IOException with one sentence when the address cannot be had
   */
  public static StreamListener open(
      NettyReactor reactor, InetSocketAddress at, EndpointFactory endpoints) throws IOException {
    if (at.isUnresolved()) {
      throw new IOException("No host is called \"" + at.getHostString() + "\".");
    }
    try {
      return switch (reactor.transport()) {
        case NIO -> NioStreamListener.bind(reactor, at, endpoints);
        case EPOLL -> EpollStreamListener.bind(reactor, at, endpoints);
        case IO_URING -> ChannelStreamListener.bind(reactor, at, endpoints);
      };
    } catch (IOException refused) {
      throw new IOException(sentence(at, refused), refused);
    }
  }

  /**
   * The same for several reactors: connections are accepted on that of the first lane, and live on
   * that which {@code sorter} names by their first bytes, which may be long in coming within {@code
   * limits}. Epoll alone.
   *
   * @throws IOException with one sentence when the address cannot be had
   */
  public static StreamListener open(
      List<StreamLane> lanes, InetSocketAddress at, StreamSorter sorter, ArrivalLimits limits)
      throws IOException {
    StreamLane first = lanes.get(0);
    if (lanes.size() == 1) {
      return open(first.reactor(), at, first.endpoints());
    }
    Check.that(first.reactor().transport() == Transport.EPOLL, "connections are moved by epoll");
    if (at.isUnresolved()) {
      throw new IOException("No host is called \"" + at.getHostString() + "\".");
    }
    try {
      return EpollStreamListener.bind(lanes, at, sorter, limits);
    } catch (IOException refused) {
      throw new IOException(sentence(at, refused), refused);
    }
  }

  private static String sentence(InetSocketAddress at, IOException refused) {
    String where = at.getAddress().getHostAddress() + ":" + at.getPort();
    String why = String.valueOf(refused.getMessage());
    if (why.contains("in use")) {
      return "Portal " + where + " is in use by another program.";
    }
    boolean notOurs = why.contains("assign requested") || refused instanceof BindException;
    return notOurs && !why.contains("ermission")
        ? "Portal " + where + " is no address of this machine."
        : "Portal " + where + " cannot be listened on: " + why + ".";
  }

  /** What was asked for, as it was asked for, with the port that was got. */
  static InetSocketAddress withPort(InetSocketAddress asked, int port) {
    return new InetSocketAddress(asked.getAddress(), port);
  }

  /** Where it listens, with the port it got. */
  public abstract InetSocketAddress localAddress();

  /** Takes no more connections; those that are up stay. Callable from any thread. */
  @Override
  public abstract void close();
}
