// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.quintain.wire.StreamEndpoint;

/** Accepts by io_uring through Netty's channels. */
final class ChannelStreamListener extends StreamListener {
  private static final int READ_MIN_BYTES = 4 << 10;
  private static final int READ_FIRST_BYTES = 64 << 10;
  private static final int READ_MAX_BYTES = 512 << 10;
  private static final int UNSENT_LOW_BYTES = 256 << 10;
  private static final int UNSENT_HIGH_BYTES = 1 << 20;

  private final Channel server;
  private final InetSocketAddress local;

  private ChannelStreamListener(Channel server, InetSocketAddress at) {
    this.server = server;
    this.local = withPort(at, ((InetSocketAddress) server.localAddress()).getPort());
  }

  static StreamListener bind(NettyReactor reactor, InetSocketAddress at, EndpointFactory endpoints)
      throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(reactor.loop(), reactor.loop())
            .channel(IoUringServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(UNSENT_LOW_BYTES, UNSENT_HIGH_BYTES))
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(READ_MIN_BYTES, READ_FIRST_BYTES, READ_MAX_BYTES))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    StreamEndpoint endpoint = reactor.isFaulted() ? null : endpoints.newEndpoint();
                    if (endpoint == null) {
                      channel.close();
                    } else {
                      ChannelStreamDriver driver =
                          new ChannelStreamDriver(reactor, endpoint, channel);
                      channel.pipeline().addLast(driver.new Handler());
                    }
                  }
                });
    ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
    }
    return new ChannelStreamListener(bound.channel(), at);
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public void close() {
    server.close();
  }
}
