// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.util.ArrayList;
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
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.sbc.protection.Protection;
import org.quintain.sbc.protection.ProtectionFormat;
import org.quintain.store.BackingStore;
import org.quintain.store.NonvolatileMemory.SaveCompletion;
import org.quintain.store.StoreResult;

/**
 * FORMAT UNIT (SBC-4 5.4): gives every logical block the default pattern, zeros, or the one that
 * the parameter list has, and makes the grown defect list anew.
 *
 * <pre>
 * byte 1: FMTPINFO 7-6, LONGLIST 5, FMTDATA 4, CMPLST 3, DEFECT LIST FORMAT 2-0    byte 4: FFMT 1-0
 * </pre>
 *
 * <p>A store that gives up space is formatted by giving up all of it, which brings it to the state
 * it was made in; the same is the fast format (FFMT 01b), since nothing is written then. Other
 * stores know no fast format. A format that is stopped, or that power loss interrupts, leaves the
 * medium format corrupt (SBC-4 4.33).
 */
final class FormatUnit {
  private static final String NAME = "format";
  private static final byte[] IN_PROGRESS = {1};
  private static final byte[] FAILED = {2};
  private static final byte[] COMPLETE = {};

  private static final int SHORT_BLOCK_FORMAT = 0;
  private static final int LONG_BLOCK_FORMAT = 3;

  private final MediumHost host;
  private final MediumState state;
  private final MediumOperation operation;
  private final GrownDefectList defects;

  FormatUnit(
      MediumHost host, MediumState state, MediumOperation operation, GrownDefectList defects) {
    this.host = host;
    this.state = state;
    this.operation = operation;
    this.defects = defects;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("FORMAT UNIT")
            .usage(0x04, 0xFF, 0x00, 0x00, 0x03, 0x00)
            .takesDataOut()
            .writingMedium()
            .timeouts(600, 86_400)
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.FORMAT)
            .executedBy(this::execute));
  }

  /** A power on: what was being formatted when the power went is format corrupt. */
  void recover() {
    byte[] saved = host.backing().nonvolatile().load(NAME);
    if (saved != null && saved.length == 1) {
      state.corrupted(
          saved[0] == IN_PROGRESS[0]
              ? AdditionalSense.MEDIUM_FORMAT_CORRUPTED
              : AdditionalSense.FORMAT_COMMAND_FAILED);
    }
  }

  /** A sanitize has made the medium anew: it is not format corrupt any more. */
  static void forget(long nowNs, MediumHost host) {
    host.backing()
        .nonvolatile()
        .save(nowNs, host.logicalUnit().reactor(), NAME, COMPLETE, (laterNs, isSaved) -> {});
  }

  private static int defectListFormat(byte[] cdb) {
    return Cdb.u8(cdb, 1) & 0x07;
  }

  private static boolean hasData(byte[] cdb) {
    return Cdb.isSet(cdb, 1, 4);
  }

  private boolean canGiveUpSpace() {
    return host.store().provisioning().canDeallocate();
  }

  private @Nullable SenseData refusal(byte[] cdb) {
    int fastFormat = Cdb.u8(cdb, 4) & 0x03;
    int format = defectListFormat(cdb);
    if (fastFormat > 1 || (fastFormat == 1 && !canGiveUpSpace())) {
      return SenseData.invalidFieldInCdb(4, 1);
    }
    boolean isKnownFormat =
        format == SHORT_BLOCK_FORMAT || (format == LONG_BLOCK_FORMAT && hasData(cdb));
    return isKnownFormat ? null : SenseData.invalidFieldInCdb(1, 2);
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    SenseData refusal = refusal(cdb);
    if (refusal != null) {
      execution.terminate(nowNs, refusal);
    } else if (hasData(cdb)) {
      // The CDB has no PARAMETER LIST LENGTH: the list says how long it is.
      long length =
          Math.min(execution.command().expectedDataOutBytes(), FormatParameters.LIST_BYTES_MAX);
      ParameterList.receive(nowNs, execution, length, this::afterList);
    } else {
      FormatParameters none = FormatParameters.none();
      Protection.Request request = protection(cdb, none);
      if (request.refusal() != null) {
        execution.terminate(nowNs, request.refusal());
      } else {
        begin(nowNs, execution, none, request.format());
      }
    }
  }

  /** The protection that FMTPINFO asks for with what the parameter list adds. */
  private Protection.Request protection(byte[] cdb, FormatParameters parameters) {
    return host.protection()
        .requested(
            Cdb.u8(cdb, 1) >> 6,
            parameters.protectionFieldUsage(),
            parameters.protectionIntervalExponent(),
            0,
            3);
  }

  private void afterList(long nowNs, CommandExecution execution) {
    FormatParameters parameters =
        FormatParameters.parse(execution.cdb(), ParameterList.of(execution), host.view());
    SenseData refusal = parameters.refusal();
    Protection.Request request = protection(execution.cdb(), parameters);
    if (refusal == null) {
      refusal = request.refusal();
    }
    boolean isFast = (Cdb.u8(execution.cdb(), 4) & 0x03) != 0;
    if (refusal == null && isFast && parameters.pattern().length > 0) {
      // A fast format writes nothing.
      refusal = SenseData.invalidFieldInParameterList(1, 3);
    }
    boolean isListComplete = Cdb.isSet(execution.cdb(), 1, 3);
    if (refusal == null && !isListComplete && !defects.hasRoom(parameters.defects())) {
      refusal = SenseData.of(AdditionalSense.NO_DEFECT_SPARE_LOCATION_AVAILABLE);
    }
    if (refusal != null) {
      execution.terminateAfterData(nowNs, refusal);
      return;
    }
    execution.command().transfers(parameters.lengthBytes(), 0);
    begin(nowNs, execution, parameters, request.format());
  }

  private void begin(
      long nowNs,
      CommandExecution execution,
      FormatParameters parameters,
      @Nullable ProtectionFormat protection) {
    boolean dropsOldDefects = hasData(execution.cdb()) && Cdb.isSet(execution.cdb(), 1, 3);
    Work work = new Work(execution.command().nexus(), parameters, dropsOldDefects, protection);
    operation.start(nowNs, execution, work, parameters.isImmediate());
  }

  /** One format operation. */
  private final class Work implements MediumWork {
    private final FormatParameters parameters;
    private final boolean dropsOldDefects;
    private final ItNexus nexus;
    private final @Nullable ProtectionFormat protection;

    Work(
        ItNexus nexus,
        FormatParameters parameters,
        boolean dropsOldDefects,
        @Nullable ProtectionFormat protection) {
      this.nexus = nexus;
      this.parameters = parameters;
      this.dropsOldDefects = dropsOldDefects;
      boolean isAnother = protection != null && !protection.equals(host.protection().format());
      this.protection = isAnother ? protection : null;
    }

    @Override
    public void prepare(long nowNs, SaveCompletion then) {
      if (protection == null) {
        then.onSaved(nowNs, true);
      } else {
        host.protection().format(nowNs, protection, then);
      }
    }

    @Override
    public MediumPhase phase() {
      return MediumPhase.FORMATTING;
    }

    @Override
    public String recordName() {
      return NAME;
    }

    @Override
    public byte[] record() {
      return IN_PROGRESS;
    }

    @Override
    public List<SweepPass> passes() {
      BackingStore blocks = host.store();
      List<SweepPass> all = new ArrayList<>();
      if (parameters.pattern().length > 0) {
        all.add(SweepPass.write(blocks, parameters.pattern()));
      } else {
        all.add(canGiveUpSpace() ? SweepPass.deallocate(blocks) : SweepPass.zero(blocks));
      }
      return all;
    }

    @Override
    public boolean isStoppable() {
      return true;
    }

    @Override
    public byte[] recordAfter(StoreResult result) {
      return result == StoreResult.DONE ? COMPLETE : FAILED;
    }

    @Override
    public void onEnded(long nowNs, StoreResult result, boolean isStopped) {
      if (result != StoreResult.DONE) {
        state.corrupted(
            isStopped
                ? AdditionalSense.MEDIUM_FORMAT_CORRUPTED
                : AdditionalSense.FORMAT_COMMAND_FAILED);
        return;
      }
      if (dropsOldDefects) {
        defects.clear();
      }
      parameters.defects().forEach(defects::add);
      if (dropsOldDefects || !parameters.defects().isEmpty()) {
        defects.save(nowNs, (laterNs, isSaved) -> {});
      }
      state.phase(MediumPhase.READY);
      if (protection != null) {
        // READ CAPACITY(16) tells another P_TYPE from here on.
        host.logicalUnit()
            .establishUnitAttentionForOthers(
                nowNs, nexus, AdditionalSense.CAPACITY_DATA_HAS_CHANGED);
      }
    }

    @Override
    public SenseData failure(StoreResult result) {
      return SenseData.of(AdditionalSense.FORMAT_COMMAND_FAILED);
    }
  }
}
