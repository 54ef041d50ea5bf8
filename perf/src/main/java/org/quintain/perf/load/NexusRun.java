// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ServiceResponse;
import org.quintain.perf.job.LoadJob;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Status;

/**
 * One job on one nexus. Everything here happens on the port's reactor: the end of one command
 * starts the next. {@link #isFinished} and {@link #fault} may be read from any thread.
 */
final class NexusRun {
  private static final long RETRY_AFTER_NS = 1_000_000;
  private static final int SUBMISSIONS_PER_TURN = 64;
  private static final int FREE_BLOCK_TRIES = 64;

  private final LoadJob job;
  private final InitiatorPort port;
  private final Reactor reactor;
  private final Extent extent;
  private final int index;
  private final Meter meter;
  private final IoSlot[] free;
  private int freeCount;
  private final AddressSequence addresses;
  private final SplittableRandom mix;
  private final Stamp stamp;
  private final @Nullable WrittenBlocks written;
  private @Nullable Pacer pacer;

  private long issuesLeft;
  private long endNs = Long.MAX_VALUE;
  private long writesSinceFlush;
  private boolean pumping;
  private boolean wakeUpSet;
  private boolean readingBack;
  private long readBackFrom;
  private volatile boolean finished;
  private long ended;
  private volatile long endedCount;
  private volatile String fault = "";

  /**
   * @param extent what the job addresses
   * @param index the nexus' number within the job, from 0
   */
  NexusRun(LoadJob job, InitiatorPort port, long lun, Extent extent, int index, Meter meter) {
    this.job = job;
    this.port = port;
    this.reactor = port.world().reactor();
    this.extent = extent;
    this.index = index;
    this.meter = meter;
    this.addresses = AddressSequence.of(job, extent.ioBlocks(), index);
    this.mix = new SplittableRandom(BlockPermutation.mix(job.seed() + 31L * index + 7));
    this.stamp = new Stamp(extent.blockBytes(), job.seed());
    boolean stamps = job.verify() && job.readPercent() == 0;
    this.written = stamps ? new WrittenBlocks((int) extent.ioBlocks()) : null;
    free = new IoSlot[Math.min(job.ioDepth(), port.commandsMax())];
    for (int slot = 0; slot < free.length; slot++) {
      free[slot] = new IoSlot(job.blockBytes());
      free[slot].command.lun(lun).listener(this::onEnded);
      fill(free[slot]);
    }
    freeCount = free.length;
  }

  private void fill(IoSlot slot) {
    SplittableRandom bytes = new SplittableRandom(mix.nextLong());
    for (int at = 0; at + 8 <= slot.buffer.capacity(); at += 8) {
      slot.buffer.putLong(at, bytes.nextLong());
    }
  }

  /** Begins; to be called on the reactor. */
  void begin(long nowNs, long jobEndNs, long issuesMax) {
    endNs = jobEndNs;
    issuesLeft = issuesMax;
    pacer = job.rateIops() > 0 ? new Pacer(job, index, nowNs) : null;
    pump(nowNs);
  }

  /**
   * Makes a finished nexus ready to read back what it wrote; called by the thread that runs the
   * load, before it posts {@link #beginReadBack}.
   */
  void prepareReadBack() {
    finished = false;
  }

  /** Begins to read back what was written; to be called on the reactor. */
  void beginReadBack(long nowNs) {
    readingBack = true;
    pacer = null;
    pump(nowNs);
  }

  /** How many commands have ended, whatever their end. */
  long endedCount() {
    return endedCount;
  }

  /** Whether everything this nexus started has ended, and nothing more will start. */
  boolean isFinished() {
    return finished;
  }

  /** What went wrong first, or an empty string. */
  String fault() {
    return fault;
  }

  private void pump(long atNs) {
    if (pumping) {
      return;
    }
    pumping = true;
    long nowNs = atNs;
    int turn = 0;
    while (freeCount > 0 && mayIssue(nowNs) && isDue(nowNs)) {
      if (turn++ == SUBMISSIONS_PER_TURN) {
        // A fabric that completes within submit would never give the reactor back.
        reactor.post(this::pump);
        break;
      }
      if (!issue(nowNs)) {
        break;
      }
      nowNs = reactor.nowNs();
    }
    pumping = false;
    if (freeCount == free.length && !mayIssue(nowNs) && !finished) {
      finished = true;
      port.world().wake();
    }
  }

  private boolean mayIssue(long nowNs) {
    if (!fault.isEmpty()) {
      return false;
    }
    if (readingBack) {
      return written != null && written.nextWritten(readBackFrom) >= 0;
    }
    return issuesLeft > 0 && nowNs < endNs;
  }

  /** In an open loop, whether the next start is due; else a wake-up is set for it. */
  private boolean isDue(long nowNs) {
    Pacer open = pacer;
    if (open == null || open.nextStartNs() <= nowNs) {
      return true;
    }
    if (!wakeUpSet) {
      wakeUpSet = true;
      reactor.callAt(
          Math.min(open.nextStartNs(), endNs),
          at -> {
            wakeUpSet = false;
            pump(at);
          });
    }
    return false;
  }

  /** Starts one operation; false when there is none that may start just now. */
  private boolean issue(long nowNs) {
    IoSlot slot = free[freeCount - 1];
    if (readingBack) {
      WrittenBlocks account = Objects.requireNonNull(written);
      slot.block = account.nextWritten(readBackFrom);
      readBackFrom = slot.block + 1;
      slot.generation = account.expected(slot.block);
      slot.kind = IoSlot.Kind.READ;
    } else if (job.flushEvery() > 0 && writesSinceFlush >= job.flushEvery()) {
      writesSinceFlush = 0;
      slot.kind = IoSlot.Kind.FLUSH;
    } else if (!choose(slot)) {
      return false;
    }
    slot.intendedNs = nowNs;
    if (pacer != null && slot.kind != IoSlot.Kind.FLUSH) {
      slot.intendedNs = pacer.nextStartNs();
      pacer.onStarted();
    }
    freeCount--;
    submit(slot);
    return true;
  }

  private boolean choose(IoSlot slot) {
    boolean read = mix.nextInt(100) < job.readPercent();
    slot.block = addresses.next();
    slot.generation = Stamp.ANY_GENERATION;
    slot.kind = read ? IoSlot.Kind.READ : IoSlot.Kind.WRITE;
    if (written != null) {
      for (int tries = 0; !written.mayStart(slot.block); tries++) {
        if (tries == FREE_BLOCK_TRIES) {
          return false;
        }
        slot.block = addresses.next();
      }
      slot.generation = written.onStarted(slot.block);
      stamp.put(slot.buffer, job.blockBytes(), extent.address(slot.block), slot.generation);
    }
    issuesLeft--;
    if (!read) {
      writesSinceFlush++;
    }
    return true;
  }

  private void submit(IoSlot slot) {
    ExecuteCommand command = slot.command.noData();
    switch (slot.kind) {
      case READ -> {
        Cdbs.read(command, extent.address(slot.block), extent.blocksPerIo());
        command.dataIn(slot.buffer, job.blockBytes());
      }
      case WRITE -> {
        Cdbs.write(
            command, extent.address(slot.block), extent.blocksPerIo(), job.forceUnitAccess());
        command.dataOut(slot.buffer, job.blockBytes());
      }
      case FLUSH -> Cdbs.synchronizeCache(command);
    }
    port.submit(command);
  }

  private void onEnded(long nowNs, ExecuteCommand command) {
    IoSlot slot = (IoSlot) Objects.requireNonNull(command.attachment());
    if (isRetried(command) && fault.isEmpty() && nowNs < endNs) {
      reactor.callAt(nowNs + RETRY_AFTER_NS, at -> submit(slot));
      return;
    }
    if (command.serviceResponse() == ServiceResponse.COMMAND_COMPLETE && command.status() == 0) {
      onGood(slot, command);
    } else {
      onFault(slot, DiskFacts.fault(slot.kind.commandName(), port, command));
    }
    if (written != null && slot.kind == IoSlot.Kind.WRITE) {
      written.onEnded(slot.block);
    }
    free[freeCount++] = slot;
    endedCount = ++ended;
    pump(nowNs);
  }

  /** BUSY and TASK SET FULL ask for the same command again, later (SAM-5 5.3.1). */
  private static boolean isRetried(ExecuteCommand command) {
    return command.serviceResponse() == ServiceResponse.COMMAND_COMPLETE
        && (command.status() == Status.BUSY.code()
            || command.status() == Status.TASK_SET_FULL.code());
  }

  private void onGood(IoSlot slot, ExecuteCommand command) {
    if (slot.kind == IoSlot.Kind.FLUSH) {
      return;
    }
    boolean read = slot.kind == IoSlot.Kind.READ;
    if (read && command.dataInTransferred() != job.blockBytes()) {
      onFault(
          slot, "READ gave " + command.dataInTransferred() + " of " + job.blockBytes() + " bytes");
      return;
    }
    if (read && job.verify()) {
      String wrong =
          stamp.fault(slot.buffer, job.blockBytes(), extent.address(slot.block), slot.generation);
      if (wrong != null) {
        onFault(slot, "verify: " + wrong);
        return;
      }
    }
    if (!readingBack) {
      meter.onGood(
          read, job.blockBytes(), slot.intendedNs, command.submittedNs(), command.completedNs());
    }
  }

  private void onFault(IoSlot slot, String what) {
    meter.onError(slot.kind == IoSlot.Kind.READ);
    if (fault.isEmpty()) {
      fault = "[" + job.name() + "] " + what;
    }
  }
}
