// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;

/** A socket under the JDK's selector. */
final class NioStreamSocket implements StreamSocket, NioIoHandle {
  private static final int COPY_MAX_BYTES = 512;
  private static final int STAGING_BYTES = 64 << 10;
  private static final int ENTRIES = 512;

  private final NettyReactor reactor;
  private final SocketChannel channel;
  private final ByteBuffer[] pieces = new ByteBuffer[ENTRIES];
  private final ByteBuffer staging;
  private final @Nullable SocketAddress peer;
  private final @Nullable SocketAddress local;
  private @Nullable ReadinessListener listener;
  private @Nullable IoRegistration registration;
  private NioIoOps submitted = NioIoOps.NONE;
  private boolean closed;

  NioStreamSocket(NettyReactor reactor, SocketChannel channel, ByteBuffer staging)
      throws IOException {
    this.reactor = reactor;
    this.channel = channel;
    this.staging = staging;
    this.peer = channel.getRemoteAddress();
    this.local = channel.getLocalAddress();
  }

  static ByteBuffer newStaging() {
    return ByteBuffer.allocateDirect(STAGING_BYTES);
  }

  @Override
  public SelectableChannel selectableChannel() {
    return channel;
  }

  @Override
  public void register(ReadinessListener toBeTold) throws IOException {
    listener = toBeTold;
    registration = Registrations.register(reactor, this);
    interest(true, false);
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    ReadinessListener told = listener;
    if (closed || told == null) {
      return;
    }
    NioIoOps ops = ((NioIoEvent) event).ops();
    if (ops.contains(NioIoOps.WRITE)) {
      told.onWritable();
    }
    if (!closed && ops.contains(NioIoOps.READ)) {
      told.onReadable();
    }
  }

  @Override
  public int read(ByteBuffer into, int index, int lengthBytes) throws IOException {
    if (closed) {
      return -1;
    }
    // The endpoint's buffer keeps its position: it is told of the bytes by onReceived.
    ByteBuffer view = into.duplicate().limit(index + lengthBytes).position(index);
    return channel.read(view);
  }

  @Override
  public long write(SegmentList from) throws IOException {
    int count = 0;
    staging.clear();
    for (int index = 0; index < from.count() && count < ENTRIES; index++) {
      ByteBuffer base = from.base(index);
      int length = from.length(index);
      int offset = from.offset(index);
      if (length > COPY_MAX_BYTES || length > staging.remaining()) {
        pieces[count++] = base.duplicate().limit(offset + length).position(offset);
      } else {
        int begins = staging.position();
        staging.put(begins, base, offset, length).position(begins + length);
        pieces[count++] = staging.duplicate().limit(begins + length).position(begins);
      }
    }
    return channel.write(pieces, 0, count);
  }

  @Override
  public void interest(boolean readable, boolean writable) {
    IoRegistration present = registration;
    NioIoOps wanted =
        readable
            ? (writable ? NioIoOps.READ_AND_WRITE : NioIoOps.READ)
            : (writable ? NioIoOps.WRITE : NioIoOps.NONE);
    if (present != null && present.isValid() && !wanted.equals(submitted)) {
      submitted = wanted;
      present.submit(wanted);
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close(boolean reset) {
    if (closed) {
      return;
    }
    closed = true;
    IoRegistration present = registration;
    if (present != null) {
      present.cancel();
    }
    try {
      if (reset) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      channel.close();
    } catch (IOException gone) {
      // The descriptor is given up either way.
      listener = null;
    }
  }

  /** Netty closes what is registered when its loop ends. */
  @Override
  public void close() {
    close(true);
  }

  @Override
  public @Nullable SocketAddress peer() {
    return peer;
  }

  @Override
  public @Nullable SocketAddress local() {
    return local;
  }
}
