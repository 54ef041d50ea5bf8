// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

/**
 * The states of a target's login and what each input does in them (RFC 7143 6.3). The stage that
 * the text belongs to is apart from them: {@link org.quintain.iscsi.negotiation.LoginTransition}.
 */
enum LoginState {
  /** No Login Request has come. */
  AWAITING_FIRST,
  /** The initiator's text comes in. */
  COLLECTING,
  /** Our text goes out, in more than one response. */
  ANSWERING,
  /** All is agreed on, and an older session or connection ends its commands first. */
  ESTABLISHING,
  /** Logged in, or refused. */
  OVER;

  /** What comes in. */
  enum Input {
    /** Another PDU than a Login Request. */
    OTHER_PDU,
    /** A Login Request whose header breaks a rule. */
    MALFORMED,
    /** A Login Request with the C bit. */
    PART_OF_TEXT,
    /** A Login Request that ends a text. */
    END_OF_TEXT,
    /** A Login Request without text. */
    EMPTY
  }

  /** What follows. */
  enum Action {
    /** Nothing. */
    IGNORE,
    /** The connection closes without an answer: what begins with anything else gets none. */
    DROP,
    /** Status 020B: invalid during login. */
    REFUSE_OTHER_PDU,
    /** Status 0200: initiator error. */
    REFUSE,
    /** The part is kept, and an empty response asks for the next. */
    COLLECT,
    /** The text is complete: it is negotiated, and our answer begins. */
    NEGOTIATE,
    /** The next part of our text goes out. */
    SEND_MORE
  }

  private static final Action[][] TABLE = {
    // OTHER_PDU, MALFORMED, PART_OF_TEXT, END_OF_TEXT, EMPTY
    {Action.DROP, Action.REFUSE, Action.COLLECT, Action.NEGOTIATE, Action.NEGOTIATE},
    {Action.REFUSE_OTHER_PDU, Action.REFUSE, Action.COLLECT, Action.NEGOTIATE, Action.NEGOTIATE},
    {Action.REFUSE_OTHER_PDU, Action.REFUSE, Action.REFUSE, Action.REFUSE, Action.SEND_MORE},
    {Action.REFUSE_OTHER_PDU, Action.REFUSE, Action.REFUSE, Action.REFUSE, Action.REFUSE},
    {Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE},
  };

  /** What {@code input} does in this state. */
  Action on(Input input) {
    return TABLE[ordinal()][input.ordinal()];
  }
}
