// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.quintain.conformance.iscsi.fuzz.FuzzFailure;
import org.quintain.conformance.iscsi.fuzz.FuzzReport;
import org.quintain.conformance.iscsi.fuzz.FuzzRun;
import org.quintain.conformance.iscsi.fuzz.FuzzStage;
import org.quintain.conformance.iscsi.fuzz.FuzzWorld;
import org.quintain.conformance.iscsi.fuzz.HealthySession;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;

/**
 * Many threads fuzz a {@link FuzzedServer} by TCP while healthy sessions work; what the server
 * holds is compared before and after.
 */
final class LoopbackFuzz {
  private static final int HEALTHY = 2;
  private static final int WARM_UP_SHARE = 10;
  private static final long WARM_UP_MIN = 1000;

  /** The numbers of the connections that warm the server up. */
  private static final long WARM_UP_FIRST = 1L << 32;

  private static final long REST_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long REST_STEP_MS = 200;

  /** A little longer than the timers of connections run that might have been taken up again. */
  private static final long RETAINED_MS = 3500;

  /** The share of connections that may miss their stage: disks are left in any state. */
  private static final int MISSED_SHARE = 10;

  private final FuzzedServer server;
  private final long seed;
  private final int threads;
  private final Consumer<String> console;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong verified = new AtomicLong();
  private volatile boolean isOver;

  LoopbackFuzz(FuzzedServer server, long seed, int threads, Consumer<String> console) {
    this.server = server;
    this.seed = seed;
    this.threads = threads;
    this.console = console;
  }

  /** Fuzzes {@code connections} times; what went wrong, as sentences. */
  List<String> run(long connections) throws IOException {
    FabricOptions options = new FabricOptions(seed, List.of(), new TreeMap<>());
    try (Fabric fabric = Fabrics.open(server.url(), options)) {
      FuzzWorld world = new TcpWorld(fabric, 0);
      List<Thread> healthy = new ArrayList<>();
      for (int index = 0; index < HEALTHY; index++) {
        int number = index;
        healthy.add(start("healthy-" + index, () -> work(world, number)));
      }
      long warmUp = Math.max(WARM_UP_MIN, connections / WARM_UP_SHARE);
      fuzz(fabric, WARM_UP_FIRST, warmUp, new FuzzReport());
      HeldByServer before = rest();
      console.accept("before: " + before);
      if (isOver) {
        return List.copyOf(failures);
      }
      FuzzReport report = new FuzzReport();
      long beganNs = System.nanoTime();
      fuzz(fabric, 0, connections, report);
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      HeldByServer after = rest();
      long endedNs = System.nanoTime();
      while (!after.beyond(before).isEmpty() && System.nanoTime() - endedNs < REST_TIMEOUT_NS) {
        sleep(REST_STEP_MS);
        after = server.held(); // What is still on its way to be closed is no leak.
      }
      console.accept("after:  " + after);
      isOver = true;
      join(healthy);
      report.lines().forEach(console);
      console.accept(
          String.format(
              Locale.ROOT,
              "%.1f s, %,.0f connections a second; healthy sessions read %,d blocks again",
              seconds,
              connections / seconds,
              verified.get()));
      judge(report, before, after);
    } catch (FabricException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
    return List.copyOf(failures);
  }

  private void judge(FuzzReport report, HeldByServer before, HeldByServer after) {
    failures.addAll(after.beyond(before));
    List<String> empty = report.emptyCells(false);
    boolean isWhole = report.connections() >= 400L * empty.size() && report.connections() > 2000;
    if (isWhole && !empty.isEmpty()) {
      failures.add("Nothing was sent to " + empty + ".");
    }
    long missed = 0;
    for (FuzzStage stage : FuzzStage.values()) {
      missed += report.missed(stage);
    }
    if (missed * MISSED_SHARE > report.connections()) {
      failures.add("Of the connections, " + missed + " did not reach their stage.");
    }
    if (verified.get() == 0) {
      failures.add("The healthy sessions read nothing.");
    }
  }

  /** Waits until only healthy sessions are left and nothing is kept for others, and measures. */
  private HeldByServer rest() throws IOException {
    long beganNs = System.nanoTime();
    HeldByServer held = server.held();
    while (!held.isAtRest(HEALTHY)
        && failures.isEmpty()
        && System.nanoTime() - beganNs < REST_TIMEOUT_NS) {
      sleep(REST_STEP_MS);
      held = server.held();
    }
    if (!held.isAtRest(HEALTHY) && failures.isEmpty()) {
      onFailure("The server does not come to rest: " + held + ".");
    }
    sleep(RETAINED_MS);
    return server.held();
  }

  private static void sleep(long lengthMs) {
    try {
      Thread.sleep(lengthMs);
    } catch (InterruptedException early) {
      Thread.currentThread().interrupt();
    }
  }

  private void fuzz(Fabric fabric, long first, long count, FuzzReport report) {
    AtomicLong next = new AtomicLong(first);
    List<Thread> all = new ArrayList<>();
    for (int index = 0; index < threads; index++) {
      FuzzRun run = new FuzzRun(new TcpWorld(fabric, index), seed, report, () -> {});
      all.add(start("fuzz-" + index, () -> fuzz(run, next, first + count)));
    }
    join(all);
  }

  private void fuzz(FuzzRun run, AtomicLong next, long end) {
    for (long number = next.getAndIncrement();
        number < end && !isOver;
        number = next.getAndIncrement()) {
      try {
        run.run(number);
      } catch (FuzzFailure failure) {
        onFailure(String.valueOf(failure.getMessage()));
      }
    }
  }

  private void onFailure(String sentence) {
    failures.add(sentence);
    isOver = true;
  }

  private void work(FuzzWorld world, int index) {
    try (HealthySession healthy = new HealthySession(world, seed * HEALTHY + index, index)) {
      long before = 0;
      while (!isOver) {
        healthy.work();
        verified.addAndGet(healthy.verifiedBlocks() - before);
        before = healthy.verifiedBlocks();
      }
    } catch (RuntimeException failure) {
      onFailure(String.valueOf(failure.getMessage()));
    }
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(List<Thread> all) {
    for (Thread each : all) {
      try {
        each.join();
      } catch (InterruptedException early) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The served target as the fuzzer sees it. */
  private record TcpWorld(Fabric fabric, int lane) implements FuzzWorld {
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long ANSWER_NS = TimeUnit.SECONDS.toNanos(20);

    @Override
    public ByteStream open() throws FabricException {
      ByteStream stream = fabric.openByteStream();
      if (stream == null) {
        throw new FabricException("TCP has byte streams.");
      }
      return stream;
    }

    @Override
    public String initiatorName() {
      return FuzzedServer.initiatorName(lane);
    }

    @Override
    public String targetName() {
      return FuzzedServer.TARGET;
    }

    @Override
    public String chapTargetName() {
      return FuzzedServer.CHAP_TARGET;
    }

    @Override
    public long quietNs() {
      return QUIET_NS;
    }

    @Override
    public long answerNs() {
      return ANSWER_NS;
    }

    @Override
    public boolean isSimulated() {
      return false;
    }
  }
}
