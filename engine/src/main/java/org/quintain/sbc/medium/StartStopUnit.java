// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * START STOP UNIT (SBC-4 5.31): sets the power condition, and loads or ejects a removable medium.
 * What is cached is written before the medium is stopped or stands by, unless NO_FLUSH is set.
 *
 * <pre>
 * byte 1: IMMED 0          byte 3: POWER CONDITION MODIFIER 3-0
 * byte 4: POWER CONDITION 7-4, NO_FLUSH 2, LOEJ 1, START 0
 * </pre>
 */
final class StartStopUnit {
  private static final int START_VALID = 0x0;
  private static final int LU_CONTROL = 0x7;
  private static final int FORCE_IDLE = 0xA;
  private static final int FORCE_STANDBY = 0xB;

  private final MediumHost host;
  private final PowerConditions power;
  private final RemovableMedium medium;
  private final StartStopCycles cycles;
  private final CommandStep afterFlush = this::afterFlush;
  private final StoreRequest backgroundFlush;

  StartStopUnit(
      MediumHost host, PowerConditions power, RemovableMedium medium, StartStopCycles cycles) {
    this.host = host;
    this.power = power;
    this.medium = medium;
    this.cycles = cycles;
    this.backgroundFlush = new StoreRequest(this, (nowNs, request, result) -> {}, 1);
  }

  void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("START STOP UNIT")
            .usage(0x1B, 0x01, 0x00, 0x0F, 0xF7, 0x00)
            .timeouts(30, 120)
            .admitted(ReservationRule.START_STOP, AccessRule.ACTIVE, ReadinessRule.UNIT)
            .executedBy(this::execute));
  }

  /** Whether no flush goes on whose command has ended. */
  boolean isIdle() {
    return !backgroundFlush.isSubmitted();
  }

  private static int powerCondition(byte[] cdb) {
    return Cdb.u8(cdb, 4) >> 4;
  }

  private static int modifier(byte[] cdb) {
    return Cdb.u8(cdb, 3) & 0x0F;
  }

  /** How many modifiers a power condition has; 0 where it is reserved or obsolete. */
  private static int modifiers(int powerCondition) {
    return switch (powerCondition) {
      case START_VALID, 0x1, LU_CONTROL -> 1;
      case 0x2, FORCE_IDLE -> 3;
      case 0x3, FORCE_STANDBY -> 2;
      default -> 0;
    };
  }

  /** The condition that the CDB names: where it leads, or whose timer it forces. */
  private static PowerCondition named(byte[] cdb) {
    int modifier = modifier(cdb);
    return switch (powerCondition(cdb)) {
      case 0x2, FORCE_IDLE -> PowerCondition.values()[PowerCondition.IDLE_A.ordinal() + modifier];
      case 0x3, FORCE_STANDBY ->
          modifier == 0 ? PowerCondition.STANDBY_Z : PowerCondition.STANDBY_Y;
      case START_VALID -> isStart(cdb) ? PowerCondition.ACTIVE : PowerCondition.STOPPED;
      default -> PowerCondition.ACTIVE;
    };
  }

  private static boolean isStart(byte[] cdb) {
    return Cdb.isSet(cdb, 4, 0);
  }

  private static boolean isLoadOrEject(byte[] cdb) {
    return powerCondition(cdb) == START_VALID && Cdb.isSet(cdb, 4, 1);
  }

  private @Nullable SenseData refusal(byte[] cdb) {
    int condition = powerCondition(cdb);
    if (modifiers(condition) == 0) {
      return SenseData.invalidFieldInCdb(4, 7);
    }
    if (modifier(cdb) >= modifiers(condition)) {
      return SenseData.invalidFieldInCdb(3, 3);
    }
    boolean isForced = condition == FORCE_IDLE || condition == FORCE_STANDBY;
    if (isForced && !power.isEnabled(named(cdb))) {
      return SenseData.invalidFieldInCdb(4, 7);
    }
    if (isLoadOrEject(cdb)) {
      if (!medium.isRemovable()) {
        return SenseData.invalidFieldInCdb(4, 1);
      }
      if (!isStart(cdb) && medium.isRemovalPrevented()) {
        return SenseData.of(AdditionalSense.MEDIUM_REMOVAL_PREVENTED);
      }
    } else if (!medium.isPresent() && condition != LU_CONTROL) {
      return SenseData.of(AdditionalSense.MEDIUM_NOT_PRESENT);
    }
    return null;
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    SenseData refusal = refusal(cdb);
    if (refusal != null) {
      execution.terminate(nowNs, refusal);
      return;
    }
    boolean needsFlush =
        named(cdb).compareTo(PowerCondition.STANDBY_Y) >= 0
            && !Cdb.isSet(cdb, 4, 2)
            && medium.isPresent()
            && host.view().hasVolatileCache();
    if (!needsFlush) {
      carryOut(nowNs, execution);
    } else if (Cdb.isSet(cdb, 1, 0)) {
      if (!backgroundFlush.isSubmitted()) {
        backgroundFlush.flush();
        host.store().submit(nowNs, host.logicalUnit().reactor(), backgroundFlush);
      }
      carryOut(nowNs, execution);
    } else {
      execution.storeRequest().flush();
      execution.submit(nowNs, host.store(), afterFlush);
    }
  }

  private void afterFlush(long nowNs, CommandExecution execution) {
    if (execution.storeResult() == StoreResult.DONE) {
      carryOut(nowNs, execution);
    } else {
      execution.terminate(nowNs, AdditionalSense.WRITE_ERROR);
    }
  }

  private void carryOut(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    PowerCondition next = named(cdb);
    switch (powerCondition(cdb)) {
      case LU_CONTROL -> power.releaseToTimers(nowNs);
      case FORCE_IDLE, FORCE_STANDBY -> power.expire(nowNs, next);
      default -> {
        if (next == PowerCondition.STOPPED && power.condition() != next) {
          cycles.onStopped(nowNs);
        }
        // SPC-5 5.12.4: a condition that a command set holds until a command ends it.
        power.become(nowNs, next, next == PowerCondition.ACTIVE);
      }
    }
    if (isLoadOrEject(cdb)) {
      medium.present(nowNs, isStart(cdb), execution.command().nexus());
    }
    execution.good(nowNs);
  }
}
