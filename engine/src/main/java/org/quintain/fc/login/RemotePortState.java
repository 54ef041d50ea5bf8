// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where our login with a peer is (FC-LS-4 6.3, 6.4). What the peer logs in for comes beside it: its
 * PLOGI is an input, its PRLI is noted apart.
 *
 * <pre>
 * state          input            next           action
 * IDLE           SEEK, TIMER      PORT_LOGIN     SEND_PLOGI
 * IDLE           INTRODUCE        INTRODUCTION   SEND_FLOGI
 * INTRODUCTION   ACCEPTED         PORT_LOGIN     SEND_PLOGI
 * INTRODUCTION   REFUSED, FAILED  IDLE           RETRY_LATER
 * PORT_LOGIN     ACCEPTED         LOGGED_IN      PROCEED
 * PORT_LOGIN     REFUSED, FAILED  IDLE           RETRY_LATER
 * LOGGED_IN      SEEK, TIMER      PROCESS_LOGIN  SEND_PRLI
 * PROCESS_LOGIN  ACCEPTED         ESTABLISHED    ANNOUNCE
 * PROCESS_LOGIN  REFUSED          LOGGED_IN      GIVE_UP
 * PROCESS_LOGIN  FAILED           LOGGED_IN      RETRY_LATER
 * not logged in  PLOGI_CAME       LOGGED_IN      PROCEED
 * logged in      PLOGI_CAME       LOGGED_IN      DROP_AND_PROCEED
 * logged in      PRLO_CAME        LOGGED_IN      DROP_PROCESS
 * logged in      LOGO_CAME        IDLE           DROP_AND_RETRY
 * logged in      VERIFY           same           SEND_ADISC
 * PROCESS_LOGIN  VERIFY           same           NONE
 * logged in      MISMATCHED       PORT_LOGIN     DROP_AND_PLOGI
 * logged in      LOG_OUT          IDLE           DROP_AND_LOGO
 * any            GONE             IDLE           DROP
 * LOGGED_IN, PROCESS_LOGIN  LINK_DOWN  SUSPENDED_PORT     SUSPEND
 * ESTABLISHED    LINK_DOWN        SUSPENDED_PROCESS  SUSPEND
 * SUSPENDED_*    LINK_UP, SEEK    same           SEND_ADISC
 * SUSPENDED_PORT     VERIFIED     LOGGED_IN      PROCEED
 * SUSPENDED_PROCESS  VERIFIED     ESTABLISHED    RESUME
 * SUSPENDED_*    TIMER            IDLE           DROP
 * others         LINK_DOWN        IDLE           NONE
 * </pre>
 *
 * <p>"Logged in" are LOGGED_IN, PROCESS_LOGIN, ESTABLISHED and both SUSPENDED.
 */
public enum RemotePortState {
  /** No login; the timer may run for the next attempt. */
  IDLE,
  /** FLOGI to a peer on a link without fabric is out (FC-BB-6 VN2VN). */
  INTRODUCTION,
  /** PLOGI is out. */
  PORT_LOGIN,
  /** The port login stands; the timer may run for PRLI. */
  LOGGED_IN,
  /** PRLI is out. */
  PROCESS_LOGIN,
  /** Our process login stands. */
  ESTABLISHED,
  /** The link went down over a port login; the timer runs. */
  SUSPENDED_PORT,
  /** The link went down over a process login; the timer runs. */
  SUSPENDED_PROCESS;

  /** What happens. */
  public enum Input {
    /** A login is wanted. */
    SEEK,
    /** A login is wanted with a peer to be introduced to first. */
    INTRODUCE,
    /** What is out was accepted. */
    ACCEPTED,
    /** What is out was rejected for good. */
    REFUSED,
    /** What is out was rejected for this time, or not answered. */
    FAILED,
    /** The timer is due. */
    TIMER,
    /** The peer's PLOGI came and is accepted. */
    PLOGI_CAME,
    /** The peer's PRLO came. */
    PRLO_CAME,
    /** The peer's LOGO came, or it says that it knows no login. */
    LOGO_CAME,
    /** Something changed at its address. */
    VERIFY,
    /** It is still who it was: ADISC was accepted, or came. */
    VERIFIED,
    /** Another stands there, or it knows no login. */
    MISMATCHED,
    /** The upper level wants to log out. */
    LOG_OUT,
    /** It is in the fabric no more. */
    GONE,
    /** Our link is down. */
    LINK_DOWN,
    /** Our link is up again, at the same address. */
    LINK_UP
  }

  /** What is done. */
  public enum Action {
    /** Nothing. */
    NONE,
    /** FLOGI to the peer. */
    SEND_FLOGI,
    /** PLOGI. */
    SEND_PLOGI,
    /** PRLI, if this end seeks peers. */
    PROCEED,
    /** PRLI. */
    SEND_PRLI,
    /** The upper level is told of its login. */
    ANNOUNCE,
    /** The upper level is told that there will be none. */
    GIVE_UP,
    /** The timer is set for another attempt, as long as there are any. */
    RETRY_LATER,
    /** ADISC. */
    SEND_ADISC,
    /** The login goes on as if nothing had been. */
    RESUME,
    /** The timer is set for the end of patience. */
    SUSPEND,
    /** Exchanges and process logins end. */
    DROP,
    /** And another attempt follows. */
    DROP_AND_RETRY,
    /** And PLOGI goes out at once. */
    DROP_AND_PLOGI,
    /** And what follows a port login. */
    DROP_AND_PROCEED,
    /** And the peer is told by LOGO. */
    DROP_AND_LOGO,
    /** The process logins alone end; another attempt follows. */
    DROP_PROCESS
  }

  /** A cell of the table. */
  record Step(RemotePortState next, Action action) {}

  private static final Map<RemotePortState, Map<Input, Step>> TABLE = table();

  private static Map<RemotePortState, Map<Input, Step>> table() {
    Map<RemotePortState, Map<Input, Step>> table = new EnumMap<>(RemotePortState.class);
    for (RemotePortState state : values()) {
      Map<Input, Step> row = new EnumMap<>(Input.class);
      for (Input input : Input.values()) {
        row.put(input, new Step(state, Action.NONE));
      }
      row.put(Input.GONE, new Step(IDLE, Action.DROP));
      if (state.isLoggedIn()) {
        row.put(Input.PLOGI_CAME, new Step(LOGGED_IN, Action.DROP_AND_PROCEED));
        row.put(Input.PRLO_CAME, new Step(LOGGED_IN, Action.DROP_PROCESS));
        row.put(Input.LOGO_CAME, new Step(IDLE, Action.DROP_AND_RETRY));
        row.put(Input.VERIFY, new Step(state, Action.SEND_ADISC));
        row.put(Input.MISMATCHED, new Step(PORT_LOGIN, Action.DROP_AND_PLOGI));
        row.put(Input.LOG_OUT, new Step(IDLE, Action.DROP_AND_LOGO));
      } else {
        row.put(Input.PLOGI_CAME, new Step(LOGGED_IN, Action.PROCEED));
        row.put(Input.LOG_OUT, new Step(IDLE, Action.NONE));
        row.put(Input.LINK_DOWN, new Step(IDLE, Action.NONE));
      }
      table.put(state, row);
    }
    row(table, IDLE, Input.SEEK, PORT_LOGIN, Action.SEND_PLOGI);
    row(table, IDLE, Input.TIMER, PORT_LOGIN, Action.SEND_PLOGI);
    row(table, IDLE, Input.INTRODUCE, INTRODUCTION, Action.SEND_FLOGI);
    row(table, INTRODUCTION, Input.ACCEPTED, PORT_LOGIN, Action.SEND_PLOGI);
    row(table, INTRODUCTION, Input.REFUSED, IDLE, Action.RETRY_LATER);
    row(table, INTRODUCTION, Input.FAILED, IDLE, Action.RETRY_LATER);
    row(table, PORT_LOGIN, Input.ACCEPTED, LOGGED_IN, Action.PROCEED);
    row(table, PORT_LOGIN, Input.REFUSED, IDLE, Action.RETRY_LATER);
    row(table, PORT_LOGIN, Input.FAILED, IDLE, Action.RETRY_LATER);
    row(table, LOGGED_IN, Input.SEEK, PROCESS_LOGIN, Action.SEND_PRLI);
    row(table, LOGGED_IN, Input.TIMER, PROCESS_LOGIN, Action.SEND_PRLI);
    row(table, LOGGED_IN, Input.LINK_DOWN, SUSPENDED_PORT, Action.SUSPEND);
    row(table, PROCESS_LOGIN, Input.ACCEPTED, ESTABLISHED, Action.ANNOUNCE);
    row(table, PROCESS_LOGIN, Input.REFUSED, LOGGED_IN, Action.GIVE_UP);
    row(table, PROCESS_LOGIN, Input.FAILED, LOGGED_IN, Action.RETRY_LATER);
    // The answer to PRLI will tell as much; ADISC in its place would leave nobody waiting for it.
    row(table, PROCESS_LOGIN, Input.VERIFY, PROCESS_LOGIN, Action.NONE);
    row(table, PROCESS_LOGIN, Input.LINK_DOWN, SUSPENDED_PORT, Action.SUSPEND);
    row(table, ESTABLISHED, Input.LINK_DOWN, SUSPENDED_PROCESS, Action.SUSPEND);
    for (RemotePortState state : new RemotePortState[] {SUSPENDED_PORT, SUSPENDED_PROCESS}) {
      row(table, state, Input.LINK_UP, state, Action.SEND_ADISC);
      row(table, state, Input.SEEK, state, Action.SEND_ADISC);
      row(table, state, Input.TIMER, IDLE, Action.DROP);
    }
    row(table, SUSPENDED_PORT, Input.VERIFIED, LOGGED_IN, Action.PROCEED);
    row(table, SUSPENDED_PROCESS, Input.VERIFIED, ESTABLISHED, Action.RESUME);
    return table;
  }

  private static void row(
      Map<RemotePortState, Map<Input, Step>> table,
      RemotePortState from,
      Input input,
      RemotePortState next,
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

  /** Whether a port login stands, be it suspended. */
  public boolean isLoggedIn() {
    return this == LOGGED_IN
        || this == PROCESS_LOGIN
        || this == ESTABLISHED
        || this == SUSPENDED_PORT
        || this == SUSPENDED_PROCESS;
  }

  /** Whether the link went down over it. */
  public boolean isSuspended() {
    return this == SUSPENDED_PORT || this == SUSPENDED_PROCESS;
  }
}
