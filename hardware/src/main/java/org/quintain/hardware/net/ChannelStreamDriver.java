// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.wire.StreamEndpoint;

/**
 * Drives an endpoint over a Netty channel whose reads and writes complete later (io_uring). The
 * kernel holds the memory of an operation until it completes, which an endpoint that drops a
 * command does not wait for; so bytes are copied once each way.
 */
final class ChannelStreamDriver extends StreamDriver {
  private static final int GATHER_BYTES = 256 << 10;
  private static final int LINGER_SECONDS = 1;

  private final Channel channel;
  private @Nullable ByteBuf stash;
  private boolean endBehindStash;

  ChannelStreamDriver(NettyReactor reactor, StreamEndpoint endpoint, Channel channel) {
    super(reactor, endpoint);
    this.channel = channel;
  }

  /** The handler that ties the channel to this driver: it translates, and decides nothing. */
  final class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      start(System.nanoTime(), channel.remoteAddress(), channel.localAddress());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      try {
        guarded(nowNs -> take(nowNs, bytes), false);
      } finally {
        bytes.release();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      guarded(nowNs -> {});
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (channel.isWritable()) {
        markReady();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        if (isDown()) {
          channel.close();
        }
        guarded(ChannelStreamDriver.this::onInputShutdown);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      guarded(nowNs -> disconnect(nowNs, "the stream is gone", false));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      guarded(nowNs -> disconnect(nowNs, String.valueOf(cause.getMessage()), false));
    }
  }

  private void onInputShutdown(long nowNs) {
    if (stash == null) {
      endOfStream(nowNs);
    } else {
      endBehindStash = true;
    }
  }

  private void take(long nowNs, ByteBuf bytes) {
    if (stash == null) {
      ByteBuffer view = bytes.nioBuffer();
      feed(nowNs, view);
      bytes.skipBytes(view.position());
    }
    if (bytes.isReadable() && !isDown()) {
      ByteBuf waiting = stash;
      if (waiting == null) {
        waiting = channel.alloc().directBuffer(bytes.readableBytes());
        stash = waiting;
      }
      waiting.writeBytes(bytes);
      channel.config().setAutoRead(false);
    }
  }

  @Override
  protected boolean resumeInput(long nowNs) {
    ByteBuf waiting = stash;
    if (waiting == null || !endpoint.receiveSpace().hasRemaining()) {
      return false;
    }
    ByteBuffer view = waiting.nioBuffer();
    feed(nowNs, view);
    waiting.skipBytes(view.position());
    if (!waiting.isReadable()) {
      waiting.release();
      stash = null;
      if (endBehindStash) {
        endOfStream(nowNs);
      } else {
        channel.config().setAutoRead(true);
      }
    }
    return true;
  }

  @Override
  protected boolean sendOutput(long nowNs) {
    boolean wrote = false;
    SegmentList gathered = reactor.gathered();
    while (channel.isWritable() && endpoint.hasOutput()) {
      gathered.clear();
      endpoint.gather(gathered, GATHER_BYTES);
      if (gathered.totalBytes() == 0) {
        break;
      }
      ByteBuf copy = channel.alloc().directBuffer((int) gathered.totalBytes());
      ByteBuffer view = copy.internalNioBuffer(0, copy.writableBytes());
      int at = view.position();
      for (int index = 0; index < gathered.count(); index++) {
        int length = gathered.length(index);
        view.put(at, gathered.base(index), gathered.offset(index), length);
        at += length;
      }
      copy.writerIndex((int) gathered.totalBytes());
      channel.write(copy, channel.voidPromise());
      wrote = true;
      sent(nowNs, gathered.totalBytes());
    }
    if (wrote) {
      channel.flush();
    }
    return !endpoint.hasOutput();
  }

  @Override
  protected boolean closeSocket(boolean orderly) {
    ByteBuf waiting = stash;
    if (waiting != null) {
      waiting.release();
      stash = null;
    }
    if (!orderly) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    } else if (isEndOfStreamSeen()) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.close());
    } else {
      channel.config().setAutoRead(true);
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(written -> ((DuplexChannel) channel).shutdownOutput());
      channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }
    return true;
  }
}
