// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.diagnostic;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.AdmissionStage;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandGate;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterData;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.log.LogPage;
import org.quintain.store.BackingStore;

/**
 * SEND DIAGNOSTIC and RECEIVE DIAGNOSTIC RESULTS (SPC-5 6.42, 6.32) with page 00h, and the
 * self-tests. While one runs in the foreground, what needs the logical unit is told so; one in the
 * background gives way to commands that change what the medium is (SPC-5 5.14.4.3).
 */
public final class DiagnosticCommands implements CommandFamily {
  private static final int OPTIONS_BYTE = 1;
  private static final int SELF_TEST_CODE_BIT = 7;
  private static final int PF_BIT = 4;
  private static final int SELFTEST_BIT = 2;
  private static final int ABORT_BACKGROUND = 4;
  private static final int PAGE_BYTE = 2;
  private static final int LENGTH_BYTE = 3;

  private final SelfTestResults results;
  private final SelfTest selfTest;
  private final Gate gate = new Gate();
  private final CommandStep afterList = DiagnosticCommands::afterList;
  private final CommandStep afterTest = this::afterTest;

  /** The diagnostics of the unit {@code logicalUnit}, whose blocks are in {@code store}. */
  public DiagnosticCommands(
      LogicalUnitServices logicalUnit, BackingStore store, Supplier<LogicalUnitView> view) {
    this.results = new SelfTestResults(logicalUnit.reactor().nowNs());
    this.selfTest = new SelfTest(store, logicalUnit.reactor(), view, results);
    selfTest.whenChanged(gate::review);
    gate.review();
  }

  @Override
  public void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("RECEIVE DIAGNOSTIC RESULTS")
            .usage(0x1C, 0x01, 0xFF, 0xFF, 0xFF, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(DiagnosticCommands::receive));
    table.add(
        CommandDefinition.command("SEND DIAGNOSTIC")
            .usage(0x1D, 0xF7, 0x00, 0xFF, 0xFF, 0x00)
            .takesDataOut()
            .timeouts(60, 120)
            .admitted(ReservationRule.WRITES, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(this::send));
  }

  @Override
  public List<LogPage> logPages() {
    return List.of(results);
  }

  private static void receive(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    // Without PCV too there is but page 00h that a SEND DIAGNOSTIC command can have asked for.
    if (cdb[PAGE_BYTE] != 0) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(PAGE_BYTE, 7));
      return;
    }
    ByteBuffer data = execution.parameterData(nowNs, 5);
    if (data != null) {
      // Supported Diagnostic Pages (SPC-5 7.2.9): page 00h alone.
      ParameterData.put16(data, 2, 1);
      execution.goodWithParameterData(nowNs, 5, Cdb.u16(cdb, LENGTH_BYTE));
    }
  }

  private void send(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int code = Cdb.u8(cdb, OPTIONS_BYTE) >> 5;
    boolean isDefault = Cdb.isSet(cdb, OPTIONS_BYTE, SELFTEST_BIT);
    int length = Cdb.u16(cdb, LENGTH_BYTE);
    SelfTestKind kind = isDefault ? SelfTestKind.DEFAULT : SelfTestKind.ofCode(code);
    boolean isTest = isDefault || code != 0;
    if ((isDefault && code != 0) || (isTest && kind == null && code != ABORT_BACKGROUND)) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(OPTIONS_BYTE, SELF_TEST_CODE_BIT));
    } else if (isTest && length != 0) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(LENGTH_BYTE, 7));
    } else if (kind == null && isTest) {
      abortBackground(nowNs, execution);
    } else if (selfTest.isRunning()) {
      execution.terminate(nowNs, inProgress());
    } else if (kind != null) {
      begin(nowNs, execution, kind);
    } else if (length > 0 && !Cdb.isSet(cdb, OPTIONS_BYTE, PF_BIT)) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(OPTIONS_BYTE, PF_BIT));
    } else {
      ParameterList.receive(nowNs, execution, length, afterList);
    }
  }

  /** A list has one page, and the only one there is has no content. */
  private static void afterList(long nowNs, CommandExecution execution) {
    byte[] list = ParameterList.of(execution);
    if (list.length == 0) {
      execution.good(nowNs);
    } else if (list.length < 4) {
      execution.terminate(nowNs, AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    } else if (list[0] != 0) {
      execution.terminate(nowNs, SenseData.invalidFieldInParameterList(0, 7));
    } else if (Cdb.u16(list, 2) != 0) {
      execution.terminate(nowNs, SenseData.invalidFieldInParameterList(2, 7));
    } else if (list.length > 4) {
      execution.terminate(nowNs, AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    } else {
      execution.good(nowNs);
    }
  }

  private void begin(long nowNs, CommandExecution execution, SelfTestKind kind) {
    if (kind.isBackground()) {
      selfTest.begin(nowNs, kind, null);
      execution.good(nowNs);
    } else {
      execution.suspend(afterTest);
      selfTest.begin(nowNs, kind, execution);
    }
  }

  private void abortBackground(long nowNs, CommandExecution execution) {
    if (selfTest.isBackground()) {
      selfTest.abort(nowNs, SelfTestResults.ABORTED_BY_SEND_DIAGNOSTIC);
      execution.good(nowNs);
    } else {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(OPTIONS_BYTE, SELF_TEST_CODE_BIT));
    }
  }

  private void afterTest(long nowNs, CommandExecution execution) {
    if (selfTest.hasFailed()) {
      execution.terminate(nowNs, AdditionalSense.LOGICAL_UNIT_FAILED_SELF_TEST);
    } else {
      execution.good(nowNs);
    }
  }

  private SenseData inProgress() {
    return SenseData.of(AdditionalSense.SELF_TEST_IN_PROGRESS).withProgress(selfTest.progress());
  }

  @Override
  public @Nullable CommandGate gateAt(AdmissionStage stage) {
    return stage == AdmissionStage.READINESS ? gate : null;
  }

  /** Shut while a self-test runs (SPC-5 5.14.4). */
  private final class Gate extends CommandGate {
    void review() {
      open(!selfTest.isRunning());
    }

    @Override
    protected boolean admits(long nowNs, CommandExecution execution) {
      CommandDefinition row = execution.definition();
      if (row == null || row.readinessRule() == ReadinessRule.ALWAYS) {
        return true;
      }
      if (!selfTest.isBackground()) {
        execution.terminate(nowNs, inProgress());
        return false;
      }
      switch (row.operationCode()) {
        // FORMAT UNIT, START STOP UNIT, SANITIZE.
        case 0x04, 0x1B, 0x48 -> selfTest.abort(nowNs, SelfTestResults.ABORTED_BY_OTHER);
        default -> {}
      }
      return true;
    }
  }

  @Override
  public @Nullable SenseData conditionAt(long nowNs) {
    return selfTest.isRunning() ? inProgress() : null;
  }

  @Override
  public void onReset(long nowNs) {
    selfTest.onReset(nowNs);
  }

  @Override
  public boolean isIdle() {
    return selfTest.isIdle();
  }
}
