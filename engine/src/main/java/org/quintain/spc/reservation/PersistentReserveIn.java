// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.nio.ByteBuffer;
import java.util.List;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;

/** PERSISTENT RESERVE IN (SPC-5 6.15). */
final class PersistentReserveIn {
  private static final int ALLOCATION_LENGTH = 7;
  private static final int HEADER_BYTES = 8;
  private static final int KEY_BYTES = 8;
  private static final int RESERVATION_BYTES = 16;
  private static final int CAPABILITIES_BYTES = 8;
  private static final int FULL_STATUS_BYTES = 24;
  private static final int R_HOLDER = 0x01;

  // REPORT CAPABILITIES, byte 2: CRH, SIP_C, ATP_C, PTPL_C. RLR_C is zero: none gets lost.
  private static final int CAPABLE = 0x10 | 0x08 | 0x04 | 0x01;
  // Byte 3: TMV, and ALLOW COMMANDS 011b: TEST UNIT READY passes all types, MODE SENSE and its like
  // the write exclusive types.
  private static final int TYPE_MASK_VALID = 0x80;
  private static final int ALLOW_COMMANDS = 0x30;
  private static final int PTPL_A = 0x01;
  private static final int TYPE_MASK = 0xEA01;

  private final Reservations reservations;

  PersistentReserveIn(Reservations reservations) {
    this.reservations = reservations;
  }

  void addTo(CommandTable table) {
    add(table, 0x00, "READ KEYS", this::readKeys);
    add(table, 0x01, "READ RESERVATION", this::readReservation);
    add(table, 0x02, "REPORT CAPABILITIES", this::reportCapabilities);
    add(table, 0x03, "READ FULL STATUS", this::readFullStatus);
  }

  private static void add(CommandTable table, int serviceAction, String title, CommandStep step) {
    table.add(
        CommandDefinition.command("PERSISTENT RESERVE IN, " + title)
            .usage(0x5E, serviceAction, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0)
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.PERSISTENT, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(step));
  }

  private static void end(long nowNs, CommandExecution execution, int lengthBytes) {
    execution.goodWithParameterData(
        nowNs, lengthBytes, Cdb.u16(execution.cdb(), ALLOCATION_LENGTH));
  }

  private void header(ByteBuffer data, int additionalBytes) {
    ParameterData.put32(data, 0, reservations.state().generation());
    ParameterData.put32(data, 4, additionalBytes);
  }

  private void readKeys(long nowNs, CommandExecution execution) {
    List<Registration> registrations = reservations.state().registrations();
    int lengthBytes = HEADER_BYTES + registrations.size() * KEY_BYTES;
    ByteBuffer data = execution.parameterData(nowNs, lengthBytes);
    if (data == null) {
      return;
    }
    header(data, lengthBytes - HEADER_BYTES);
    int at = HEADER_BYTES;
    for (Registration one : registrations) {
      data.putLong(at, one.key());
      at += KEY_BYTES;
    }
    end(nowNs, execution, lengthBytes);
  }

  private void readReservation(long nowNs, CommandExecution execution) {
    ByteBuffer data = execution.parameterData(nowNs, HEADER_BYTES + RESERVATION_BYTES);
    if (data == null) {
      return;
    }
    ReservationState state = reservations.state();
    ReservationType type = state.type();
    header(data, type == null ? 0 : RESERVATION_BYTES);
    if (type != null) {
      data.putLong(HEADER_BYTES, state.holderKey());
      ParameterData.put8(data, HEADER_BYTES + 13, type.code());
    }
    end(nowNs, execution, HEADER_BYTES + (type == null ? 0 : RESERVATION_BYTES));
  }

  private void reportCapabilities(long nowNs, CommandExecution execution) {
    ByteBuffer data = execution.parameterData(nowNs, CAPABILITIES_BYTES);
    if (data == null) {
      return;
    }
    ParameterData.put16(data, 0, CAPABILITIES_BYTES);
    ParameterData.put8(data, 2, CAPABLE);
    int persists = reservations.state().isPersistent() ? PTPL_A : 0;
    ParameterData.put8(data, 3, TYPE_MASK_VALID | ALLOW_COMMANDS | persists);
    ParameterData.put16(data, 4, TYPE_MASK);
    end(nowNs, execution, CAPABILITIES_BYTES);
  }

  private void readFullStatus(long nowNs, CommandExecution execution) {
    ReservationState state = reservations.state();
    List<byte[]> transportIds =
        state.registrations().stream().map(one -> one.nexus().initiator().encode()).toList();
    int lengthBytes =
        HEADER_BYTES + transportIds.stream().mapToInt(id -> FULL_STATUS_BYTES + id.length).sum();
    ByteBuffer data = execution.parameterData(nowNs, lengthBytes);
    if (data == null) {
      return;
    }
    header(data, lengthBytes - HEADER_BYTES);
    int at = HEADER_BYTES;
    ReservationType type = state.type();
    for (int index = 0; index < transportIds.size(); index++) {
      Registration one = state.registrations().get(index);
      byte[] transportId = transportIds.get(index);
      data.putLong(at, one.key());
      if (type != null && state.isHolder(one.nexus())) {
        ParameterData.put8(data, at + 12, R_HOLDER);
        ParameterData.put8(data, at + 13, type.code());
      }
      ParameterData.put16(data, at + 18, one.nexus().relativeTargetPort());
      ParameterData.put32(data, at + 20, transportId.length);
      ParameterData.bytes(data, at + FULL_STATUS_BYTES, transportId, transportId.length);
      at += FULL_STATUS_BYTES + transportId.length;
    }
    end(nowNs, execution, lengthBytes);
  }
}
