// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.uring.IoUringDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.quintain.sam.Check;

/**
 * A UDP socket on a {@link NettyReactor}. What comes is given out on the reactor as it stands in
 * the channel's buffer; what is sent is copied once, and goes out with everything else of the same
 * turn.
 */
public final class DatagramSocket implements AutoCloseable {
  /** Who is given what comes. */
  public interface Receiver {
    /**
     * A datagram came; its bytes, from index 0 on, are the receiver's to read until the call
     * returns.
     */
    void onDatagram(long nowNs, ByteBuffer bytes, int lengthBytes, InetSocketAddress from);
  }

  private static final long OPEN_TIMEOUT_S = 5;
  private static final int SOCKET_BUFFER_BYTES = 4 << 20;

  private final NettyReactor reactor;
  private final Channel channel;
  private boolean isFlushPosted;

  private DatagramSocket(NettyReactor reactor, Channel channel) {
    this.reactor = reactor;
    this.channel = channel;
  }

  /**
   * Opens a socket bound to {@code local}; may be called by any thread but the reactor's.
   *
   * @param datagramBytesMax the longest datagram that can come
   * @throws IOException with one sentence when the address cannot be had
   */
  public static DatagramSocket open(
      NettyReactor reactor, InetSocketAddress local, int datagramBytesMax, Receiver receiver)
      throws IOException {
    Check.that(!reactor.isCurrent(), "a socket is opened by another thread than its reactor");
    Bootstrap bootstrap =
        new Bootstrap()
            .group(reactor.loop())
            .channel(channelOf(reactor.transport()))
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
            .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(SOCKET_BUFFER_BYTES / 2, SOCKET_BUFFER_BYTES))
            .option(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(datagramBytesMax))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline().addLast(new Inlet(reactor, receiver));
                  }
                });
    var bound = bootstrap.bind(local);
    if (!bound.awaitUninterruptibly(OPEN_TIMEOUT_S, TimeUnit.SECONDS) || !bound.isSuccess()) {
      Throwable cause = bound.cause();
      throw new IOException(
          local.getHostString()
              + ":"
              + local.getPort()
              + " cannot be had for datagrams: "
              + (cause == null ? "no answer" : cause.getMessage())
              + ".",
          cause);
    }
    return new DatagramSocket(reactor, bound.channel());
  }

  private static Class<? extends DatagramChannel> channelOf(Transport transport) {
    return switch (transport) {
      case NIO -> NioDatagramChannel.class;
      case EPOLL -> EpollDatagramChannel.class;
      case IO_URING -> IoUringDatagramChannel.class;
    };
  }

  private static final class Inlet extends SimpleChannelInboundHandler<DatagramPacket> {
    private final NettyReactor reactor;
    private final Receiver receiver;

    Inlet(NettyReactor reactor, Receiver receiver) {
      this.reactor = reactor;
      this.receiver = receiver;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      if (reactor.isFaulted()) {
        return;
      }
      ByteBuf content = packet.content();
      int length = content.readableBytes();
      try {
        receiver.onDatagram(
            reactor.nowNs(),
            content.nioBuffer(content.readerIndex(), length).slice(),
            length,
            packet.sender());
      } catch (RuntimeException | Error broken) {
        reactor.onFault(broken);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // An ICMP message made a send or receive fail: a datagram was lost, as datagrams are.
    }
  }

  /**
   * Sends {@code lengthBytes} of {@code bytes} from index 0 on; on the reactor.
   *
   * @return false when the socket has no room
   */
  public boolean send(ByteBuffer bytes, int lengthBytes, InetSocketAddress to) {
    if (!channel.isWritable()) {
      return false;
    }
    ByteBuf copy = channel.alloc().directBuffer(lengthBytes);
    copy.writeBytes(bytes.duplicate().position(0).limit(lengthBytes));
    channel.write(new DatagramPacket(copy, to), channel.voidPromise());
    if (!isFlushPosted) {
      isFlushPosted = true;
      reactor.post(
          nowNs -> {
            isFlushPosted = false;
            channel.flush();
          });
    }
    return true;
  }

  /** Where it is bound. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Sends what was given to it, then receives and sends nothing more. */
  @Override
  public void close() {
    channel.flush();
    channel.close();
  }
}
