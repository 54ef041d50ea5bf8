// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.serve.IscsiServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix domain socket by which the owner of a server's process, and nobody else, asks it. A
 * request is its words, each ended by a NUL, and an end of line; the answer is {@code ok} or {@code
 * no}, an end of line, and a text up to the end of the stream. Each request has a thread of its own
 * while it is carried out, and there are few of them.
 */
public final class AdminSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
  private static final int REQUEST_BYTES_MAX = 64 << 10;
  private static final int REQUESTS_MAX = 8;
  private static final long REQUEST_SECONDS = 10;

  private final Path path;
  private final ServerSocketChannel channel;
  private final AdminCommands commands;
  private final Semaphore free = new Semaphore(REQUESTS_MAX);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "quintain-admin-timer"));

  private AdminSocket(Path path, ServerSocketChannel channel, AdminCommands commands) {
    this.path = path;
    this.channel = channel;
    this.commands = commands;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Lets {@code server} be asked at {@code path}. A socket there that nobody answers at is
   * replaced.
   *
   * @throws ConfigurationException with one sentence when that cannot be
   */
  public static AdminSocket open(IscsiServer server, Path path) throws ConfigurationException {
    try {
      AdminPaths.prepare(path);
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.bind(UnixDomainSocketAddress.of(path));
        AdminPaths.protect(path);
      } catch (IOException | RuntimeException refused) {
        channel.close();
        throw refused;
      }
      AdminSocket socket = new AdminSocket(path, channel, new AdminCommands(server));
      daemon(socket::accept, "quintain-admin").start();
      return socket;
    } catch (IOException | IllegalArgumentException refused) {
      throw new ConfigurationException(
          "The socket for quintain admin cannot be had at "
              + path
              + ": "
              + refused.getMessage()
              + ".");
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  private void accept() {
    while (channel.isOpen()) {
      try {
        SocketChannel asking = channel.accept();
        if (free.tryAcquire()) {
          daemon(() -> serve(asking), "quintain-admin-request").start();
        } else {
          asking.close();
        }
      } catch (IOException closed) {
        LOG.debug("{} takes no more requests", path);
        return;
      }
    }
  }

  private void serve(SocketChannel asking) {
    ScheduledFuture<?> patience =
        timer.schedule(() -> close(asking), REQUEST_SECONDS, TimeUnit.SECONDS);
    try (asking) {
      List<String> words = request(Channels.newInputStream(asking));
      patience.cancel(false);
      if (words != null) {
        AdminCommands.Answer answer = commands.run(words);
        Channels.newOutputStream(asking)
            .write(
                ((answer.isDone() ? "ok\n" : "no\n") + answer.text())
                    .getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException gone) {
      LOG.debug("a request broke off: {}", gone.getMessage());
    } finally {
      patience.cancel(false);
      free.release();
    }
  }

  private static void close(SocketChannel asking) {
    try {
      asking.close();
    } catch (IOException alreadyGone) {
      LOG.debug("a request that took too long is gone");
    }
  }

  /** The words of a request, or null when there is none that can be. */
  private static @Nullable List<String> request(InputStream in) throws IOException {
    byte[] bytes = new byte[REQUEST_BYTES_MAX];
    int length = 0;
    while (length < bytes.length) {
      int got = in.read(bytes, length, bytes.length - length);
      if (got < 0) {
        return null;
      }
      length += got;
      if (length > 0 && bytes[length - 1] == '\n') {
        List<String> words = new ArrayList<>();
        int begins = 0;
        for (int index = 0; index < length - 1; index++) {
          if (bytes[index] == 0) {
            words.add(new String(bytes, begins, index - begins, StandardCharsets.UTF_8));
            begins = index + 1;
          }
        }
        return words;
      }
    }
    return null;
  }

  /** Takes no more requests; those under way end by themselves. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      channel.close();
      Files.deleteIfExists(path);
    } catch (IOException stays) {
      LOG.debug("{} stays", path);
    }
  }
}
