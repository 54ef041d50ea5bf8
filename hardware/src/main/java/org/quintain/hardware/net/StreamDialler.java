// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.quintain.sam.Check;
import org.quintain.wire.StreamEndpoint;

/** Opens connections and drives an endpoint over each, on a reactor whose transport is NIO. */
public final class StreamDialler {
  private final NettyReactor reactor;
  private final ByteBuffer staging = NioStreamSocket.newStaging();

  /** A dialler whose endpoints live on {@code reactor}. */
  public StreamDialler(NettyReactor reactor) {
    Check.that(reactor.transport() == Transport.NIO, "a dialler needs a reactor on NIO");
    this.reactor = reactor;
  }

  /**
   * Connects from the caller's thread, within {@code timeoutNs}, and hands the socket to the
   * reactor.
   *
   * @throws IOException with one sentence when {@code to} cannot be reached
   */
  public void dial(InetSocketAddress to, StreamEndpoint endpoint, long timeoutNs)
      throws IOException {
    SocketChannel channel = connect(to, timeoutNs);
    try {
      channel.configureBlocking(false);
      NioStreamSocket socket = new NioStreamSocket(reactor, channel, staging);
      reactor.post(nowNs -> new ReadinessStreamDriver(reactor, endpoint, socket).open());
    } catch (IOException gone) {
      channel.close();
      throw new IOException(where(to) + " closed the connection at once.", gone);
    }
  }

  /**
   * A connected socket, in blocking mode.
   *
   * @throws IOException with one sentence when {@code to} cannot be reached
   */
  public static SocketChannel connect(InetSocketAddress to, long timeoutNs) throws IOException {
    if (to.isUnresolved()) {
      throw new IOException("No host is called \"" + to.getHostString() + "\".");
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(to, (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNs)));
      return channel;
    } catch (ConnectException refused) {
      channel.close();
      throw new IOException(
          where(to) + " takes no connection: " + refused.getMessage() + ".", refused);
    } catch (SocketTimeoutException silent) {
      channel.close();
      throw new IOException(
          where(to) + " did not answer within " + TimeUnit.NANOSECONDS.toSeconds(timeoutNs) + " s.",
          silent);
    } catch (IOException broken) {
      channel.close();
      throw new IOException(where(to) + " cannot be reached: " + broken.getMessage() + ".", broken);
    }
  }

  private static String where(InetSocketAddress to) {
    return to.getHostString() + ":" + to.getPort();
  }
}
