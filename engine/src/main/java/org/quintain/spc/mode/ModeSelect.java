// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.store.NonvolatileMemory;

/**
 * MODE SELECT(6) and MODE SELECT(10) (SPC-5 6.11, 6.12). All pages of a list are taken, or none:
 * with SP nothing is current before it is saved. While a save is under way, further commands wait
 * for their turn.
 */
public final class ModeSelect {
  private static final int OPTIONS_BYTE = 1;
  private static final int PF_BIT = 4;
  private static final int RTD_BIT = 1;
  private static final int SP_BIT = 0;

  private static final CommandStep GOOD = (nowNs, execution) -> execution.good(nowNs);
  private static final CommandStep ROUNDED = ModeSelect::endRounded;

  private final ModePages pages;
  private final Supplier<LogicalUnitView> view;
  private final NonvolatileMemory nonvolatile;
  private final Settling settling;
  private final CommandStep afterList = this::afterList;
  private final CommandStep afterSave = this::afterSave;
  private final ArrayDeque<CommandExecution> turns = new ArrayDeque<>();
  private boolean isSaving;
  private boolean isSaved;
  private boolean isSavingRounded;

  private ModeSelect(
      ModePages pages,
      Supplier<LogicalUnitView> view,
      NonvolatileMemory nonvolatile,
      Settling settling) {
    this.settling = settling;
    this.pages = pages;
    this.view = view;
    this.nonvolatile = nonvolatile;
  }

  /**
   * Adds both commands to {@code table} and brings back what {@code nonvolatile} has kept of {@code
   * pages}; {@code settling} runs before a command ends.
   */
  public static void addTo(
      CommandTable table,
      ModePages pages,
      Supplier<LogicalUnitView> view,
      NonvolatileMemory nonvolatile,
      Settling settling) {
    SavedModePages.load(pages, nonvolatile.load(SavedModePages.NAME));
    ModeSelect modeSelect = new ModeSelect(pages, view, nonvolatile, settling);
    table.add(
        CommandDefinition.command("MODE SELECT(6)")
            .usage(0x15, 0x13, 0x00, 0x00, 0xFF, 0x00)
            .takesDataOut()
            .admitted(ReservationRule.WRITES, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(modeSelect::execute));
    table.add(
        CommandDefinition.command("MODE SELECT(10)")
            .usage(0x55, 0x13, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0x00)
            .takesDataOut()
            .admitted(ReservationRule.WRITES, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(modeSelect::execute));
  }

  private static boolean isLong(CommandExecution execution) {
    return execution.cdb()[0] == 0x55;
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int length = isLong(execution) ? Cdb.u16(cdb, 7) : Cdb.u8(cdb, 4);
    if (Cdb.isSet(cdb, OPTIONS_BYTE, RTD_BIT)) {
      // The pages of a list mean nothing where all of them revert to their defaults.
      afterList(nowNs, execution);
    } else if (length > 0 && !Cdb.isSet(cdb, OPTIONS_BYTE, PF_BIT)) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(OPTIONS_BYTE, PF_BIT));
    } else {
      ParameterList.receive(nowNs, execution, length, afterList);
    }
  }

  private void afterList(long nowNs, CommandExecution execution) {
    if (isSaving) {
      turns.addLast(execution);
      execution.suspend(afterList);
      return;
    }
    byte[] cdb = execution.cdb();
    byte[][] wanted;
    boolean isRounded = false;
    if (Cdb.isSet(cdb, OPTIONS_BYTE, RTD_BIT)) {
      wanted = new byte[pages.all().size()][];
      for (int index = 0; index < wanted.length; index++) {
        wanted[index] = pages.all().get(index).values(PageControl.DEFAULT);
      }
    } else {
      ModeParameterList list =
          new ModeParameterList(
              pages,
              ParameterList.of(execution),
              isLong(execution),
              view.get(),
              execution.command().nexus().identity().protocolIdentifier());
      SenseData error = list.error();
      if (error != null) {
        execution.terminate(nowNs, error);
        return;
      }
      wanted = list.wanted();
      isRounded = list.isRounded();
    }
    if (Cdb.isSet(cdb, OPTIONS_BYTE, SP_BIT)) {
      save(nowNs, execution, wanted, isRounded);
    } else {
      take(nowNs, execution, wanted);
      settle(nowNs, execution, isRounded);
    }
  }

  private void save(long nowNs, CommandExecution execution, byte[][] wanted, boolean isRounded) {
    isSaving = true;
    isSavingRounded = isRounded;
    execution.suspend(afterSave);
    nonvolatile.save(
        nowNs,
        execution.logicalUnit().reactor(),
        SavedModePages.NAME,
        SavedModePages.encode(pages, wanted),
        (thenNs, success) -> {
          isSaving = false;
          isSaved = success;
          if (success) {
            // What is kept holds, even where its command was aborted meanwhile.
            for (int index = 0; index < wanted.length; index++) {
              pages.all().get(index).saves(wanted[index]);
            }
            take(thenNs, execution, wanted);
          }
          execution.resume(thenNs);
          nextTurn(thenNs);
        });
  }

  private void nextTurn(long nowNs) {
    while (!isSaving && !turns.isEmpty()) {
      turns.removeFirst().resume(nowNs);
    }
  }

  private void afterSave(long nowNs, CommandExecution execution) {
    if (isSaved) {
      settle(nowNs, execution, isSavingRounded);
    } else {
      execution.terminate(nowNs, AdditionalSense.INTERNAL_TARGET_FAILURE);
    }
  }

  private void take(long nowNs, CommandExecution execution, byte[][] wanted) {
    boolean[] hasChanged = new boolean[wanted.length];
    boolean hasAnyChanged = false;
    for (int index = 0; index < wanted.length; index++) {
      ModePage page = pages.all().get(index);
      hasChanged[index] = !page.says(wanted[index]);
      hasAnyChanged |= hasChanged[index];
      page.becomes(wanted[index]);
    }
    for (int index = 0; index < wanted.length; index++) {
      if (hasChanged[index]) {
        pages.all().get(index).applied(nowNs);
      }
    }
    if (hasAnyChanged) {
      execution
          .logicalUnit()
          .establishUnitAttentionForOthers(
              nowNs, execution.command().nexus(), AdditionalSense.MODE_PARAMETERS_CHANGED);
    }
  }

  private void settle(long nowNs, CommandExecution execution, boolean isRounded) {
    settling.settle(nowNs, execution, isRounded ? ROUNDED : GOOD);
  }

  private static void endRounded(long nowNs, CommandExecution execution) {
    execution.terminateAfterData(nowNs, SenseData.of(AdditionalSense.ROUNDED_PARAMETER));
  }

  /** What a device server does before a MODE SELECT command that changed its pages may end. */
  @FunctionalInterface
  public interface Settling {
    /** Runs {@code then} when all that was changed has taken effect, or ends the command itself. */
    void settle(long nowNs, CommandExecution execution, CommandStep then);
  }
}
