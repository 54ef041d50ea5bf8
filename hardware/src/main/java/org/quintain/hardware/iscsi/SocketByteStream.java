// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.iscsi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.quintain.initiator.ByteStream;

/** A bare TCP connection, used by one thread. A stream that the target reset counts as ended. */
final class SocketByteStream implements ByteStream {
  private static final long SEND_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  SocketByteStream(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    selector = Selector.open();
    key = channel.register(selector, SelectionKey.OP_READ);
  }

  @Override
  public void send(ByteBuffer bytes) {
    long endNs = System.nanoTime() + SEND_TIMEOUT_NS;
    try {
      while (bytes.hasRemaining() && System.nanoTime() < endNs) {
        if (channel.write(bytes) == 0) {
          select(SelectionKey.OP_WRITE, endNs - System.nanoTime());
        }
      }
      if (bytes.hasRemaining()) {
        throw new IOException("the target took no bytes for 30 s");
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public int receive(ByteBuffer into, long timeoutNs) {
    long endNs = System.nanoTime() + timeoutNs;
    try {
      int got = channel.read(into);
      while (got == 0 && System.nanoTime() < endNs) {
        select(SelectionKey.OP_READ, endNs - System.nanoTime());
        got = channel.read(into);
      }
      return got;
    } catch (IOException reset) {
      return -1;
    }
  }

  private void select(int operations, long timeoutNs) throws IOException {
    key.interestOps(operations);
    selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNs)));
    selector.selectedKeys().clear();
  }

  @Override
  public void close() {
    try {
      selector.close();
      channel.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
