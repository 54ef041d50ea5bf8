// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.coverage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.ConformanceListener;
import org.quintain.conformance.ConformanceOptions;
import org.quintain.conformance.ConformanceRun;
import org.quintain.conformance.ConformanceSession;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.lab.LabWorld;
import org.quintain.conformance.lab.ObservedFabric;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandTable;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProtectionConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.Fabrics;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;
import org.quintain.spc.alua.AccessState;
import org.quintain.spc.alua.ReferralMap;
import org.quintain.spc.alua.ReferralMap.GroupState;
import org.quintain.spc.alua.ReferralMap.Referral;
import org.quintain.spc.alua.TargetPortGroup;
import org.quintain.spc.alua.TargetPortGroups;
import org.quintain.store.BackingStore;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;

/**
 * The engine's table of commands with the ends that each row came to in runs of the suite, and the
 * cases that it came to them in. One thread at a time.
 */
final class RowCoverage {
  private static final long BLOCKS = 2048;
  private static final int WRITE_ATOMIC = 0x9C;

  private final CommandTable table;
  private final List<CommandDefinition> rows;
  private final Map<String, Map<RowEnd, Set<String>>> reached = new TreeMap<>();
  private final List<String> failed = new ArrayList<>();
  private String caseId = "";

  private RowCoverage(CommandTable table, List<CommandDefinition> rows) {
    this.table = table;
    this.rows = rows;
  }

  /** For disks that have, one or another, every row there is. */
  static RowCoverage ofAllDisks() {
    CommandTable table =
        table(
            LogicalUnitConfig.named("rich")
                .removable(true)
                .provisioning(ProvisioningConfig.THIN)
                .protection(new ProtectionConfig(2, 0)),
            new RamStore(BLOCKS * 8),
            dependent());
    return new RowCoverage(table, table.allRows());
  }

  /**
   * For a thin provisioned disk behind two target port groups, whose store promises no atomic
   * writes.
   */
  static RowCoverage ofThinDisk() {
    TargetPortGroup group = new TargetPortGroup(1, false, AccessState.ACTIVE_OPTIMIZED, List.of(1));
    CommandTable table =
        table(
            LogicalUnitConfig.named("thin").provisioning(ProvisioningConfig.THIN),
            null,
            new TargetPortGroups(List.of(group), true, 0, null));
    List<CommandDefinition> rows =
        table.rows().stream().filter(row -> row.operationCode() != WRITE_ATOMIC).toList();
    return new RowCoverage(table, rows);
  }

  private static TargetPortGroups dependent() {
    TargetPortGroup group =
        new TargetPortGroup(1, false, AccessState.LOGICAL_BLOCK_DEPENDENT, List.of(1));
    Referral whole =
        new Referral(0, BLOCKS - 1, List.of(new GroupState(1, AccessState.ACTIVE_OPTIMIZED)));
    return new TargetPortGroups(List.of(group), true, 0, new ReferralMap(0, 0, List.of(whole)));
  }

  private static CommandTable table(
      LogicalUnitConfig.Builder config,
      @Nullable BackingStore information,
      TargetPortGroups groups) {
    DiskBacking backing =
        new DiskBacking(new RamStore(BLOCKS * 512), information, new RamNonvolatileMemory());
    TargetDevice device = new TargetDevice(TargetDeviceConfig.small(), new LabWorld().reactor());
    return device.addLogicalUnit(config.build(), backing, groups).deviceServer().commands();
  }

  /** Runs {@code cases} on the target at {@code url} and counts the ends of what they send. */
  void run(String url, List<ConformanceCase> cases) throws FabricException {
    ConformanceOptions options = ConformanceOptions.defaults().withDataLoss(true);
    ObservedFabric fabric = new ObservedFabric(Fabrics.open(url, options.fabric()), this::onEnded);
    ConformanceListener listener =
        new ConformanceListener() {
          @Override
          public void onStarted(ConformanceCase one, int index, int count) {
            caseId = one.id();
          }

          @Override
          public void onEnded(ConformanceCase one, CaseResult result) {
            caseId = "";
            if (result.verdict() != Verdict.PASS && result.verdict() != Verdict.SKIPPED) {
              failed.add(one.id() + " on " + url + ": " + result.reason());
            }
          }
        };
    try (ConformanceSession session = new ConformanceSession(fabric, url, options)) {
      ConformanceRun.run(session, cases, listener);
    }
  }

  private void onEnded(ExecuteCommand ended) {
    CommandDefinition row = rowOf(ended.cdb());
    if (row == null || caseId.isEmpty()) {
      return;
    }
    Map<RowEnd, Set<String>> ends =
        reached.computeIfAbsent(nameOf(row), name -> new EnumMap<>(RowEnd.class));
    for (RowEnd end : RowEnd.of(ended)) {
      ends.computeIfAbsent(end, each -> new TreeSet<>()).add(caseId);
    }
  }

  private @Nullable CommandDefinition rowOf(byte[] cdb) {
    int operationCode = cdb[0] & 0xFF;
    int action =
        operationCode == CommandTable.VARIABLE_LENGTH
            ? (cdb[8] & 0xFF) << 8 | (cdb[9] & 0xFF)
            : cdb[1] & 0x1F;
    for (CommandDefinition row : table.allRows()) {
      if (row.operationCode() == operationCode
          && (!row.hasServiceAction() || row.serviceAction() == action)) {
        return row;
      }
    }
    return null;
  }

  static String nameOf(CommandDefinition row) {
    String code = String.format("%02X", row.operationCode());
    return row.hasServiceAction()
        ? code + "/" + String.format("%02X", row.serviceAction()) + " " + row.name()
        : code + " " + row.name();
  }

  /** All rows that count. */
  List<CommandDefinition> rows() {
    return rows;
  }

  /** The cases that did not pass, with the reason. */
  List<String> failed() {
    return failed;
  }

  /** Each row with an end that is due by its columns and that it came to in no case, one a line. */
  List<String> missing() {
    return missingWithout(Set.of());
  }

  /** The same as if the cases of {@code removed} were not there. */
  List<String> missingWithout(Set<String> removed) {
    List<String> missing = new ArrayList<>();
    for (CommandDefinition row : rows) {
      for (RowEnd end : RowEnd.dueOf(row)) {
        Set<String> cases = new TreeSet<>(cases(nameOf(row), end));
        cases.removeAll(removed);
        if (cases.isEmpty()) {
          missing.add(nameOf(row) + ": " + end);
        }
      }
    }
    return missing;
  }

  /** The cases in which the row of {@code name} came to {@code end}. */
  Set<String> cases(String name, RowEnd end) {
    return reached.getOrDefault(name, Map.of()).getOrDefault(end, Set.of());
  }
}
