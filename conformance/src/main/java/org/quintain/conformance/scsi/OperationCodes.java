// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers of REPORT SUPPORTED OPERATION CODES as the suite reads them (SPC-5 6.36).
 *
 * @param commands the descriptors of the all-commands format, in the order they came
 * @param problems what is wrong with the form of the answer, empty when nothing is
 */
public record OperationCodes(List<Row> commands, List<String> problems) {

  /**
   * One command descriptor.
   *
   * @param opcode the operation code
   * @param serviceAction the service action, 0 where SERVACTV is zero
   * @param hasServiceAction the SERVACTV bit
   * @param cdbLength the CDB LENGTH field
   * @param timeouts whether a timeouts descriptor is there (CTDP)
   * @param nominalSeconds the NOMINAL COMMAND PROCESSING TIMEOUT, 0 where there is none
   * @param recommendedSeconds the RECOMMENDED COMMAND TIMEOUT, 0 where there is none
   */
  public record Row(
      int opcode,
      int serviceAction,
      boolean hasServiceAction,
      int cdbLength,
      boolean timeouts,
      long nominalSeconds,
      long recommendedSeconds) {

    /** The operation code, and the service action if there is one, as a person writes them. */
    public String text() {
      return Bytes.h(opcode) + (hasServiceAction ? "/" + Bytes.h(serviceAction) : "");
    }
  }

  /** Makes the value with its own copies of the lists. */
  public OperationCodes {
    commands = List.copyOf(commands);
    problems = List.copyOf(problems);
  }

  /** Reads {@code length} bytes of the all-commands parameter data. */
  public static OperationCodes parse(byte[] bytes, int length) {
    List<Row> rows = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    if (length < 4) {
      return new OperationCodes(rows, List.of("the parameter data is shorter than its header"));
    }
    long end = 4 + Bytes.u32(bytes, 0);
    if (end != length) {
      problems.add("COMMAND DATA LENGTH says " + end + " bytes in all, " + length + " came");
    }
    int stop = (int) Math.min(end, length);
    int at = 4;
    while (at + 8 <= stop) {
      boolean timeouts = (bytes[at + 5] & 0x02) != 0;
      int size = timeouts ? 20 : 8;
      if (at + size > stop) {
        problems.add("the descriptor at byte " + at + " is cut off");
        break;
      }
      if (bytes[at + 1] != 0 || bytes[at + 4] != 0) {
        problems.add("reserved bytes of the descriptor at byte " + at + " are not zero");
      }
      if (timeouts && Bytes.u16(bytes, at + 8) != 0x0A) {
        problems.add("the timeouts descriptor at byte " + (at + 8) + " does not say length 000Ah");
      }
      rows.add(
          new Row(
              Bytes.u8(bytes, at),
              Bytes.u16(bytes, at + 2),
              (bytes[at + 5] & 0x01) != 0,
              Bytes.u16(bytes, at + 6),
              timeouts,
              timeouts ? Bytes.u32(bytes, at + 12) : 0,
              timeouts ? Bytes.u32(bytes, at + 16) : 0));
      at += size;
    }
    if (at < stop) {
      problems.add((stop - at) + " bytes follow the last whole descriptor");
    }
    return new OperationCodes(rows, problems);
  }

  /** Whether {@code opcode} is listed, with that service action where the row has one. */
  public boolean lists(int opcode, int serviceAction) {
    for (Row row : commands) {
      if (row.opcode == opcode && (!row.hasServiceAction || row.serviceAction == serviceAction)) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code opcode} is listed with any service action or none. */
  public boolean listsAny(int opcode) {
    for (Row row : commands) {
      if (row.opcode == opcode) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code opcode} is listed with service actions. */
  public boolean hasServiceActions(int opcode) {
    for (Row row : commands) {
      if (row.opcode == opcode && row.hasServiceAction) {
        return true;
      }
    }
    return false;
  }
}
