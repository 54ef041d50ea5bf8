// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.Check;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reactor on one Netty event loop of its own. Owns the thread, its sockets and its mailbox.
 *
 * <p>A task that throws means that we are wrong (DESIGN 7.4): the reactor dumps its trace, tells
 * its fault listener, which stops what lives here, and takes no more input for it.
 */
public final class NettyReactor implements Reactor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);
  private static final int TASKS_PER_TURN = 4096;
  private static final int SCRATCH_BYTES = 256 << 10;
  private static final int GATHER_SEGMENTS = 1000;

  private final int index;
  private final Transport transport;
  private final MultiThreadIoEventLoopGroup group;
  private final IoEventLoop loop;
  private final ConcurrentLinkedQueue<ReactorTask> fromOthers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean drainScheduled = new AtomicBoolean();
  private final Runnable drain = this::drain;

  // What follows is touched on this reactor alone.
  private final ArrayDeque<ReactorTask> fromHere = new ArrayDeque<>();
  private final ReactorTrace trace = new ReactorTrace();
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
  private final SegmentList gathered = new SegmentList(GATHER_SEGMENTS);
  private final List<StreamDriver> streams = new ArrayList<>();
  private @Nullable GatherVector gatherVector;
  private @Nullable Consumer<Throwable> faultListener;
  private boolean faulted;
  private int streamNumbers;

  /** Starts a reactor with a thread called {@code threadName}, which sleeps when nothing is due. */
  public NettyReactor(int index, Transport transport, String threadName) {
    this(index, transport, threadName, false);
  }

  /** The same; with {@code busy} it never sleeps, which takes a core and saves the wake-ups. */
  public NettyReactor(int index, Transport transport, String threadName, boolean busy) {
    this.index = index;
    this.transport = transport;
    this.group =
        new MultiThreadIoEventLoopGroup(
            1,
            task -> {
              Thread thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            },
            transport.handlerFactory(busy));
    this.loop = group.next();
  }

  /** How it waits for sockets. */
  public Transport transport() {
    return transport;
  }

  /** Sets who is told, on this reactor and once, when something here broke an invariant of ours. */
  public void faultListener(Consumer<Throwable> listener) {
    post(nowNs -> faultListener = listener);
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public boolean isCurrent() {
    return loop.inEventLoop();
  }

  @Override
  public void post(ReactorTask task) {
    if (loop.inEventLoop()) {
      fromHere.add(task);
    } else {
      fromOthers.add(task);
    }
    schedule();
  }

  @Override
  public void callAt(long deadlineNs, ReactorTask task) {
    timerAt(deadlineNs, task);
  }

  /** As {@link #callAt}, with a handle by which the timer is taken back, null after the stop. */
  @Nullable Future<?> timerAt(long deadlineNs, ReactorTask task) {
    long delayNs = Math.max(0, deadlineNs - nowNs());
    try {
      return loop.schedule(() -> runGuarded(task), delayNs, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("a timer was set on reactor {} after its stop", index);
      return null;
    }
  }

  private void schedule() {
    if (!drainScheduled.get() && drainScheduled.compareAndSet(false, true)) {
      try {
        loop.execute(drain);
      } catch (RejectedExecutionException stopped) {
        LOG.debug("a message came to reactor {} after its stop", index);
      }
    }
  }

  private void drain() {
    drainScheduled.set(false);
    int left = TASKS_PER_TURN;
    while (left > 0) {
      ReactorTask task = fromOthers.poll();
      if (task == null) {
        task = fromHere.poll();
      }
      if (task == null) {
        return;
      }
      runGuarded(task);
      left--;
    }
    schedule();
  }

  private void runGuarded(ReactorTask task) {
    try {
      task.run(System.nanoTime());
    } catch (RuntimeException | Error broken) {
      onFault(broken);
    }
  }

  /**
   * Dumps the trace, closes every stream here and tells the fault listener; the first time only.
   */
  void onFault(Throwable broken) {
    if (faulted) {
      return;
    }
    faulted = true;
    LOG.error("reactor {} stops: {}", index, broken.getMessage(), broken);
    for (String line : trace.lines()) {
      LOG.error("  {}", line);
    }
    for (StreamDriver stream : new ArrayList<>(streams)) {
      stream.abandon();
    }
    Consumer<Throwable> listener = faultListener;
    if (listener != null) {
      listener.accept(broken);
    }
  }

  IoEventLoop loop() {
    return loop;
  }

  ReactorTrace trace() {
    return trace;
  }

  /** Memory for one read that is consumed before the next. */
  ByteBuffer scratch() {
    return scratch;
  }

  /** A list for one gathered write that is over before the next. */
  SegmentList gathered() {
    return gathered;
  }

  /** The I/O vector of the reactor's epoll sockets. */
  GatherVector gatherVector() {
    GatherVector present = gatherVector;
    if (present == null) {
      present = new GatherVector();
      gatherVector = present;
    }
    return present;
  }

  boolean isFaulted() {
    return faulted;
  }

  int nextStreamNumber() {
    return streamNumbers++;
  }

  void onStreamUp(StreamDriver stream) {
    streams.add(stream);
  }

  void onStreamDown(StreamDriver stream) {
    streams.remove(stream);
  }

  /** Closes all streams in good order; called on this reactor. */
  public void closeStreams(String reason) {
    Check.that(isCurrent(), "streams are closed on their reactor");
    for (StreamDriver stream : new ArrayList<>(streams)) {
      stream.close(reason);
    }
  }

  /** How many streams are up; called on this reactor. */
  public int streamCount() {
    return streams.size();
  }

  /** Stops the thread once what it is at is done; waits up to two seconds for it. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    if (!isCurrent()) {
      group.terminationFuture().awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
  }
}
