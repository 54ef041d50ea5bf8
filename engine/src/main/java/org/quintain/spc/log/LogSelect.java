// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * LOG SELECT (SPC-5 6.6): resets counters, and sets the parameters that application clients may
 * set. A list is taken whole or not at all.
 */
public final class LogSelect {
  private static final int OPTIONS_BYTE = 1;
  private static final int PCR_BIT = 1;
  private static final int PAGE_BYTE = 2;
  private static final int SUBPAGE_BYTE = 3;

  private static final int CUMULATIVE = 1;
  private static final int DEFAULT_CUMULATIVE = 3;

  private static final int HEADER_BYTES = 4;
  private static final int SPF = 0x40;

  private final LogPages pages;
  private final CommandStep afterList = this::afterList;

  private LogSelect(LogPages pages) {
    this.pages = pages;
  }

  /** Adds LOG SELECT over {@code pages} to {@code table}. */
  public static void addTo(CommandTable table, LogPages pages) {
    LogSelect logSelect = new LogSelect(pages);
    table.add(
        CommandDefinition.command("LOG SELECT")
            .usage(0x4C, 0x02, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0x00)
            .takesDataOut()
            .admitted(ReservationRule.WRITES, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(logSelect::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    boolean isReset = Cdb.isSet(cdb, OPTIONS_BYTE, PCR_BIT);
    int length = Cdb.u16(cdb, 7);
    int pageControl = Cdb.u8(cdb, PAGE_BYTE) >> 6;
    int pageCode = Cdb.u8(cdb, PAGE_BYTE) & 0x3F;
    int subpageCode = Cdb.u8(cdb, SUBPAGE_BYTE);
    SenseData error = null;
    if (length > 0) {
      if (isReset) {
        error = SenseData.invalidFieldInCdb(OPTIONS_BYTE, PCR_BIT);
      } else if (pageCode != 0) {
        error = SenseData.invalidFieldInCdb(PAGE_BYTE, 5);
      } else if (subpageCode != 0) {
        error = SenseData.invalidFieldInCdb(SUBPAGE_BYTE, 7);
      } else if (pageControl != CUMULATIVE && pageControl != DEFAULT_CUMULATIVE) {
        error = SenseData.invalidFieldInCdb(PAGE_BYTE, 7);
      }
    } else if (!pages.has(pageCode)) {
      error = SenseData.invalidFieldInCdb(PAGE_BYTE, 5);
    } else if (pageCode == 0 ? subpageCode != 0 : pages.find(pageCode, subpageCode) == null) {
      error = SenseData.invalidFieldInCdb(SUBPAGE_BYTE, 7);
    }
    if (error != null) {
      execution.terminate(nowNs, error);
    } else if (length > 0) {
      ParameterList.receive(nowNs, execution, length, afterList);
    } else if (isReset || pageControl == DEFAULT_CUMULATIVE) {
      reset(nowNs, execution, pageCode, subpageCode);
    } else {
      // There are no saved values and no thresholds that could become current.
      execution.good(nowNs);
    }
  }

  private void reset(long nowNs, CommandExecution execution, int pageCode, int subpageCode) {
    for (LogPage page : pages.all()) {
      if (pageCode == 0 || (page.pageCode() == pageCode && page.subpageCode() == subpageCode)) {
        page.reset(nowNs);
      }
    }
    changed(nowNs, execution);
  }

  private static void changed(long nowNs, CommandExecution execution) {
    execution
        .logicalUnit()
        .establishUnitAttentionForOthers(
            nowNs, execution.command().nexus(), AdditionalSense.LOG_PARAMETERS_CHANGED);
    execution.good(nowNs);
  }

  private record Change(LogPage page, int parameterCode, byte[] value) {}

  private void afterList(long nowNs, CommandExecution execution) {
    byte[] list = ParameterList.of(execution);
    List<Change> changes = new ArrayList<>();
    SenseData error = null;
    int at = 0;
    while (error == null && at < list.length) {
      if (at + HEADER_BYTES > list.length
          || at + HEADER_BYTES + Cdb.u16(list, at + 2) > list.length) {
        error = SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
      } else {
        error = readPage(list, at, changes);
        at += HEADER_BYTES + Cdb.u16(list, at + 2);
      }
    }
    if (error != null) {
      execution.terminate(nowNs, error);
      return;
    }
    for (Change change : changes) {
      change.page.set(nowNs, change.parameterCode, change.value);
    }
    changed(nowNs, execution);
  }

  private @Nullable SenseData readPage(byte[] list, int pageAt, List<Change> changes) {
    boolean isSubpage = (list[pageAt] & SPF) != 0;
    int subpageCode = Cdb.u8(list, pageAt + 1);
    int pageCode = list[pageAt] & 0x3F;
    if (isSubpage != (subpageCode != 0)) {
      return SenseData.invalidFieldInParameterList(pageAt + 1, 7);
    }
    LogPage page = pages.find(pageCode, subpageCode);
    if (page == null) {
      return isSubpage && pages.has(pageCode)
          ? SenseData.invalidFieldInParameterList(pageAt + 1, 7)
          : SenseData.invalidFieldInParameterList(pageAt, 5);
    }
    int end = pageAt + HEADER_BYTES + Cdb.u16(list, pageAt + 2);
    int at = pageAt + HEADER_BYTES;
    int lastCode = -1;
    while (at < end) {
      if (at + HEADER_BYTES > end || at + HEADER_BYTES + Cdb.u8(list, at + 3) > end) {
        return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
      }
      int next = at + HEADER_BYTES + Cdb.u8(list, at + 3);
      int parameterCode = Cdb.u16(list, at);
      byte[] value = Arrays.copyOfRange(list, at + HEADER_BYTES, next);
      // SPC-5 7.3.2.1: the parameters of a list ascend by their codes.
      if (parameterCode <= lastCode || !page.accepts(parameterCode, value)) {
        return SenseData.invalidFieldInParameterList(at, 7);
      }
      changes.add(new Change(page, parameterCode, value));
      lastCode = parameterCode;
      at = next;
    }
    return null;
  }
}
