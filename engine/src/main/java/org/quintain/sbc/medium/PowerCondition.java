// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import org.quintain.sam.AdditionalSense;

/** The power conditions of a logical unit, from the highest power to the lowest (SPC-5 5.12). */
enum PowerCondition {
  ACTIVE(
      AdditionalSense.NO_ADDITIONAL_SENSE_INFORMATION,
      AdditionalSense.NO_ADDITIONAL_SENSE_INFORMATION),
  IDLE_A(
      AdditionalSense.IDLE_CONDITION_ACTIVATED_BY_COMMAND,
      AdditionalSense.IDLE_CONDITION_ACTIVATED_BY_TIMER),
  IDLE_B(
      AdditionalSense.IDLE_B_CONDITION_ACTIVATED_BY_COMMAND,
      AdditionalSense.IDLE_B_CONDITION_ACTIVATED_BY_TIMER),
  IDLE_C(
      AdditionalSense.IDLE_C_CONDITION_ACTIVATED_BY_COMMAND,
      AdditionalSense.IDLE_C_CONDITION_ACTIVATED_BY_TIMER),
  STANDBY_Y(
      AdditionalSense.STANDBY_Y_CONDITION_ACTIVATED_BY_COMMAND,
      AdditionalSense.STANDBY_Y_CONDITION_ACTIVATED_BY_TIMER),
  STANDBY_Z(
      AdditionalSense.STANDBY_CONDITION_ACTIVATED_BY_COMMAND,
      AdditionalSense.STANDBY_CONDITION_ACTIVATED_BY_TIMER),
  STOPPED(
      AdditionalSense.INITIALIZING_COMMAND_REQUIRED, AdditionalSense.INITIALIZING_COMMAND_REQUIRED);

  private final AdditionalSense byCommand;
  private final AdditionalSense byTimer;

  PowerCondition(AdditionalSense byCommand, AdditionalSense byTimer) {
    this.byCommand = byCommand;
    this.byTimer = byTimer;
  }

  /** What REQUEST SENSE tells while it lasts. */
  AdditionalSense pollable(boolean isByTimer) {
    return isByTimer ? byTimer : byCommand;
  }
}
