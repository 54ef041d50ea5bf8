// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The bare echo: what is left of a target when nothing but its bytes is moved. Plain NIO, one
 * thread: one read takes in all requests there are, one gathered write answers them, header, data,
 * header, data, from a store of 256 MiB in memory. Written data is dropped where it was read to.
 */
public final class EchoServer {
  private static final int STORE_BYTES = 256 << 20;
  private static final int READ_BYTES = 1 << 20;
  private static final int BATCH = 512;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final ByteBuffer store = ByteBuffer.allocateDirect(STORE_BYTES);

  /** Listens on a free port of the loopback address. */
  public EchoServer() throws IOException {
    selector = Selector.open();
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress("127.0.0.1", 0));
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Where it listens. */
  public int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  /** Serves until the thread is interrupted. */
  public void serve() throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      selector.select(this::onReady);
    }
  }

  private void onReady(SelectionKey key) {
    try {
      if (key.attachment() instanceof Connection connection) {
        connection.onReady();
        return;
      }
      SocketChannel channel = server.accept();
      if (channel != null) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        SelectionKey own = channel.register(selector, SelectionKey.OP_READ);
        own.attach(new Connection(channel, own));
      }
    } catch (IOException gone) {
      key.cancel();
    }
  }

  /** One client. */
  private final class Connection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final ByteBuffer[] headers = new ByteBuffer[BATCH];
    private final ByteBuffer[] data = new ByteBuffer[BATCH];
    private final ByteBuffer[] gathered = new ByteBuffer[2 * BATCH];
    private int requestBytes;
    private int replyData;
    private int toSkip;
    private int from;
    private int to;

    Connection(SocketChannel channel, SelectionKey key) {
      this.channel = channel;
      this.key = key;
      for (int index = 0; index < BATCH; index++) {
        headers[index] = ByteBuffer.allocateDirect(EchoWire.HEADER_BYTES);
        data[index] = store.duplicate();
      }
    }

    void onReady() throws IOException {
      if (from < to && !flush()) {
        return;
      }
      int got = channel.read(in);
      if (got < 0) {
        key.cancel();
        channel.close();
        return;
      }
      in.flip();
      if (requestBytes == 0 && in.remaining() >= 8) {
        requestBytes = in.getInt();
        replyData = in.getInt() - EchoWire.HEADER_BYTES;
      }
      while (answerSome()) {
        if (!flush()) {
          break;
        }
      }
      in.compact();
    }

    /** Turns requests into answers as far as a batch goes; whether there are any. */
    private boolean answerSome() {
      from = 0;
      to = 0;
      while (to + 2 <= gathered.length && requestBytes > 0) {
        int skipped = Math.min(toSkip, in.remaining());
        in.position(in.position() + skipped);
        toSkip -= skipped;
        if (toSkip > 0 || (skipped == 0 && in.remaining() < EchoWire.HEADER_BYTES)) {
          break;
        }
        if (skipped > 0 || requestBytes == EchoWire.HEADER_BYTES) {
          answer(skipped > 0 ? 0 : takeHeader());
        } else {
          takeHeader();
          toSkip = requestBytes - EchoWire.HEADER_BYTES;
        }
      }
      return to > 0;
    }

    private long takeHeader() {
      long place = in.getLong(in.position() + EchoWire.PLACE_AT);
      in.position(in.position() + EchoWire.HEADER_BYTES);
      return place;
    }

    private void answer(long place) {
      gathered[to] = headers[to / 2].clear();
      ByteBuffer bytes = data[to / 2];
      int places = STORE_BYTES / Math.max(4096, replyData);
      int offset = (int) Math.floorMod(place, (long) places) * Math.max(4096, replyData);
      gathered[to + 1] = bytes.limit(offset + replyData).position(offset);
      to += 2;
    }

    /** Sends what is gathered; false when the socket takes no more just now. */
    private boolean flush() throws IOException {
      while (from < to) {
        long wrote = channel.write(gathered, from, to - from);
        while (from < to && !gathered[from].hasRemaining()) {
          from++;
        }
        if (wrote == 0) {
          key.interestOps(SelectionKey.OP_WRITE);
          return false;
        }
      }
      key.interestOps(SelectionKey.OP_READ);
      return true;
    }
  }
}
