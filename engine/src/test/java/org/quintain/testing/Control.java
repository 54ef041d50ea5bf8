// SPDX-License-Identifier: Apache-2.0
package org.quintain.testing;

import org.quintain.device.ControlParameters;

/** Control parameters that differ from the default in what a test is about. */
public final class Control {
  private int taskSetType;
  private boolean isTaskManagementOnly;
  private int queueAlgorithmModifier = 1;
  private int queueErrorManagement;
  private int unitAttentionInterlock;
  private boolean isTaskAbortedStatus;

  /** TST. */
  public Control taskSetType(int value) {
    taskSetType = value;
    return this;
  }

  /** TMF_ONLY set. */
  public Control taskManagementOnly() {
    isTaskManagementOnly = true;
    return this;
  }

  /** QUEUE ALGORITHM MODIFIER 0. */
  public Control restrictedReordering() {
    queueAlgorithmModifier = 0;
    return this;
  }

  /** QERR. */
  public Control queueErrorManagement(int value) {
    queueErrorManagement = value;
    return this;
  }

  /** UA_INTLCK_CTRL. */
  public Control unitAttentionInterlock(int value) {
    unitAttentionInterlock = value;
    return this;
  }

  /** TAS set. */
  public Control taskAbortedStatus() {
    isTaskAbortedStatus = true;
    return this;
  }

  /** The parameters. */
  public ControlParameters build() {
    return new ControlParameters(
        taskSetType,
        isTaskManagementOnly,
        false,
        queueAlgorithmModifier,
        queueErrorManagement,
        unitAttentionInterlock,
        false,
        isTaskAbortedStatus,
        true,
        false,
        false,
        false,
        false);
  }
}
