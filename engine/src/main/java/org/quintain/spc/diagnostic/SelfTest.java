// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.diagnostic;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.device.LogicalUnitView;
import org.quintain.reactor.Reactor;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * The self-tests of a disk (SPC-5 5.14): blocks spread over the whole medium are read, three of
 * them in a short test and 256 in an extended one. One test runs at a time.
 *
 * <pre>
 * idle → running (a read under way) → idle, by the last read, a failed one, or an abort
 * </pre>
 */
final class SelfTest {
  private static final int SHORT_STEPS = 3;
  private static final int EXTENDED_STEPS = 256;

  private final BackingStore store;
  private final Reactor reactor;
  private final Supplier<LogicalUnitView> view;
  private final SelfTestResults results;
  private final StoreRequest request = new StoreRequest(this, this::onRead, 1);
  private final ByteBuffer block;

  private Runnable whenChanged = () -> {};
  private @Nullable SelfTestKind kind;
  private SelfTestResults.@Nullable Entry entry;
  private @Nullable CommandExecution waiting;
  private boolean hasFailed;
  private boolean isDrained = true;

  /** Whether the read under way is of a test that was aborted, and another has begun. */
  private boolean isReadStale;

  private long stepBlocks;
  private int step;
  private int steps;

  SelfTest(
      BackingStore store,
      Reactor reactor,
      Supplier<LogicalUnitView> view,
      SelfTestResults results) {
    this.store = store;
    this.reactor = reactor;
    this.view = view;
    this.results = results;
    this.block = ByteBuffer.allocateDirect(view.get().blockBytes());
  }

  /** Has {@code watcher} run whenever {@link #isRunning} has changed. */
  void whenChanged(Runnable watcher) {
    whenChanged = watcher;
  }

  /** Whether a test runs. */
  boolean isRunning() {
    return kind != null;
  }

  /** Whether a test runs that other commands go on beside. */
  boolean isBackground() {
    SelfTestKind running = kind;
    return running != null && running.isBackground();
  }

  /** Whether no read is under way. */
  boolean isIdle() {
    return isDrained;
  }

  /** How far the test is, of 65,536. */
  int progress() {
    return step * 65_536 / Math.max(1, steps);
  }

  /**
   * Begins a test of {@code wanted}; none runs.
   *
   * @param foreground the command that ends with the test, suspended, or null
   */
  void begin(long nowNs, SelfTestKind wanted, @Nullable CommandExecution foreground) {
    kind = wanted;
    whenChanged.run();
    entry = results.begin(wanted);
    waiting = foreground;
    hasFailed = false;
    steps = wanted.isExtended() ? EXTENDED_STEPS : SHORT_STEPS;
    step = 0;
    if (isDrained) {
      read(nowNs);
    } else {
      isReadStale = true;
    }
  }

  private void read(long nowNs) {
    LogicalUnitView now = view.get();
    isDrained = false;
    long last = now.capacityBlocks() - 1;
    stepBlocks = last / (steps - 1) * step + Math.min(step, last % (steps - 1));
    block.clear();
    request.read(stepBlocks * now.blockBytes()).add(block, 0, now.blockBytes());
    store.submit(nowNs, reactor, request);
  }

  private void onRead(long nowNs, StoreRequest read, StoreResult result) {
    isDrained = true;
    SelfTestResults.Entry current = entry;
    if (current == null) {
      isReadStale = false;
    } else if (isReadStale) {
      isReadStale = false;
      read(nowNs);
    } else if (waiting != null && waiting.command().isAbortRequested()) {
      abort(nowNs, SelfTestResults.ABORTED_BY_OTHER);
    } else if (result != StoreResult.DONE) {
      hasFailed = true;
      results.fail(
          nowNs, current, stepBlocks, SenseData.of(AdditionalSense.UNRECOVERED_READ_ERROR));
      finish(nowNs);
    } else if (++step == steps) {
      results.end(nowNs, current, SelfTestResults.COMPLETED);
      finish(nowNs);
    } else {
      if (waiting != null) {
        waiting.onProgress(nowNs);
      }
      read(nowNs);
    }
  }

  /** Ends the test that runs, for {@code result}. */
  void abort(long nowNs, int result) {
    SelfTestResults.Entry current = entry;
    if (current != null) {
      results.end(nowNs, current, result);
      finish(nowNs);
    }
  }

  /** Ends the test that runs at a reset, which aborts its command right after this. */
  void onReset(long nowNs) {
    CommandExecution command = waiting;
    waiting = null;
    abort(nowNs, SelfTestResults.ABORTED_BY_OTHER);
    if (command != null) {
      reactor.post(command::resume);
    }
  }

  private void finish(long nowNs) {
    CommandExecution command = waiting;
    kind = null;
    whenChanged.run();
    entry = null;
    waiting = null;
    if (command != null) {
      command.resume(nowNs);
    }
  }

  /** Whether the last test failed. */
  boolean hasFailed() {
    return hasFailed;
  }
}
