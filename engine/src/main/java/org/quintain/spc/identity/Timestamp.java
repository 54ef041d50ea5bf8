// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.identity;

import java.nio.ByteBuffer;
import org.quintain.device.Cdb;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ParameterList;
import org.quintain.sam.AdditionalSense;
import org.quintain.spc.CommandFamily;

/**
 * REPORT TIMESTAMP and SET TIMESTAMP (SPC-5 5.2, 6.37, 6.46): milliseconds that begin at zero with
 * power, and go on from wherever they are set.
 */
public final class Timestamp implements CommandFamily {
  private static final int LIST_BYTES = 12;
  private static final int ORIGIN_POWER_ON = 0;
  private static final int ORIGIN_SET = 2;
  private static final long NS_IN_MS = 1_000_000;
  private static final long MASK_48 = 0xFFFF_FFFF_FFFFL;

  private final CommandStep afterList = this::afterList;
  private long zeroNs;
  private long zeroMs;
  private int origin = ORIGIN_POWER_ON;

  /** A clock that begins at {@code nowNs}. */
  public Timestamp(long nowNs) {
    zeroNs = nowNs;
  }

  @Override
  public void addTo(CommandTable table) {
    ReportAndSet.addTo(table, "TIMESTAMP", 0x0F, this::report, 0x0F, this::set, 0x00);
  }

  private void report(long nowNs, CommandExecution execution) {
    ByteBuffer data = execution.parameterData(nowNs, LIST_BYTES);
    if (data == null) {
      return;
    }
    long nowMs = zeroMs + (nowNs - zeroNs) / NS_IN_MS & MASK_48;
    ParameterData.put16(data, 0, LIST_BYTES - 2);
    ParameterData.put8(data, 2, origin);
    ParameterData.put16(data, 4, (int) (nowMs >> 32));
    ParameterData.put32(data, 6, nowMs);
    ReportAndSet.good(nowNs, execution, LIST_BYTES);
  }

  private void set(long nowNs, CommandExecution execution) {
    long length = ReportAndSet.length(execution);
    if (length == 0) {
      execution.good(nowNs);
    } else if (length < LIST_BYTES) {
      execution.terminate(nowNs, AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    } else {
      ParameterList.receive(nowNs, execution, LIST_BYTES, afterList);
    }
  }

  private void afterList(long nowNs, CommandExecution execution) {
    byte[] list = ParameterList.of(execution);
    zeroMs = (long) Cdb.u16(list, 4) << 32 | Cdb.u32(list, 6);
    zeroNs = nowNs;
    origin = ORIGIN_SET;
    ReportAndSet.tellOthers(nowNs, execution, AdditionalSense.TIMESTAMP_CHANGED);
    execution.good(nowNs);
  }
}
