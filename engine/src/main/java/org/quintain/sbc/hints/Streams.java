// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.hints;

import java.nio.ByteBuffer;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;

/**
 * The streams of a disk (SBC-4 4.32): STREAM CONTROL opens and closes them, GET STREAM STATUS tells
 * which are open. Identifiers 1 to 5 are permanent streams, open from the start on and never
 * closed, which the groups of the same numbers write to (RSCS; SBC-5 4.32). The others are closed
 * by a logical unit reset.
 *
 * <pre>
 * STREAM CONTROL data:    PARAMETER LENGTH (07h) | reserved (3) | ASSIGNED_STR_ID (2) | reserved (2)
 * GET STREAM STATUS data: PARAMETER DATA LENGTH (4) | reserved (2) | NUMBER OF OPEN STREAMS (2)
 * stream status:          PERM 7 | reserved | stream identifier (2) | REL_LIFETIME | reserved (3)
 * </pre>
 */
public final class Streams implements CommandFamily {
  /** MAXIMUM NUMBER OF STREAMS, which is the highest identifier too. */
  public static final int MAXIMUM = 64;

  /** How many groups, from 0 on, are those of permanent streams; group 0 names no stream. */
  public static final int GROUPS = 6;

  private static final int PERMANENT = GROUPS - 1;
  private static final int OPEN = 1;
  private static final int CLOSE = 2;
  private static final int CONTROL_AT = 1;
  private static final int CONTROL_BIT = 6;
  private static final int IDENTIFIER_AT = 4;
  private static final int ALLOCATION_LENGTH_AT = 10;
  private static final int CONTROL_DATA_BYTES = 8;
  private static final int HEADER_BYTES = 8;
  private static final int DESCRIPTOR_BYTES = 8;
  private static final int PERM = 0x80;

  private final boolean isSupported;
  private final boolean[] isOpen = new boolean[MAXIMUM + 1];
  private int openCount;

  /** The streams of a disk; there are none where not {@code isSupported}. */
  public Streams(boolean isSupported) {
    this.isSupported = isSupported;
    closeAll();
  }

  /** Whether there are streams. */
  public boolean isSupported() {
    return isSupported;
  }

  /** Whether {@code identifier} is that of an open stream. */
  public boolean isOpen(int identifier) {
    return identifier <= MAXIMUM && isOpen[identifier];
  }

  private void closeAll() {
    openCount = PERMANENT;
    for (int identifier = 1; identifier <= MAXIMUM; identifier++) {
      isOpen[identifier] = identifier <= PERMANENT;
    }
  }

  @Override
  public void addTo(CommandTable table) {
    if (!isSupported) {
      return;
    }
    table.add(
        CommandDefinition.command("STREAM CONTROL")
            .usage(
                0x9E, 0x74, 0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF,
                0x00, 0x00)
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(this::control));
    table.add(
        CommandDefinition.command("GET STREAM STATUS")
            .usage(
                0x9E, 0x16, 0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF,
                0x00, 0x00)
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(this::status));
  }

  @Override
  public void onReset(long nowNs) {
    closeAll();
  }

  private void control(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int identifier = Cdb.u16(cdb, IDENTIFIER_AT);
    switch (Cdb.u8(cdb, CONTROL_AT) >> 5) {
      case OPEN -> open(nowNs, execution);
      case CLOSE -> {
        if (identifier <= PERMANENT || !isOpen(identifier)) {
          execution.terminate(nowNs, SenseData.invalidFieldInCdb(IDENTIFIER_AT, 7));
        } else {
          isOpen[identifier] = false;
          openCount--;
          answer(nowNs, execution, 0);
        }
      }
      default -> execution.terminate(nowNs, SenseData.invalidFieldInCdb(CONTROL_AT, CONTROL_BIT));
    }
  }

  private void open(long nowNs, CommandExecution execution) {
    int identifier = PERMANENT + 1;
    while (identifier <= MAXIMUM && isOpen[identifier]) {
      identifier++;
    }
    if (identifier > MAXIMUM) {
      execution.terminate(nowNs, AdditionalSense.MAXIMUM_NUMBER_OF_STREAMS_OPEN);
    } else if (answer(nowNs, execution, identifier)) {
      isOpen[identifier] = true;
      openCount++;
    }
  }

  /** False where there was no memory to answer in, and the command has ended with BUSY. */
  private static boolean answer(long nowNs, CommandExecution execution, int assigned) {
    ByteBuffer data = execution.parameterData(nowNs, CONTROL_DATA_BYTES);
    if (data == null) {
      return false;
    }
    ParameterData.put8(data, 0, CONTROL_DATA_BYTES - 1);
    ParameterData.put16(data, 4, assigned);
    execution.goodWithParameterData(
        nowNs, CONTROL_DATA_BYTES, Cdb.u32(execution.cdb(), ALLOCATION_LENGTH_AT));
    return true;
  }

  private void status(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int starting = Cdb.u16(cdb, IDENTIFIER_AT);
    if (starting > MAXIMUM) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(IDENTIFIER_AT, 7));
      return;
    }
    ByteBuffer data = execution.parameterData(nowNs, HEADER_BYTES + MAXIMUM * DESCRIPTOR_BYTES);
    if (data == null) {
      return;
    }
    int end = HEADER_BYTES;
    for (int identifier = Math.max(1, starting); identifier <= MAXIMUM; identifier++) {
      if (isOpen[identifier]) {
        boolean isPermanent = identifier <= PERMANENT;
        ParameterData.put8(data, end, isPermanent ? PERM : 0);
        ParameterData.put16(data, end + 2, identifier);
        // What is written to a permanent stream lives the longer the higher its number is.
        ParameterData.put8(data, end + 4, isPermanent ? identifier : 0);
        end += DESCRIPTOR_BYTES;
      }
    }
    ParameterData.put32(data, 0, end - HEADER_BYTES);
    ParameterData.put16(data, 6, openCount);
    execution.goodWithParameterData(nowNs, end, Cdb.u32(cdb, ALLOCATION_LENGTH_AT));
  }
}
