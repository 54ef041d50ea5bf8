// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

/**
 * Where a connection, or the one that is mutated of several, stands when the PDUs come: the stages
 * of login (RFC 7143 6.3), the connection states (8.1) and what can be under way in full feature
 * phase.
 */
public enum FuzzStage {
  /** Nothing was sent yet. */
  CONNECTED(Phase.LOGIN, false),
  /** In the security negotiation stage. */
  SECURITY(Phase.LOGIN, false),
  /** CHAP was agreed on. */
  CHAP_AGREED(Phase.LOGIN, false),
  /** The target sent its challenge. */
  CHAP_CHALLENGED(Phase.LOGIN, false),
  /** The response was right, the stage not left. */
  CHAP_DONE(Phase.LOGIN, false),
  /** In the operational negotiation stage. */
  OPERATIONAL(Phase.LOGIN, false),
  /** A text with the C bit is not at its end. */
  LOGIN_CONTINUED(Phase.LOGIN, false),
  /** A second connection of a session is in login. */
  JOINING(Phase.LOGIN, false),
  /** A login waits for the commands of the session that it reinstates. */
  REINSTATING(Phase.LOGIN, true),
  /** A discovery session. */
  DISCOVERY(Phase.DISCOVERY, false),
  /** A normal session at rest. */
  FULL_FEATURE(Phase.FULL_FEATURE, false),
  /** Commands whose Data-In nobody reads. */
  READS_UNREAD(Phase.FULL_FEATURE, false),
  /** Commands that the logical unit is at. */
  COMMANDS_UNDER_WAY(Phase.FULL_FEATURE, true),
  /** R2Ts that nobody answers. */
  R2T_UNANSWERED(Phase.FULL_FEATURE, false),
  /** A write whose unsolicited data is not at its end. */
  UNSOLICITED_OPEN(Phase.FULL_FEATURE, false),
  /** Commands wait for a CmdSN that has not come. */
  COMMANDS_HELD(Phase.FULL_FEATURE, false),
  /** A text exchange with a Target Transfer Tag. */
  TEXT_OPEN(Phase.FULL_FEATURE, false),
  /** A task management function waits for the data of its tasks. */
  FUNCTION_WAITING(Phase.FULL_FEATURE, false),
  /** The logout waits for commands to end. */
  IN_LOGOUT(Phase.FULL_FEATURE, true),
  /** The target asked for a logout. */
  LOGOUT_REQUESTED(Phase.FULL_FEATURE, true),
  /** The target waits for the answer to its ping. */
  PINGED(Phase.FULL_FEATURE, true),
  /** Error recovery level 1 with a status that is not acknowledged and an R2T. */
  RECOVERY_WITHIN_COMMAND(Phase.FULL_FEATURE, false),
  /** Error recovery level 2: the commands of a lost connection wait to be reassigned. */
  CONNECTION_LOST(Phase.FULL_FEATURE, false),
  /** One of two connections of a session; commands are on the other one. */
  SECOND_CONNECTION(Phase.FULL_FEATURE, false);

  /** What a target may send at all. */
  enum Phase {
    LOGIN,
    DISCOVERY,
    FULL_FEATURE
  }

  private final Phase phase;
  private final boolean needsSimulation;

  FuzzStage(Phase phase, boolean needsSimulation) {
    this.phase = phase;
    this.needsSimulation = needsSimulation;
  }

  Phase phase() {
    return phase;
  }

  /** Whether only a target whose time is simulated can be held in it. */
  public boolean needsSimulation() {
    return needsSimulation;
  }
}
