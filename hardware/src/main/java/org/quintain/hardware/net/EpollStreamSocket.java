// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;

/** A socket under Netty's epoll, level-triggered. */
final class EpollStreamSocket implements StreamSocket, EpollIoHandle {
  /** What Netty calls "not yet connected" (ENOTCONN) is a peer that left. */
  private static final String GONE = "the peer is gone";

  private static final EpollIoOps BOTH = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT);

  /**
   * Errors come asked for or not. Netty takes a registration for no event at all out of the epoll
   * set and then fails to change it back.
   */
  private static final EpollIoOps NOTHING = EpollIoOps.EPOLLERR;

  /** EPOLLERR and EPOLLHUP of epoll_ctl(2). */
  private static final int ERROR_OR_HANG_UP = 0x18;

  private final NettyReactor reactor;
  private final Socket socket;
  private final GatherVector vector;
  private final @Nullable SocketAddress peer;
  private final @Nullable SocketAddress local;
  private @Nullable ReadinessListener listener;
  private @Nullable IoRegistration registration;
  private EpollIoOps submitted = EpollIoOps.NONE;
  private boolean closed;

  EpollStreamSocket(NettyReactor reactor, Socket socket, GatherVector vector) {
    this.reactor = reactor;
    this.socket = socket;
    this.vector = vector;
    this.peer = socket.remoteAddress();
    this.local = socket.localAddress();
  }

  @Override
  public FileDescriptor fd() {
    return socket;
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
    EpollIoOps ops = ((EpollIoEvent) event).ops();
    boolean broken = (ops.value() & ERROR_OR_HANG_UP) != 0;
    boolean reading = submitted.contains(EpollIoOps.EPOLLIN);
    if (ops.contains(EpollIoOps.EPOLLOUT)) {
      told.onWritable();
    }
    if (!closed && reading && (broken || ops.contains(EpollIoOps.EPOLLIN))) {
      told.onReadable();
    }
    // Told even to those who asked for nothing, again and again, so it must end the stream.
    if (!closed && broken && !reading) {
      told.onBroken();
    }
  }

  @Override
  public int read(ByteBuffer into, int index, int lengthBytes) throws IOException {
    try {
      return closed ? -1 : socket.recv(into, index, index + lengthBytes);
    } catch (NotYetConnectedException gone) {
      throw new IOException(GONE, gone);
    }
  }

  @Override
  public long write(SegmentList from) throws IOException {
    vector.fill(from);
    try {
      return socket.writevAddresses(vector.address(), vector.entries());
    } catch (NotYetConnectedException gone) {
      throw new IOException(GONE, gone);
    }
  }

  @Override
  public void interest(boolean readable, boolean writable) throws IOException {
    IoRegistration present = registration;
    EpollIoOps wanted =
        readable
            ? (writable ? BOTH : EpollIoOps.EPOLLIN)
            : (writable ? EpollIoOps.EPOLLOUT : NOTHING);
    if (present != null && present.isValid() && !wanted.equals(submitted)) {
      submitted = wanted;
      try {
        present.submit(wanted);
      } catch (UncheckedIOException broken) {
        throw new IOException("the socket cannot be waited for", broken);
      }
    }
  }

  /** Is told of nothing any more; the descriptor stays open, for another to take. */
  void detach() {
    closed = true;
    IoRegistration present = registration;
    if (present != null) {
      present.cancel();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    try {
      socket.shutdown(false, true);
    } catch (NotYetConnectedException gone) {
      throw new IOException(GONE, gone);
    }
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
        socket.setSoLinger(0);
      }
      socket.close();
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
