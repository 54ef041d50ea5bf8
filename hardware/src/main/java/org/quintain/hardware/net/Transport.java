// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import java.nio.channels.spi.SelectorProvider;
import java.util.Locale;

/** The ways to wait for sockets. */
public enum Transport {
  /** The JDK's selector: everywhere. */
  NIO,
  /** Linux epoll, level-triggered, with gathered writes from prepared I/O vectors. */
  EPOLL,
  /** Linux io_uring through Netty's channels. */
  IO_URING;

  /**
   * What a setting comes to on this machine.
   *
   * @param transport the transport to use
   * @param because one line for the log, empty when the setting was met as it is
   */
  public record Choice(Transport transport, String because) {}

  private static final int EVENTS_PER_TURN = 0;

  /** The words that {@link #choose} takes. */
  public static final String SETTINGS = "auto, nio, epoll, io_uring";

  /**
   * Chooses by a setting: a transport's name, or {@code auto} for the one that measures best here.
   * One that this machine has not falls back to NIO.
   *
   * @throws IllegalArgumentException with one sentence when the setting is none of {@link
   *     #SETTINGS}
   */
  public static Choice choose(String setting) {
    switch (setting.toLowerCase(Locale.ROOT)) {
      case "auto":
        // Epoll before io_uring: it reads straight into the endpoint's memory, io_uring through one
        // copy.
        return EPOLL.isAvailable() ? new Choice(EPOLL, "") : fallBack(EPOLL);
      case "nio":
        return new Choice(NIO, "");
      case "epoll":
        return EPOLL.isAvailable() ? new Choice(EPOLL, "") : fallBack(EPOLL);
      case "io_uring":
        return IO_URING.isAvailable() ? new Choice(IO_URING, "") : fallBack(IO_URING);
      default:
        throw new IllegalArgumentException(
            "\"" + setting + "\" is no transport; allowed are " + SETTINGS + ".");
    }
  }

  /** Whether this machine has it. */
  public boolean isAvailable() {
    return switch (this) {
      case NIO -> true;
      case EPOLL -> Epoll.isAvailable();
      case IO_URING -> IoUring.isAvailable();
    };
  }

  private static Choice fallBack(Transport wanted) {
    Throwable cause = wanted == EPOLL ? Epoll.unavailabilityCause() : IoUring.unavailabilityCause();
    String name = wanted.name().toLowerCase(Locale.ROOT);
    return new Choice(
        NIO, "transport nio instead of " + name + ", which is not to be had: " + cause);
  }

  /**
   * @param busy whether to look for what is ready again and again instead of sleeping until
   *     something is; io_uring always sleeps
   */
  IoHandlerFactory handlerFactory(boolean busy) {
    SelectStrategyFactory strategy =
        busy ? () -> (readyNow, hasTasks) -> readyNow.get() : DefaultSelectStrategyFactory.INSTANCE;
    return switch (this) {
      case NIO -> NioIoHandler.newFactory(SelectorProvider.provider(), strategy);
      case EPOLL -> EpollIoHandler.newFactory(EVENTS_PER_TURN, strategy);
      case IO_URING -> IoUringIoHandler.newFactory();
    };
  }
}
