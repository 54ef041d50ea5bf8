// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CommandGate;
import org.quintain.device.CommandTable;
import org.quintain.device.ReadinessRule;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.log.LogPage;
import org.quintain.spc.mode.ModePage;
import org.quintain.spc.vpd.VpdPage;

/**
 * The state of a disk's medium and all commands and pages that change or tell it, as one family of
 * the disk.
 */
public final class Medium implements CommandFamily {
  private final PowerConditions power;
  private final MediumState state;
  private final RemovableMedium removable;
  private final StartStopCycles cycles;
  private final StartStopUnit startStop;
  private final MediumOperation operation;
  private final FormatUnit format;
  private final Sanitize sanitize;
  private final ReassignBlocks reassign;
  private final ReadDefectData readDefects;
  private final BackgroundScan scan;

  /** The medium of {@code host}, in the state that its nonvolatile memory tells. */
  public Medium(MediumHost host) {
    power = new PowerConditions(host.logicalUnit().reactor());
    state = new MediumState(power);
    removable = new RemovableMedium(host, state);
    cycles = new StartStopCycles(host);
    startStop = new StartStopUnit(host, power, removable, cycles);
    operation = new MediumOperation(host, state);
    GrownDefectList defects = new GrownDefectList(host);
    reassign = new ReassignBlocks(host, defects);
    readDefects = new ReadDefectData(defects);
    format = new FormatUnit(host, state, operation, defects);
    sanitize = new Sanitize(host, state, operation);
    scan = new BackgroundScan(host, this::isReady);
    format.recover();
    sanitize.recover();
  }

  /** Whether blocks can be read and written: no format or sanitize, not stopped, not taken out. */
  public boolean isReady() {
    return state.refusal(ReadinessRule.READY) == null;
  }

  @Override
  public void addTo(CommandTable table) {
    startStop.addTo(table);
    removable.addTo(table);
    format.addTo(table);
    sanitize.addTo(table);
    reassign.addTo(table);
    readDefects.addTo(table);
  }

  @Override
  public List<VpdPage> vpdPages() {
    return List.of(new PowerConditions.VitalProductData());
  }

  @Override
  public List<ModePage> modePages() {
    return List.of(power.modePage(), scan.modePage());
  }

  @Override
  public List<LogPage> logPages() {
    return List.of(cycles, scan.logPage());
  }

  @Override
  public @Nullable CommandGate gateAt(AdmissionStage stage) {
    return stage == AdmissionStage.READINESS ? state : null;
  }

  @Override
  public @Nullable SenseData conditionAt(long nowNs) {
    return state.condition();
  }

  @Override
  public void onReset(long nowNs) {
    power.onReset(nowNs);
    removable.onReset();
    operation.onReset();
  }

  @Override
  public void onRemoval(long nowNs) {
    scan.onRemoval();
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    removable.onNexusLoss(nexus);
  }

  @Override
  public boolean isIdle() {
    return startStop.isIdle() && operation.isIdle() && scan.isIdle();
  }
}
