// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.coverage;

import java.util.EnumSet;
import java.util.Set;
import org.quintain.device.AccessRule;
import org.quintain.device.CommandDefinition;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;

/** An end that a command can come to, as far as the columns of its row say that it can. */
enum RowEnd {
  /** GOOD, or CONDITION MET. */
  SUCCESS,
  /** CHECK CONDITION that is no unit attention. */
  ERROR,
  /** CHECK CONDITION with a unit attention, on a row that does not pass one by. */
  UNIT_ATTENTION,
  /** RESERVATION CONFLICT, on a row that a reservation of another nexus stops. */
  CONFLICT,
  /** 7/27/xx, on a row that writes to the medium. */
  WRITE_PROTECT,
  /** 2/04/02, on a row that needs a medium that is started. */
  STOPPED,
  /** 2/04/0B or 2/04/0C, on a row that not every asymmetric access state lets run. */
  INACCESSIBLE;

  private static final int GOOD = 0x00;
  private static final int CHECK_CONDITION = 0x02;
  private static final int CONDITION_MET = 0x04;
  private static final int RESERVATION_CONFLICT = 0x18;

  /** The ends that {@code row} has by its columns. */
  static Set<RowEnd> dueOf(CommandDefinition row) {
    EnumSet<RowEnd> due = EnumSet.of(SUCCESS, ERROR);
    if (!row.passesUnitAttention()) {
      due.add(UNIT_ATTENTION);
    }
    if (row.reservationRule() != ReservationRule.ALWAYS) {
      due.add(CONFLICT);
    }
    if (row.writesMedium()) {
      due.add(WRITE_PROTECT);
    }
    if (row.readinessRule() == ReadinessRule.READY
        || row.readinessRule() == ReadinessRule.STARTED) {
      due.add(STOPPED);
    }
    if (row.accessRule() != AccessRule.ALWAYS) {
      due.add(INACCESSIBLE);
    }
    return due;
  }

  /** The ends that {@code ended} has come to. */
  static Set<RowEnd> of(ExecuteCommand ended) {
    EnumSet<RowEnd> ends = EnumSet.noneOf(RowEnd.class);
    if (ended.serviceResponse() != ServiceResponse.COMMAND_COMPLETE) {
      return ends;
    }
    switch (ended.status()) {
      case GOOD, CONDITION_MET -> ends.add(SUCCESS);
      case RESERVATION_CONFLICT -> ends.add(CONFLICT);
      case CHECK_CONDITION -> ends.addAll(ofSense(ended.sense()));
      default -> {}
    }
    return ends;
  }

  private static Set<RowEnd> ofSense(byte[] sense) {
    boolean isFixed = (sense[0] & 0x7F) < 0x72;
    int key = sense[isFixed ? 2 : 1] & 0x0F;
    int code = (sense[isFixed ? 12 : 2] & 0xFF) << 8 | (sense[isFixed ? 13 : 3] & 0xFF);
    if (key == 6) {
      return EnumSet.of(UNIT_ATTENTION);
    }
    EnumSet<RowEnd> ends = EnumSet.of(ERROR);
    if (key == 7 && code >> 8 == 0x27) {
      ends.add(WRITE_PROTECT);
    } else if (key == 2 && code == 0x0402) {
      ends.add(STOPPED);
    } else if (key == 2 && (code == 0x040B || code == 0x040C)) {
      ends.add(INACCESSIBLE);
    }
    return ends;
  }
}
