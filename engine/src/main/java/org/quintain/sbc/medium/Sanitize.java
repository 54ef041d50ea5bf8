// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.store.StoreResult;

/**
 * SANITIZE (SBC-4 5.30, 4.11): OVERWRITE, BLOCK ERASE and EXIT FAILURE MODE. CRYPTOGRAPHIC ERASE is
 * not there, since nothing is stored under a key that could be thrown away.
 *
 * <pre>
 * byte 1: IMMED 7, ZNR 6, AUSE 5, SERVICE ACTION 4-0       bytes 7-8: PARAMETER LIST LENGTH
 * list:   INVERT 7, TEST 6-5, OVERWRITE COUNT 4-0 | 0 | PATTERN LENGTH (2) | pattern
 * </pre>
 *
 * <p>Once begun it is carried to its end: no abort, reset or nexus loss ends it, and after a loss
 * of power it begins again before any command reaches the medium. A block erase writes zeros over
 * all and gives up the space; where blocks are not to be unmapped, there is none. One that fails
 * says so to every command until another succeeds or, if it allowed that, EXIT FAILURE MODE is
 * sent.
 */
final class Sanitize {
  private static final int HEADER_BYTES = 4;
  private static final byte[] COMPLETE = {};

  private final MediumHost host;
  private final MediumState state;
  private final MediumOperation operation;
  private @Nullable SanitizeRecord last;

  Sanitize(MediumHost host, MediumState state, MediumOperation operation) {
    this.host = host;
    this.state = state;
    this.operation = operation;
  }

  void addTo(CommandTable table) {
    table.add(row("SANITIZE, OVERWRITE", 0xE1, 0xFF).takesDataOut().executedBy(this::overwrite));
    if (host.view().config().provisioning().isManaged()) {
      table.add(row("SANITIZE, BLOCK ERASE", 0xE2, 0x00).executedBy(this::blockErase));
    }
    table.add(row("SANITIZE, EXIT FAILURE MODE", 0xFF, 0x00).executedBy(this::exitFailureMode));
  }

  /** ZNR is of zoned media: it is refused. A list length where none is allowed is refused too. */
  private static CommandDefinition.Builder row(String name, int byte1, int lengthBits) {
    return CommandDefinition.command(name)
        .usage(0x48, byte1 & 0xBF, 0, 0, 0, 0, 0, lengthBits, lengthBits, 0)
        .withServiceAction()
        .writingMedium()
        .implicitHeadOfQueue()
        .timeouts(3_600, 604_800)
        .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.SANITIZE);
  }

  /** A power on: goes on with what was not at its end, or says that it failed. */
  void recover() {
    SanitizeRecord saved =
        SanitizeRecord.decode(host.backing().nonvolatile().load(SanitizeRecord.NAME));
    last = saved;
    if (saved != null && saved.isFailed()) {
      state.phase(MediumPhase.SANITIZE_FAILED);
    } else if (saved != null) {
      operation.resume(new Work(saved));
    }
  }

  private static boolean allowsExit(byte[] cdb) {
    return Cdb.isSet(cdb, 1, 5);
  }

  /**
   * Whether a failure in the restricted completion mode stands against the unrestricted one (SBC-4
   * 4.11.1); the command has ended then.
   */
  private boolean isRefusedByFailure(long nowNs, CommandExecution execution) {
    SanitizeRecord failed = last;
    boolean isRestricted =
        state.phase() == MediumPhase.SANITIZE_FAILED && failed != null && !failed.allowsExit();
    if (isRestricted && allowsExit(execution.cdb())) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(1, 5));
      return true;
    }
    return false;
  }

  private void overwrite(long nowNs, CommandExecution execution) {
    int length = Cdb.u16(execution.cdb(), 7);
    if (length <= HEADER_BYTES || length > HEADER_BYTES + host.view().blockBytes()) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(7, 7));
    } else if (!isRefusedByFailure(nowNs, execution)) {
      ParameterList.receive(nowNs, execution, length, this::afterList);
    }
  }

  private void afterList(long nowNs, CommandExecution execution) {
    byte[] list = ParameterList.of(execution);
    SenseData refusal = refusal(list);
    if (refusal != null) {
      execution.terminateAfterData(nowNs, refusal);
      return;
    }
    byte[] pattern = Arrays.copyOfRange(list, HEADER_BYTES, HEADER_BYTES + Cdb.u16(list, 2));
    begin(
        nowNs,
        execution,
        new SanitizeRecord(
            false,
            false,
            allowsExit(execution.cdb()),
            Cdb.isSet(list, 0, 7),
            list[0] & 0x1F,
            FormatParameters.repeated(pattern, host.view().blockBytes())));
  }

  private static @Nullable SenseData refusal(byte[] list) {
    int patternBytes = Cdb.u16(list, 2);
    if ((list[0] & 0x60) != 0) {
      // TEST is vendor specific, and there is nothing to test.
      return SenseData.invalidFieldInParameterList(0, 6);
    }
    if ((list[0] & 0x1F) == 0) {
      return SenseData.invalidFieldInParameterList(0, 4);
    }
    if (list[1] != 0) {
      return SenseData.invalidFieldInParameterList(1, 7);
    }
    return patternBytes < 1 || patternBytes > list.length - HEADER_BYTES
        ? SenseData.invalidFieldInParameterList(2, 7)
        : null;
  }

  private void blockErase(long nowNs, CommandExecution execution) {
    if (!isRefusedByFailure(nowNs, execution)) {
      begin(nowNs, execution, SanitizeRecord.blockErase(allowsExit(execution.cdb())));
    }
  }

  private void begin(long nowNs, CommandExecution execution, SanitizeRecord wanted) {
    boolean isImmediate = Cdb.isSet(execution.cdb(), 1, 7);
    operation.start(nowNs, execution, new Work(wanted), isImmediate);
  }

  private void exitFailureMode(long nowNs, CommandExecution execution) {
    SanitizeRecord failed = last;
    if (state.phase() != MediumPhase.SANITIZE_FAILED || failed == null) {
      execution.good(nowNs);
    } else if (!failed.allowsExit()) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(1, 4));
    } else {
      execution.suspend(this::afterExit);
      host.backing()
          .nonvolatile()
          .save(
              nowNs,
              host.logicalUnit().reactor(),
              SanitizeRecord.NAME,
              COMPLETE,
              (laterNs, isSaved) -> {
                if (isSaved) {
                  last = null;
                  state.phase(MediumPhase.READY);
                }
                execution.resume(laterNs);
              });
    }
  }

  private void afterExit(long nowNs, CommandExecution execution) {
    if (state.phase() == MediumPhase.SANITIZE_FAILED) {
      execution.terminate(nowNs, AdditionalSense.INTERNAL_TARGET_FAILURE);
    } else {
      execution.good(nowNs);
    }
  }

  /** One sanitize operation. */
  private final class Work implements MediumWork {
    private final SanitizeRecord wanted;

    Work(SanitizeRecord wanted) {
      this.wanted = wanted;
    }

    @Override
    public MediumPhase phase() {
      return MediumPhase.SANITIZING;
    }

    @Override
    public String recordName() {
      return SanitizeRecord.NAME;
    }

    @Override
    public byte[] record() {
      return wanted.encode();
    }

    @Override
    public List<SweepPass> passes() {
      return wanted.passes(host.store(), host.view().blockBytes());
    }

    @Override
    public boolean isStoppable() {
      return false;
    }

    @Override
    public byte[] recordAfter(StoreResult result) {
      return result == StoreResult.DONE ? COMPLETE : wanted.failed().encode();
    }

    @Override
    public void onEnded(long nowNs, StoreResult result, boolean isStopped) {
      boolean isDone = result == StoreResult.DONE;
      last = isDone ? null : wanted.failed();
      if (isDone) {
        // SBC-4 5.30.2.2: the medium is not format corrupt afterwards.
        FormatUnit.forget(nowNs, host);
      }
      state.phase(isDone ? MediumPhase.READY : MediumPhase.SANITIZE_FAILED);
    }

    @Override
    public SenseData failure(StoreResult result) {
      return SenseData.of(AdditionalSense.SANITIZE_COMMAND_FAILED);
    }
  }
}
