// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.SenseData;

/** LOG SENSE (SPC-5 6.7). Nothing is saved: SP and PPC are refused as bits without a meaning. */
public final class LogSense {
  private static final int PAGE_BYTE = 2;
  private static final int SUBPAGE_BYTE = 3;
  private static final int POINTER_BYTE = 5;

  private static final int HEADER_BYTES = 4;
  private static final int DS = 0x80;
  private static final int SPF = 0x40;

  private static final int THRESHOLD = 0;
  private static final int DEFAULT_THRESHOLD = 2;
  private static final int DEFAULT_CUMULATIVE = 3;

  private final LogPages pages;

  private LogSense(LogPages pages) {
    this.pages = pages;
  }

  /** Adds LOG SENSE over {@code pages} to {@code table}. */
  public static void addTo(CommandTable table, LogPages pages) {
    LogSense logSense = new LogSense(pages);
    table.add(
        CommandDefinition.command("LOG SENSE")
            .usage(0x4D, 0x00, 0xFF, 0xFF, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.ALWAYS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(logSense::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int pageCode = Cdb.u8(cdb, PAGE_BYTE) & 0x3F;
    int subpageCode = Cdb.u8(cdb, SUBPAGE_BYTE);
    if (pages.isList(pageCode, subpageCode)) {
      if (Cdb.u16(cdb, POINTER_BYTE) != 0) {
        execution.terminate(nowNs, SenseData.invalidFieldInCdb(POINTER_BYTE, 7));
        return;
      }
      byte[] list = pages.list(pageCode, subpageCode);
      send(nowNs, execution, 0, list, list.length);
      return;
    }
    LogPage page = pages.find(pageCode, subpageCode);
    if (page == null) {
      execution.terminate(
          nowNs,
          pages.has(pageCode)
              ? SenseData.invalidFieldInCdb(SUBPAGE_BYTE, 7)
              : SenseData.invalidFieldInCdb(PAGE_BYTE, 5));
      return;
    }
    LogParameters parameters = read(nowNs, page, cdb);
    if (parameters == null) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(PAGE_BYTE, 7));
    } else if (Cdb.u16(cdb, POINTER_BYTE) > Math.max(0, parameters.lastCode())) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(POINTER_BYTE, 7));
    } else {
      // Longer than its length field can tell is a page that its parameter pointer is for.
      int length = parameters.wholeBytesWithin(0xFFFF);
      send(nowNs, execution, DS, parameters.bytes(), length);
    }
  }

  /** The parameters asked for, or null where the page has no such values. */
  private static @Nullable LogParameters read(long nowNs, LogPage page, byte[] cdb) {
    LogParameters parameters = new LogParameters(Cdb.u16(cdb, POINTER_BYTE));
    int pageControl = Cdb.u8(cdb, PAGE_BYTE) >> 6;
    switch (pageControl) {
      case THRESHOLD, DEFAULT_THRESHOLD -> {
        if (!page.hasThresholds()) {
          return null;
        }
        page.writeThresholds(parameters, pageControl == DEFAULT_THRESHOLD);
      }
      case DEFAULT_CUMULATIVE -> page.writeDefaults(nowNs, parameters);
      default -> page.write(nowNs, parameters);
    }
    return parameters;
  }

  private static void send(
      long nowNs, CommandExecution execution, int flags, byte[] bytes, int lengthBytes) {
    ByteBuffer data = execution.parameterData(nowNs, HEADER_BYTES + lengthBytes);
    if (data == null) {
      return;
    }
    byte[] cdb = execution.cdb();
    int subpageCode = Cdb.u8(cdb, SUBPAGE_BYTE);
    ParameterData.put8(
        data, 0, flags | (subpageCode == 0 ? 0 : SPF) | (Cdb.u8(cdb, PAGE_BYTE) & 0x3F));
    ParameterData.put8(data, 1, subpageCode);
    ParameterData.put16(data, 2, lengthBytes);
    ParameterData.bytes(data, HEADER_BYTES, Arrays.copyOf(bytes, lengthBytes), lengthBytes);
    execution.goodWithParameterData(nowNs, HEADER_BYTES + lengthBytes, Cdb.u16(cdb, 7));
  }
}
