// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * The copy manager of one disk (SPC-5 5.17.1): the operations that were asked of it, by nexus and
 * list identifier, and the tokens that it gave out. Owned by the owner reactor.
 */
public final class CopyManager {
  private static final long SECOND_NS = 1_000_000_000L;

  private final CopyDisk disk;
  private final RodTokens tokens;
  private final List<CopyOperation> operations = new ArrayList<>();

  /** The copy manager of {@code disk}. */
  public CopyManager(CopyDisk disk) {
    this.disk = disk;
    this.tokens = new RodTokens(disk);
  }

  /** The tokens that it gave out, which watch writes to the disk while there are any. */
  public RodTokens tokens() {
    return tokens;
  }

  /** Whether no copy is under way that belongs to no command. */
  boolean isIdle() {
    return operations.stream().noneMatch(CopyOperation::isUnderWay);
  }

  /** The operation that {@code nexus} knows by {@code listIdentifier}, or null. */
  @Nullable CopyOperation find(long nowNs, ItNexus nexus, long listIdentifier) {
    discardOld(nowNs);
    for (CopyOperation operation : operations) {
      if (operation.is(nexus, listIdentifier)) {
        return operation;
      }
    }
    return null;
  }

  /** What has been asked about for the last time. */
  void forget(CopyOperation operation) {
    operations.remove(operation);
  }

  /** Why an operation of {@code listIdentifier} cannot begin now, or null. */
  @Nullable SenseData obstacle(long nowNs, ItNexus nexus, long listIdentifier) {
    CopyOperation same = find(nowNs, nexus, listIdentifier);
    if (same != null && same.isUnderWay()) {
      return SenseData.of(AdditionalSense.COPY_OPERATION_IN_PROGRESS);
    }
    long underWay = operations.stream().filter(CopyOperation::isUnderWay).count();
    return underWay < CopyLimits.COPIES_MAX
        ? null
        : SenseData.of(AdditionalSense.INSUFFICIENT_RESOURCES);
  }

  /** Takes in an operation, which takes the place of an ended one of the same identifier. */
  CopyOperation begin(
      ItNexus nexus, int serviceAction, long listIdentifier, CopyOperation.State state) {
    operations.removeIf(operation -> operation.is(nexus, listIdentifier));
    while (operations.size() >= 2 * CopyLimits.COPIES_MAX) {
      operations.remove(oldestEnded());
    }
    CopyOperation operation = new CopyOperation(nexus, serviceAction, listIdentifier, state);
    operations.add(operation);
    return operation;
  }

  private int oldestEnded() {
    for (int index = 0; index < operations.size(); index++) {
      if (!operations.get(index).isUnderWay()) {
        return index;
      }
    }
    return 0;
  }

  /**
   * Copies {@code pieces} as {@code operation}: in the foreground {@code execution} ends with the
   * copy, in the background it ends with GOOD at once.
   *
   * @param source the token that the pieces read by, null for none
   */
  void copy(
      long nowNs,
      CommandExecution execution,
      CopyOperation operation,
      List<CopyPiece> pieces,
      @Nullable RodToken source,
      boolean hasResidual) {
    boolean isForeground = operation.state() == CopyOperation.State.IN_FOREGROUND;
    Copy copy = new Copy(execution, operation, source, hasResidual, isForeground);
    CopyJob job = new CopyJob(disk.logicalUnit(), pieces, copy::isToStop, copy::onEnded);
    operation.work(job);
    copy.job = job;
    if (isForeground) {
      execution.suspend(copy::onResumed);
      execution.leaveToErrands();
    }
    if (!job.begin(nowNs)) {
      operation.end(
          nowNs,
          CopyOperation.State.COMPLETED_WITH_ERRORS,
          SenseData.of(AdditionalSense.INSUFFICIENT_RESOURCES));
      copy.isOutOfMemory = true;
      if (isForeground) {
        execution.resume(nowNs);
      }
    }
    if (!isForeground) {
      if (copy.isOutOfMemory) {
        execution.busy(nowNs);
      } else {
        execution.good(nowNs);
      }
    }
  }

  /** Logical unit reset, or the loss of {@code lost}: what it copies in the background stops. */
  void cancel(@Nullable ItNexus lost) {
    for (CopyOperation operation : operations) {
      if (lost == null || operation.nexus() == lost) {
        operation.cancel();
      }
    }
    operations.removeIf(
        operation -> (lost == null || operation.nexus() == lost) && !operation.isUnderWay());
  }

  private void discardOld(long nowNs) {
    operations.removeIf(
        operation ->
            !operation.isUnderWay()
                && nowNs - operation.endedNs() > CopyLimits.HELD_SECONDS * SECOND_NS);
  }

  /** One operation while its job works. */
  private static final class Copy {
    private final CommandExecution execution;
    private final CopyOperation operation;
    private final @Nullable RodToken source;
    private final boolean hasResidual;
    private final boolean isForeground;
    private @Nullable CopyJob job;
    private boolean isOutOfMemory;

    Copy(
        CommandExecution execution,
        CopyOperation operation,
        @Nullable RodToken source,
        boolean hasResidual,
        boolean isForeground) {
      this.execution = execution;
      this.operation = operation;
      this.source = source;
      this.hasResidual = hasResidual;
      this.isForeground = isForeground;
    }

    boolean isToStop() {
      return operation.isCancelled()
          || (isForeground && execution.command().isAbortRequested())
          || (source != null && source.isDisturbed());
    }

    void onEnded(long nowNs) {
      CopyJob ended = job;
      SenseData failure = ended == null ? null : ended.failure();
      CopyOperation.State end = CopyOperation.State.COMPLETED;
      if (failure != null) {
        end = CopyOperation.State.COMPLETED_WITH_ERRORS;
      } else if (source != null && source.isDisturbed()) {
        end = CopyOperation.State.COMPLETED_WITH_ERRORS;
        failure = SenseData.of(AdditionalSense.INVALID_TOKEN_TOKEN_REVOKED);
      } else if (isToStop()) {
        end = CopyOperation.State.TERMINATED;
        failure = SenseData.of(AdditionalSense.COMMANDS_CLEARED_BY_DEVICE_SERVER);
      } else if (hasResidual) {
        end = CopyOperation.State.COMPLETED_WITH_RESIDUAL;
      }
      operation.end(nowNs, end, failure);
      if (isForeground) {
        execution.resume(nowNs);
      }
    }

    void onResumed(long nowNs, CommandExecution resumed) {
      SenseData failure = operation.failure();
      if (isOutOfMemory) {
        resumed.busy(nowNs);
      } else if (failure != null) {
        resumed.terminateAfterData(nowNs, failure);
      } else {
        resumed.good(nowNs);
      }
    }
  }
}
