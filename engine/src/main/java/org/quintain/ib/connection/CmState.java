// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where a communication is (IBA 12.9.7), of both sides: a table of what follows what, and what is
 * done then. What the table does not list changes nothing.
 *
 * <pre>
 * state             input               next              action
 * REQUEST_SENT      REPLY               ESTABLISHED       CONFIRM
 * REQUEST_SENT      PATIENCE            REPLY_AWAITED     EXTEND
 * REQUEST_SENT      REJECT              OVER              TELL_REJECTED
 * REQUEST_SENT      TIMEOUT             REQUEST_SENT      SEND_AGAIN
 * REQUEST_SENT      RETRIES_OVER        OVER              GIVE_UP
 * REQUEST_SENT      DISCONNECT          OVER              WITHDRAW
 * REPLY_AWAITED     as REQUEST_SENT, but
 * REPLY_AWAITED     TIMEOUT             OVER              GIVE_UP
 * REQUEST_RECEIVED  ACCEPT              REPLY_SENT        SEND_REPLY
 * REQUEST_RECEIVED  REFUSE              OVER              SEND_REJECT
 * REQUEST_RECEIVED  TIMEOUT             PATIENCE_ASKED    ASK_PATIENCE
 * REQUEST_RECEIVED  RETRIES_OVER        OVER              GIVE_UP
 * REQUEST_RECEIVED  REJECT              OVER              FORGET
 * PATIENCE_ASKED    as REQUEST_RECEIVED, and
 * PATIENCE_ASKED    REQUEST             PATIENCE_ASKED    ASK_PATIENCE
 * REPLY_SENT        READY               ESTABLISHED       ESTABLISH
 * REPLY_SENT        FIRST_PACKET        ESTABLISHED       ESTABLISH
 * REPLY_SENT        REQUEST             REPLY_SENT        REPEAT
 * REPLY_SENT        PATIENCE            READY_AWAITED     EXTEND
 * REPLY_SENT        REJECT              TIME_WAIT         TELL_REJECTED
 * REPLY_SENT        TIMEOUT             REPLY_SENT        SEND_AGAIN
 * REPLY_SENT        RETRIES_OVER        TIME_WAIT         GIVE_UP
 * REPLY_SENT        DISCONNECT          TIME_WAIT         WITHDRAW
 * REPLY_SENT        DISCONNECT_REQUEST  TIME_WAIT         ANSWER_DISCONNECT
 * READY_AWAITED     as REPLY_SENT, but
 * READY_AWAITED     TIMEOUT             TIME_WAIT         GIVE_UP
 * ESTABLISHED       REPLY               ESTABLISHED       REPEAT
 * ESTABLISHED       ALTERNATE_PATH      ESTABLISHED       REFUSE_PATH
 * ESTABLISHED       DISCONNECT          DISCONNECT_SENT   SEND_DISCONNECT
 * ESTABLISHED       DISCONNECT_REQUEST  TIME_WAIT         ANSWER_DISCONNECT
 * ESTABLISHED       REJECT              TIME_WAIT         TELL_DISCONNECTED
 * DISCONNECT_SENT   DISCONNECT_REPLY    TIME_WAIT         TELL_DISCONNECTED
 * DISCONNECT_SENT   DISCONNECT_REQUEST  TIME_WAIT         ANSWER_DISCONNECT
 * DISCONNECT_SENT   REJECT              TIME_WAIT         TELL_DISCONNECTED
 * DISCONNECT_SENT   TIMEOUT             DISCONNECT_SENT   SEND_AGAIN
 * DISCONNECT_SENT   RETRIES_OVER        TIME_WAIT         TELL_DISCONNECTED
 * TIME_WAIT         DISCONNECT_REQUEST  TIME_WAIT         CONFIRM_DISCONNECT
 * TIME_WAIT         REQUEST             TIME_WAIT         REJECT_STALE
 * TIME_WAIT         TIMEOUT             OVER              FORGET
 * asking            PORT_GONE           OVER              TELL_UNREACHABLE
 * being asked       PORT_GONE           OVER              FORGET
 * connected         PORT_GONE           OVER              TELL_DISCONNECTED
 * TIME_WAIT         PORT_GONE           OVER              FORGET
 * </pre>
 */
public enum CmState {
  /** Active side: REQ is out. */
  REQUEST_SENT,
  /** Active side: the peer got REQ and asked for patience. */
  REPLY_AWAITED,
  /** Passive side: REQ came, the listener decides. */
  REQUEST_RECEIVED,
  /** Passive side: the same, and the peer was asked for patience. */
  PATIENCE_ASKED,
  /** Passive side: REP is out. */
  REPLY_SENT,
  /** Passive side: the peer got REP and asked for patience. */
  READY_AWAITED,
  /** Connected. */
  ESTABLISHED,
  /** DREQ is out. */
  DISCONNECT_SENT,
  /** Over, but packets may still be on their way (IBA 12.9.8.4). */
  TIME_WAIT,
  /** Over and forgotten. */
  OVER;

  /** What happens to a communication. */
  public enum Input {
    /** REQ came again. */
    REQUEST,
    /** MRA came, for what was sent last. */
    PATIENCE,
    /** REJ came. */
    REJECT,
    /** REP came. */
    REPLY,
    /** RTU came. */
    READY,
    /** DREQ came. */
    DISCONNECT_REQUEST,
    /** DREP came. */
    DISCONNECT_REPLY,
    /** LAP came. */
    ALTERNATE_PATH,
    /** A packet came to the queue pair, which stands for an RTU that was lost (IBA 12.9.7.2). */
    FIRST_PACKET,
    /** The listener accepts. */
    ACCEPT,
    /** The listener rejects. */
    REFUSE,
    /** The user wants the end. */
    DISCONNECT,
    /** It was waited long enough, and may be tried again. */
    TIMEOUT,
    /** It was waited and tried often enough. */
    RETRIES_OVER,
    /** The port is gone. */
    PORT_GONE
  }

  /** What is done. */
  public enum Action {
    /** Nothing. */
    NONE,
    /** The queue pair takes its peer; RTU; the user is told that it stands. */
    CONFIRM,
    /** Wait as long as the peer asks for. */
    EXTEND,
    /** Tell the user what the peer rejected. */
    TELL_REJECTED,
    /** What was sent last goes out again, and the wait begins anew. */
    SEND_AGAIN,
    /** What was sent last goes out again, since the peer missed it. */
    REPEAT,
    /** REJ over time; the user, if there is one, is told that nobody answered. */
    GIVE_UP,
    /** REJ since nobody wants it any more; the user is told the end. */
    WITHDRAW,
    /** The queue pair takes its peer; REP. */
    SEND_REPLY,
    /** REJ as the listener says. */
    SEND_REJECT,
    /** MRA. */
    ASK_PATIENCE,
    /** The listener's request is worth nothing any more, or all is over: nobody is told. */
    FORGET,
    /** The queue pair may send; the user is told that it stands. */
    ESTABLISH,
    /** DREQ. */
    SEND_DISCONNECT,
    /** DREP; the user is told the end. */
    ANSWER_DISCONNECT,
    /** DREP. */
    CONFIRM_DISCONNECT,
    /** The user is told the end. */
    TELL_DISCONNECTED,
    /** The user is told that nobody can be reached. */
    TELL_UNREACHABLE,
    /** APR: no alternate paths are taken here. */
    REFUSE_PATH,
    /** REJ: that communication is stale. */
    REJECT_STALE
  }

  /** A cell of the table. */
  record Step(CmState next, Action action) {}

  private static final Map<CmState, Map<Input, Step>> TABLE = table();

  private static Map<CmState, Map<Input, Step>> table() {
    Map<CmState, Map<Input, Step>> table = new EnumMap<>(CmState.class);
    for (CmState state : values()) {
      table.put(state, new EnumMap<>(Input.class));
    }
    asking(table, REQUEST_SENT);
    put(table, REQUEST_SENT, Input.TIMEOUT, REQUEST_SENT, Action.SEND_AGAIN);
    asking(table, REPLY_AWAITED);
    put(table, REPLY_AWAITED, Input.TIMEOUT, OVER, Action.GIVE_UP);
    asked(table, REQUEST_RECEIVED);
    asked(table, PATIENCE_ASKED);
    put(table, PATIENCE_ASKED, Input.REQUEST, PATIENCE_ASKED, Action.ASK_PATIENCE);
    replied(table, REPLY_SENT);
    put(table, REPLY_SENT, Input.TIMEOUT, REPLY_SENT, Action.SEND_AGAIN);
    replied(table, READY_AWAITED);
    put(table, READY_AWAITED, Input.TIMEOUT, TIME_WAIT, Action.GIVE_UP);
    put(table, ESTABLISHED, Input.REPLY, ESTABLISHED, Action.REPEAT);
    put(table, ESTABLISHED, Input.ALTERNATE_PATH, ESTABLISHED, Action.REFUSE_PATH);
    put(table, ESTABLISHED, Input.DISCONNECT, DISCONNECT_SENT, Action.SEND_DISCONNECT);
    put(table, ESTABLISHED, Input.DISCONNECT_REQUEST, TIME_WAIT, Action.ANSWER_DISCONNECT);
    put(table, ESTABLISHED, Input.REJECT, TIME_WAIT, Action.TELL_DISCONNECTED);
    put(table, ESTABLISHED, Input.PORT_GONE, OVER, Action.TELL_DISCONNECTED);
    put(table, DISCONNECT_SENT, Input.DISCONNECT_REPLY, TIME_WAIT, Action.TELL_DISCONNECTED);
    put(table, DISCONNECT_SENT, Input.DISCONNECT_REQUEST, TIME_WAIT, Action.ANSWER_DISCONNECT);
    put(table, DISCONNECT_SENT, Input.REJECT, TIME_WAIT, Action.TELL_DISCONNECTED);
    put(table, DISCONNECT_SENT, Input.TIMEOUT, DISCONNECT_SENT, Action.SEND_AGAIN);
    put(table, DISCONNECT_SENT, Input.RETRIES_OVER, TIME_WAIT, Action.TELL_DISCONNECTED);
    put(table, DISCONNECT_SENT, Input.PORT_GONE, OVER, Action.TELL_DISCONNECTED);
    put(table, TIME_WAIT, Input.DISCONNECT_REQUEST, TIME_WAIT, Action.CONFIRM_DISCONNECT);
    put(table, TIME_WAIT, Input.REQUEST, TIME_WAIT, Action.REJECT_STALE);
    put(table, TIME_WAIT, Input.TIMEOUT, OVER, Action.FORGET);
    put(table, TIME_WAIT, Input.PORT_GONE, OVER, Action.FORGET);
    return table;
  }

  private static void asking(Map<CmState, Map<Input, Step>> table, CmState state) {
    put(table, state, Input.REPLY, ESTABLISHED, Action.CONFIRM);
    put(table, state, Input.PATIENCE, REPLY_AWAITED, Action.EXTEND);
    put(table, state, Input.REJECT, OVER, Action.TELL_REJECTED);
    put(table, state, Input.RETRIES_OVER, OVER, Action.GIVE_UP);
    put(table, state, Input.DISCONNECT, OVER, Action.WITHDRAW);
    put(table, state, Input.PORT_GONE, OVER, Action.TELL_UNREACHABLE);
  }

  private static void asked(Map<CmState, Map<Input, Step>> table, CmState state) {
    put(table, state, Input.ACCEPT, REPLY_SENT, Action.SEND_REPLY);
    put(table, state, Input.REFUSE, OVER, Action.SEND_REJECT);
    put(table, state, Input.TIMEOUT, PATIENCE_ASKED, Action.ASK_PATIENCE);
    put(table, state, Input.RETRIES_OVER, OVER, Action.GIVE_UP);
    put(table, state, Input.REJECT, OVER, Action.FORGET);
    put(table, state, Input.PORT_GONE, OVER, Action.FORGET);
  }

  private static void replied(Map<CmState, Map<Input, Step>> table, CmState state) {
    put(table, state, Input.READY, ESTABLISHED, Action.ESTABLISH);
    put(table, state, Input.FIRST_PACKET, ESTABLISHED, Action.ESTABLISH);
    put(table, state, Input.REQUEST, state, Action.REPEAT);
    put(table, state, Input.PATIENCE, READY_AWAITED, Action.EXTEND);
    put(table, state, Input.REJECT, TIME_WAIT, Action.TELL_REJECTED);
    put(table, state, Input.RETRIES_OVER, TIME_WAIT, Action.GIVE_UP);
    put(table, state, Input.DISCONNECT, TIME_WAIT, Action.WITHDRAW);
    put(table, state, Input.DISCONNECT_REQUEST, TIME_WAIT, Action.ANSWER_DISCONNECT);
    put(table, state, Input.PORT_GONE, OVER, Action.TELL_DISCONNECTED);
  }

  private static void put(
      Map<CmState, Map<Input, Step>> table,
      CmState from,
      Input input,
      CmState next,
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
}
