// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where an N_Port is on its way into the fabric (FC-LS-4 6.2, FC-GS-8 5): a table of what follows
 * what, and what is done then.
 *
 * <pre>
 * state              input            next               action
 * OFFLINE            LINK_UP          FABRIC_LOGIN       SEND_FABRIC_LOGIN
 * OFFLINE            ADDRESSED        DIRECT             MEET_PEERS
 * FABRIC_LOGIN       ACCEPTED         DIRECTORY_LOGIN    SEND_DIRECTORY_LOGIN
 * FABRIC_LOGIN       PEER_FOUND       DIRECT             MEET_PEERS
 * FABRIC_LOGIN       FAILED           FABRIC_WAIT        WAIT
 * FABRIC_WAIT        TIMER            FABRIC_LOGIN       SEND_FABRIC_LOGIN
 * FABRIC_WAIT        PEER_FOUND       DIRECT             MEET_PEERS
 * DIRECTORY_LOGIN    ACCEPTED         REGISTRATION       REGISTER
 * DIRECTORY_LOGIN    FAILED           DIRECTORY_WAIT     WAIT
 * DIRECTORY_WAIT     TIMER            DIRECTORY_LOGIN    SEND_DIRECTORY_LOGIN
 * REGISTRATION       ACCEPTED         CHANGE_NOTICES     SEND_STATE_CHANGE_REGISTRATION
 * REGISTRATION       FAILED           DIRECTORY_WAIT     WAIT
 * CHANGE_NOTICES     ACCEPTED         ONLINE             DISCOVER
 * CHANGE_NOTICES     FAILED           DIRECTORY_WAIT     WAIT
 * ONLINE             DIRECTORY_LOGOUT DIRECTORY_LOGIN    SEND_DIRECTORY_LOGIN
 * DIRECT             PEER_FOUND       DIRECT             MEET_PEERS
 * all in the fabric  FABRIC_LOGOUT    FABRIC_LOGIN       LEAVE_AND_LOG_IN
 * all                LINK_DOWN        OFFLINE            LEAVE
 * </pre>
 */
public enum LocalPortState {
  /** No link, or for a virtual port no fabric login of its physical port. */
  OFFLINE,
  /** FLOGI or FDISC is out. */
  FABRIC_LOGIN,
  /** Soon again. */
  FABRIC_WAIT,
  /** PLOGI with the directory server is out. */
  DIRECTORY_LOGIN,
  /** Soon again. */
  DIRECTORY_WAIT,
  /** The name server is being told. */
  REGISTRATION,
  /** SCR is out. */
  CHANGE_NOTICES,
  /** In the fabric, with everything said. */
  ONLINE,
  /** Without a fabric: peers stand on the link itself. */
  DIRECT;

  /** What happens to an N_Port. */
  public enum Input {
    /** The link is up, and login gives the address. */
    LINK_UP,
    /** The link is up and gave the address. */
    ADDRESSED,
    /** What is under way was accepted. */
    ACCEPTED,
    /** What is under way was rejected or not answered. */
    FAILED,
    /** The far end is an N_Port, not a fabric. */
    PEER_FOUND,
    /** The wait is over. */
    TIMER,
    /** The fabric logged us out. */
    FABRIC_LOGOUT,
    /** The directory server logged us out. */
    DIRECTORY_LOGOUT,
    /** The link is gone. */
    LINK_DOWN
  }

  /** What is done. */
  public enum Action {
    /** Nothing. */
    NONE,
    /** FLOGI, or FDISC for a virtual port. */
    SEND_FABRIC_LOGIN,
    /** PLOGI to FFFFFCh. */
    SEND_DIRECTORY_LOGIN,
    /** RFT_ID and what follows it. */
    REGISTER,
    /** SCR to FFFFFDh. */
    SEND_STATE_CHANGE_REGISTRATION,
    /** Ask the name server for peers, and look after those that were. */
    DISCOVER,
    /** Log in with the peers on the link. */
    MEET_PEERS,
    /** Set the timer. */
    WAIT,
    /** Give up every login that the fabric carried, and begin anew. */
    LEAVE_AND_LOG_IN,
    /** Suspend every login that the link carried. */
    LEAVE
  }

  /** A cell of the table. */
  record Step(LocalPortState next, Action action) {}

  private static final Map<LocalPortState, Map<Input, Step>> TABLE = table();

  private static Map<LocalPortState, Map<Input, Step>> table() {
    Map<LocalPortState, Map<Input, Step>> table = new EnumMap<>(LocalPortState.class);
    for (LocalPortState state : values()) {
      Map<Input, Step> row = new EnumMap<>(Input.class);
      for (Input input : Input.values()) {
        row.put(input, new Step(state, Action.NONE));
      }
      row.put(Input.LINK_DOWN, new Step(OFFLINE, state == OFFLINE ? Action.NONE : Action.LEAVE));
      if (state != OFFLINE && state != DIRECT && state != FABRIC_LOGIN && state != FABRIC_WAIT) {
        row.put(Input.FABRIC_LOGOUT, new Step(FABRIC_LOGIN, Action.LEAVE_AND_LOG_IN));
      }
      table.put(state, row);
    }
    row(table, OFFLINE, Input.LINK_UP, FABRIC_LOGIN, Action.SEND_FABRIC_LOGIN);
    row(table, OFFLINE, Input.ADDRESSED, DIRECT, Action.MEET_PEERS);
    row(table, FABRIC_LOGIN, Input.ACCEPTED, DIRECTORY_LOGIN, Action.SEND_DIRECTORY_LOGIN);
    row(table, FABRIC_LOGIN, Input.PEER_FOUND, DIRECT, Action.MEET_PEERS);
    row(table, FABRIC_LOGIN, Input.FAILED, FABRIC_WAIT, Action.WAIT);
    row(table, FABRIC_WAIT, Input.TIMER, FABRIC_LOGIN, Action.SEND_FABRIC_LOGIN);
    row(table, FABRIC_WAIT, Input.PEER_FOUND, DIRECT, Action.MEET_PEERS);
    row(table, DIRECTORY_LOGIN, Input.ACCEPTED, REGISTRATION, Action.REGISTER);
    row(table, DIRECTORY_LOGIN, Input.FAILED, DIRECTORY_WAIT, Action.WAIT);
    row(table, DIRECTORY_WAIT, Input.TIMER, DIRECTORY_LOGIN, Action.SEND_DIRECTORY_LOGIN);
    row(table, REGISTRATION, Input.ACCEPTED, CHANGE_NOTICES, Action.SEND_STATE_CHANGE_REGISTRATION);
    row(table, REGISTRATION, Input.FAILED, DIRECTORY_WAIT, Action.WAIT);
    row(table, CHANGE_NOTICES, Input.ACCEPTED, ONLINE, Action.DISCOVER);
    row(table, CHANGE_NOTICES, Input.FAILED, DIRECTORY_WAIT, Action.WAIT);
    row(table, ONLINE, Input.DIRECTORY_LOGOUT, DIRECTORY_LOGIN, Action.SEND_DIRECTORY_LOGIN);
    row(table, DIRECT, Input.PEER_FOUND, DIRECT, Action.MEET_PEERS);
    return table;
  }

  private static void row(
      Map<LocalPortState, Map<Input, Step>> table,
      LocalPortState from,
      Input input,
      LocalPortState next,
      Action action) {
    Map<Input, Step> row = table.get(from);
    if (row != null) {
      row.put(input, new Step(next, action));
    }
  }

  Step on(Input input) {
    Map<Input, Step> row = TABLE.get(this);
    Step step = row == null ? null : row.get(input);
    return step == null ? new Step(this, Action.NONE) : step;
  }

  /** Whether the port has an address and may talk with others. */
  public boolean isAddressed() {
    return this != OFFLINE && this != FABRIC_LOGIN && this != FABRIC_WAIT;
  }
}
