// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.RangeHolder;
import org.quintain.reactor.Reactor;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.StoreResult;

/**
 * The one format or sanitize operation that may go on at a time, from its command to its end.
 *
 * <pre>
 * start: commands are refused → those that run have ended → copies have no chunk under way → the
 * record is kept → sweep → the record of the outcome is kept → the medium has its next phase
 * </pre>
 *
 * <p>With IMMED the command ends when the record is kept, otherwise when all is over. An abort of a
 * waiting command stops a format; a sanitize goes on without it (SBC-4 4.11.2). Owned by the
 * logical unit's reactor.
 */
final class MediumOperation implements MediumSweep.Listener {
  private static final long RETRY_NS = 1_000_000L;

  private final MediumHost host;
  private final MediumState state;
  private final MediumSweep sweep;
  private final CommandStep end = this::endCommand;
  private final RangeHolder everything = new RangeHolder(this::onCopiesEnded);

  private @Nullable MediumWork work;
  private @Nullable CommandExecution waiting;
  private @Nullable SenseData outcome;
  private MediumPhase phaseBefore = MediumPhase.READY;
  private boolean isImmediate;
  private boolean isStopped;

  MediumOperation(MediumHost host, MediumState state) {
    this.host = host;
    this.state = state;
    this.sweep = new MediumSweep(host, this);
    state.progressOf(sweep::progress);
  }

  boolean isIdle() {
    return work == null;
  }

  private MediumWork work() {
    MediumWork present = work;
    Check.that(present != null, "an operation that goes on has work");
    return present;
  }

  private Reactor reactor() {
    return host.logicalUnit().reactor();
  }

  private NonvolatileMemory memory() {
    return host.backing().nonvolatile();
  }

  /** Begins {@code next} for {@code execution}, which it ends. */
  void start(long nowNs, CommandExecution execution, MediumWork next, boolean immediately) {
    SenseData refusal = execution.definition() == null ? null : refusalOf(execution);
    if (refusal != null) {
      // Another operation began while this one's parameter list was on its way.
      execution.terminate(nowNs, refusal);
      return;
    }
    if (!sweep.prepare()) {
      execution.busy(nowNs);
      return;
    }
    MediumPhase before = state.phase();
    work = next;
    waiting = execution;
    isImmediate = immediately;
    isStopped = false;
    outcome = null;
    state.phase(next.phase());
    execution.suspend(end);
    host.logicalUnit()
        .afterCommands(
            nowNs, other -> other != execution.command(), laterNs -> awaitCopies(laterNs, before));
  }

  /**
   * A copy that no command waits for begins nothing any more, but a chunk of it that is under way
   * would be on the medium after all.
   */
  private void awaitCopies(long nowNs, MediumPhase before) {
    phaseBefore = before;
    host.ranges().hold(nowNs, everything, 0, Long.MAX_VALUE, true);
  }

  private void onCopiesEnded(long nowNs) {
    host.ranges().release(nowNs, everything);
    keepRecord(nowNs, phaseBefore);
  }

  private @Nullable SenseData refusalOf(CommandExecution execution) {
    var definition = execution.definition();
    return definition == null ? null : state.refusal(definition.readinessRule());
  }

  private void keepRecord(long nowNs, MediumPhase before) {
    CommandExecution command = waiting;
    Check.that(command != null, "an operation begins for a command");
    if (command.command().isAbortRequested()) {
      giveUp(nowNs, before);
      return;
    }
    if (host.logicalUnit().storeWatch().unansweredCount() > 0) {
      // What a store has not answered yet could land on the medium that is made anew.
      outcome = SenseData.of(AdditionalSense.OPERATION_IN_PROGRESS);
      giveUp(nowNs, before);
      return;
    }
    memory()
        .save(
            nowNs,
            reactor(),
            work().recordName(),
            work().record(),
            (laterNs, isSaved) -> {
              if (isSaved) {
                prepare(laterNs);
              } else {
                outcome = SenseData.of(AdditionalSense.INTERNAL_TARGET_FAILURE);
                giveUp(laterNs, before);
              }
            });
  }

  /** The operation is on record: from here on it has an outcome. */
  private void prepare(long nowNs) {
    work()
        .prepare(
            nowNs,
            (laterNs, isSafe) -> {
              if (isImmediate) {
                endWaiting(laterNs);
              }
              if (isStopped || !isSafe) {
                sweep.release();
                onSwept(laterNs, StoreResult.FAILED);
              } else {
                sweep.begin(laterNs, work().passes());
              }
            });
  }

  private void giveUp(long nowNs, MediumPhase before) {
    work = null;
    sweep.release();
    state.phase(before);
    endWaiting(nowNs);
  }

  /** Goes on with {@code next}, which a loss of power interrupted; commands are refused at once. */
  void resume(MediumWork next) {
    work = next;
    waiting = null;
    isStopped = false;
    state.phase(next.phase());
    reactor().post(this::beginAgain);
  }

  private void beginAgain(long nowNs) {
    if (sweep.prepare()) {
      sweep.begin(nowNs, work().passes());
    } else {
      reactor().callAt(nowNs + RETRY_NS, this::beginAgain);
    }
  }

  /** Logical unit reset: stops what can be stopped. */
  void onReset() {
    if (work != null && work.isStoppable()) {
      isStopped = true;
      sweep.stop();
    }
  }

  @Override
  public void onPiece(long nowNs) {
    CommandExecution command = waiting;
    if (command != null && command.command().isAbortRequested()) {
      if (work().isStoppable()) {
        isStopped = true;
        sweep.stop();
      } else {
        endWaiting(nowNs);
      }
    } else if (command != null) {
      command.onProgress(nowNs);
    }
  }

  @Override
  public void onSwept(long nowNs, StoreResult result) {
    MediumWork done = work();
    if (result == StoreResult.DONE) {
      host.onMediumMadeAnew(nowNs);
    }
    memory()
        .save(
            nowNs,
            reactor(),
            done.recordName(),
            done.recordAfter(result),
            (laterNs, isSaved) -> {
              // The next power on goes by the record: while it tells of an operation that goes on,
              // the medium must not take what that would destroy.
              StoreResult known = isSaved ? result : StoreResult.FAILED;
              work = null;
              outcome = known == StoreResult.DONE ? null : done.failure(known);
              done.onEnded(laterNs, known, isStopped);
              endWaiting(laterNs);
            });
  }

  private void endWaiting(long nowNs) {
    CommandExecution command = waiting;
    if (command != null) {
      waiting = null;
      command.resume(nowNs);
    }
  }

  private void endCommand(long nowNs, CommandExecution execution) {
    SenseData sense = outcome;
    if (sense == null) {
      execution.good(nowNs);
    } else {
      execution.terminate(nowNs, sense);
    }
  }
}
