// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

/**
 * The states of an initiator's login and what each input does in them (RFC 7143 6.3). The stage
 * that the text belongs to is apart from them: {@link
 * org.quintain.iscsi.negotiation.LoginTransition}.
 */
enum LoginState {
  /** The stream is not up. */
  IDLE,
  /** Our text goes out, in more than one request. */
  SENDING,
  /** Our text is out, and the target's answer comes in. */
  RECEIVING,
  /** Full feature phase. */
  DONE,
  /** The target refused, or broke a rule. */
  FAILED;

  /** What comes in: Login Responses, by what they say. */
  enum Input {
    /** A status that is not success. */
    REFUSAL,
    /** The header breaks a rule. */
    MALFORMED,
    /** The C bit. */
    PART_OF_TEXT,
    /** The end of a text, in the same stage. */
    END_OF_TEXT,
    /** The end of a text and of the stage. */
    TRANSIT
  }

  /** What follows. */
  enum Action {
    /** Nothing. */
    IGNORE,
    /** The login fails with the target's reason. */
    GIVE_UP_REFUSED,
    /** The login fails with ours. */
    GIVE_UP,
    /** The next part of our text goes out. */
    SEND_MORE,
    /** The part is kept, and an empty request asks for the next. */
    COLLECT,
    /** The text is complete: it is negotiated, and what we have to say to it goes out. */
    NEGOTIATE,
    /** The text is complete and so is the stage. */
    GO_ON
  }

  private static final Action[][] TABLE = {
    // REFUSAL, MALFORMED, PART_OF_TEXT, END_OF_TEXT, TRANSIT
    {Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE},
    {
      Action.GIVE_UP_REFUSED, Action.GIVE_UP, Action.GIVE_UP, Action.SEND_MORE, Action.GIVE_UP,
    },
    {
      Action.GIVE_UP_REFUSED, Action.GIVE_UP, Action.COLLECT, Action.NEGOTIATE, Action.GO_ON,
    },
    {Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE},
    {Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE},
  };

  /** What {@code input} does in this state. */
  Action on(Input input) {
    return TABLE[ordinal()][input.ordinal()];
  }
}
