// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands that the standards have for a direct access block device (SPC-5 6.1, SBC-4 5.1), as
 * the suite knows them; what a target has of them it says itself.
 */
public final class CommandRows {
  /** Which way a command moves data. */
  public enum Direction {
    NONE,
    IN,
    OUT
  }

  /**
   * One command.
   *
   * @param opcode OPERATION CODE
   * @param serviceAction SERVICE ACTION, or -1
   * @param name its name in the standard, without blanks
   * @param length the length of its CDB in bytes
   * @param direction which way it moves data
   * @param passesUnitAttention whether it is executed although a unit attention is pending
   * @param isSafe whether any CDB of it leaves the logical unit ready, unreserved and as it was but
   *     for data
   */
  public record Row(
      int opcode,
      int serviceAction,
      String name,
      int length,
      Direction direction,
      boolean passesUnitAttention,
      boolean isSafe) {
    /** A CDB of nothing but operation code, service action and, where there is one, length. */
    public Cdb blank() {
      Cdb cdb = Cdb.blank(name, opcode, length);
      if (opcode == 0x7F) {
        return cdb.with(7, length - 8).field(8, 2, serviceAction);
      }
      return serviceAction < 0 ? cdb : cdb.with(1, serviceAction);
    }

    /** SERVICE ACTION, or 0. */
    public int action() {
      return Math.max(serviceAction, 0);
    }
  }

  private static final List<Row> ALL = gather();

  private CommandRows() {}

  /** All of them. */
  public static List<Row> all() {
    return ALL;
  }

  private static List<Row> gather() {
    List<Row> rows = new ArrayList<>();
    plain(rows);
    blocks(rows);
    longBlocks(rows);
    maintenance(rows);
    reservations(rows);
    copies(rows);
    return List.copyOf(rows);
  }

  private static void row(
      List<Row> rows, int opcode, int action, String name, int length, Direction direction) {
    rows.add(new Row(opcode, action, name, length, direction, false, true));
  }

  /** A command that changes the state of the logical unit, so that random CDBs are not sent. */
  private static void unsafe(
      List<Row> rows, int opcode, int action, String name, int length, Direction direction) {
    rows.add(new Row(opcode, action, name, length, direction, false, false));
  }

  private static void plain(List<Row> rows) {
    row(rows, 0x00, -1, "TEST-UNIT-READY", 6, Direction.NONE);
    rows.add(new Row(0x03, -1, "REQUEST-SENSE", 6, Direction.IN, true, true));
    unsafe(rows, 0x04, -1, "FORMAT-UNIT", 6, Direction.OUT);
    row(rows, 0x07, -1, "REASSIGN-BLOCKS", 6, Direction.OUT);
    rows.add(new Row(0x12, -1, "INQUIRY", 6, Direction.IN, true, true));
    unsafe(rows, 0x15, -1, "MODE-SELECT(6)", 6, Direction.OUT);
    unsafe(rows, 0x16, -1, "RESERVE(6)", 6, Direction.NONE);
    unsafe(rows, 0x17, -1, "RELEASE(6)", 6, Direction.NONE);
    row(rows, 0x1A, -1, "MODE-SENSE(6)", 6, Direction.IN);
    unsafe(rows, 0x1B, -1, "START-STOP-UNIT", 6, Direction.NONE);
    row(rows, 0x1C, -1, "RECEIVE-DIAGNOSTIC-RESULTS", 6, Direction.IN);
    unsafe(rows, 0x1D, -1, "SEND-DIAGNOSTIC", 6, Direction.OUT);
    unsafe(rows, 0x1E, -1, "PREVENT-ALLOW-MEDIUM-REMOVAL", 6, Direction.NONE);
    row(rows, 0x25, -1, "READ-CAPACITY(10)", 10, Direction.IN);
    row(rows, 0x37, -1, "READ-DEFECT-DATA(10)", 10, Direction.IN);
    row(rows, 0x3B, -1, "WRITE-BUFFER", 10, Direction.OUT);
    row(rows, 0x3C, -1, "READ-BUFFER", 10, Direction.IN);
    row(rows, 0x9B, -1, "READ-BUFFER(16)", 16, Direction.IN);
    unsafe(rows, 0x4C, -1, "LOG-SELECT", 10, Direction.OUT);
    row(rows, 0x4D, -1, "LOG-SENSE", 10, Direction.IN);
    unsafe(rows, 0x55, -1, "MODE-SELECT(10)", 10, Direction.OUT);
    unsafe(rows, 0x56, -1, "RESERVE(10)", 10, Direction.OUT);
    unsafe(rows, 0x57, -1, "RELEASE(10)", 10, Direction.OUT);
    row(rows, 0x5A, -1, "MODE-SENSE(10)", 10, Direction.IN);
    rows.add(new Row(0xA0, -1, "REPORT-LUNS", 12, Direction.IN, true, true));
    row(rows, 0xA2, -1, "SECURITY-PROTOCOL-IN", 12, Direction.IN);
    row(rows, 0xB7, -1, "READ-DEFECT-DATA(12)", 12, Direction.IN);
    for (int action = 0; action < 4; action++) {
      unsafe(rows, 0x48, action, "SANITIZE/" + action, 10, Direction.OUT);
    }
    unsafe(rows, 0x48, 0x1F, "SANITIZE/1F", 10, Direction.NONE);
  }

  private static void blocks(List<Row> rows) {
    int[] lengths = {6, 10, 12, 16};
    int[] reads = {0x08, 0x28, 0xA8, 0x88};
    int[] writes = {0x0A, 0x2A, 0xAA, 0x8A};
    for (int form = 0; form < 4; form++) {
      row(rows, reads[form], -1, "READ(" + lengths[form] + ")", lengths[form], Direction.IN);
      row(rows, writes[form], -1, "WRITE(" + lengths[form] + ")", lengths[form], Direction.OUT);
    }
    row(rows, 0x2E, -1, "WRITE-AND-VERIFY(10)", 10, Direction.OUT);
    row(rows, 0xAE, -1, "WRITE-AND-VERIFY(12)", 12, Direction.OUT);
    row(rows, 0x8E, -1, "WRITE-AND-VERIFY(16)", 16, Direction.OUT);
    row(rows, 0x2F, -1, "VERIFY(10)", 10, Direction.OUT);
    row(rows, 0xAF, -1, "VERIFY(12)", 12, Direction.OUT);
    row(rows, 0x8F, -1, "VERIFY(16)", 16, Direction.OUT);
    row(rows, 0x34, -1, "PRE-FETCH(10)", 10, Direction.NONE);
    row(rows, 0x90, -1, "PRE-FETCH(16)", 16, Direction.NONE);
    row(rows, 0x35, -1, "SYNCHRONIZE-CACHE(10)", 10, Direction.NONE);
    row(rows, 0x91, -1, "SYNCHRONIZE-CACHE(16)", 16, Direction.NONE);
    row(rows, 0x41, -1, "WRITE-SAME(10)", 10, Direction.OUT);
    row(rows, 0x93, -1, "WRITE-SAME(16)", 16, Direction.OUT);
    row(rows, 0x42, -1, "UNMAP", 10, Direction.OUT);
    unsafe(rows, 0x3F, -1, "WRITE-LONG(10)", 10, Direction.OUT);
    unsafe(rows, 0x9F, 0x11, "WRITE-LONG(16)", 16, Direction.OUT);
  }

  private static void longBlocks(List<Row> rows) {
    row(rows, 0x89, -1, "COMPARE-AND-WRITE", 16, Direction.OUT);
    row(rows, 0x8B, -1, "ORWRITE(16)", 16, Direction.OUT);
    row(rows, 0x9A, -1, "WRITE-STREAM(16)", 16, Direction.OUT);
    row(rows, 0x9C, -1, "WRITE-ATOMIC(16)", 16, Direction.OUT);
    row(rows, 0x9F, 0x12, "WRITE-SCATTERED(16)", 16, Direction.OUT);
    row(rows, 0x9E, 0x10, "READ-CAPACITY(16)", 16, Direction.IN);
    row(rows, 0x9E, 0x12, "GET-LBA-STATUS(16)", 16, Direction.IN);
    row(rows, 0x9E, 0x13, "REPORT-REFERRALS", 16, Direction.IN);
    row(rows, 0x9E, 0x15, "BACKGROUND-CONTROL", 16, Direction.NONE);
    row(rows, 0x9E, 0x16, "GET-STREAM-STATUS", 16, Direction.IN);
    unsafe(rows, 0x9E, 0x14, "STREAM-CONTROL", 16, Direction.IN);
    row(rows, 0x7F, 0x0009, "READ(32)", 32, Direction.IN);
    row(rows, 0x7F, 0x000A, "VERIFY(32)", 32, Direction.OUT);
    row(rows, 0x7F, 0x000B, "WRITE(32)", 32, Direction.OUT);
    row(rows, 0x7F, 0x000C, "WRITE-AND-VERIFY(32)", 32, Direction.OUT);
    row(rows, 0x7F, 0x000D, "WRITE-SAME(32)", 32, Direction.OUT);
    row(rows, 0x7F, 0x000E, "ORWRITE(32)", 32, Direction.OUT);
    row(rows, 0x7F, 0x000F, "WRITE-ATOMIC(32)", 32, Direction.OUT);
    row(rows, 0x7F, 0x0010, "WRITE-STREAM(32)", 32, Direction.OUT);
    row(rows, 0x7F, 0x0011, "WRITE-SCATTERED(32)", 32, Direction.OUT);
    row(rows, 0x7F, 0x0012, "GET-LBA-STATUS(32)", 32, Direction.IN);
  }

  private static void maintenance(List<Row> rows) {
    row(rows, 0xA3, 0x05, "REPORT-IDENTIFYING-INFORMATION", 12, Direction.IN);
    row(rows, 0xA3, 0x0A, "REPORT-TARGET-PORT-GROUPS", 12, Direction.IN);
    row(rows, 0xA3, 0x0C, "REPORT-SUPPORTED-OPERATION-CODES", 12, Direction.IN);
    row(rows, 0xA3, 0x0D, "REPORT-SUPPORTED-TASK-MANAGEMENT-FUNCTIONS", 12, Direction.IN);
    row(rows, 0xA3, 0x0F, "REPORT-TIMESTAMP", 12, Direction.IN);
    unsafe(rows, 0xA4, 0x06, "SET-IDENTIFYING-INFORMATION", 12, Direction.OUT);
    unsafe(rows, 0xA4, 0x0A, "SET-TARGET-PORT-GROUPS", 12, Direction.OUT);
    unsafe(rows, 0xA4, 0x0F, "SET-TIMESTAMP", 12, Direction.OUT);
  }

  private static void reservations(List<Row> rows) {
    String[] in = {"READ-KEYS", "READ-RESERVATION", "REPORT-CAPABILITIES", "READ-FULL-STATUS"};
    for (int action = 0; action < in.length; action++) {
      row(rows, 0x5E, action, "PERSISTENT-RESERVE-IN/" + in[action], 10, Direction.IN);
    }
    for (int action = 0; action < 8; action++) {
      unsafe(rows, 0x5F, action, "PERSISTENT-RESERVE-OUT/" + action, 10, Direction.OUT);
    }
  }

  private static void copies(List<Row> rows) {
    row(rows, 0x83, 0x00, "EXTENDED-COPY(LID1)", 16, Direction.OUT);
    row(rows, 0x83, 0x01, "EXTENDED-COPY(LID4)", 16, Direction.OUT);
    row(rows, 0x83, 0x10, "POPULATE-TOKEN", 16, Direction.OUT);
    row(rows, 0x83, 0x11, "WRITE-USING-TOKEN", 16, Direction.OUT);
    row(rows, 0x83, 0x1C, "COPY-OPERATION-ABORT", 16, Direction.NONE);
    row(rows, 0x84, 0x00, "RECEIVE-COPY-STATUS(LID1)", 16, Direction.IN);
    row(rows, 0x84, 0x03, "RECEIVE-COPY-OPERATING-PARAMETERS", 16, Direction.IN);
    row(rows, 0x84, 0x04, "RECEIVE-COPY-FAILURE-DETAILS(LID1)", 16, Direction.IN);
    row(rows, 0x84, 0x05, "RECEIVE-COPY-STATUS(LID4)", 16, Direction.IN);
    row(rows, 0x84, 0x07, "RECEIVE-ROD-TOKEN-INFORMATION", 16, Direction.IN);
  }
}
