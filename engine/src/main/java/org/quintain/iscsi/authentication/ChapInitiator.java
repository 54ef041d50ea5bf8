// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextValues;
import org.quintain.sam.Check;

/**
 * The initiator's half of one CHAP exchange (RFC 7143 12.1.3), after CHAP was agreed on; the
 * package has its table. Each input is one complete text of the target.
 */
public final class ChapInitiator {
  private enum State {
    CHALLENGE,
    RESPONSE,
    DONE,
    FAILED
  }

  private final InitiatorAuthentication authentication;
  private final ChapUser user;
  private State state = State.CHALLENGE;
  private @Nullable ChapChallenge challenge;

  /** An exchange as {@code authentication} has it, which offers CHAP. */
  public ChapInitiator(InitiatorAuthentication authentication) {
    this.authentication = authentication;
    ChapUser given = authentication.user();
    Check.that(given != null, "CHAP is offered by who has a user", 0);
    this.user = given;
  }

  /** Whether we have answered, and the target has if it had to. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** Adds what an exchange begins with. */
  public void begin(TextKeyList out) {
    out.add(IscsiKey.CHAP_A, ChapAlgorithm.listOf(authentication.algorithms()));
  }

  /**
   * Takes a text and adds the answers to {@code out}.
   *
   * @return what is wrong, in one clause; empty when nothing is
   */
  public String onKeys(TextKeyList in, TextKeyList out) {
    ChapKeys keys = new ChapKeys(in);
    String problem =
        switch (state) {
          case CHALLENGE -> onChallenge(keys, out);
          case RESPONSE -> onResponse(keys);
          case DONE -> keys.hasAny() ? "CHAP is over" : "";
          case FAILED -> "CHAP has failed";
        };
    if (!problem.isEmpty()) {
      state = State.FAILED;
    }
    return problem;
  }

  private String onChallenge(ChapKeys keys, TextKeyList out) {
    ChapAlgorithm agreed = ChapAlgorithm.ofNumber(TextValues.number(keys.value(IscsiKey.CHAP_A)));
    if (agreed == null || !authentication.algorithms().contains(agreed)) {
      return "the target chose no CHAP algorithm of those offered";
    }
    byte[] theirs = keys.challenge();
    int identifier = keys.identifier();
    if (theirs == null || identifier < 0) {
      return "the target's CHAP_I or CHAP_C cannot be what it is";
    }
    out.add(IscsiKey.CHAP_N, user.name());
    out.add(
        IscsiKey.CHAP_R, TextValues.ofBinary(agreed.response(identifier, user.secret(), theirs)));
    if (authentication.target() == null) {
      state = State.DONE;
      return "";
    }
    // RFC 7143 9.2.1: the challenge of the other direction is a new one.
    ChapChallenge made = new ChapChallenge(agreed, authentication.challenges());
    if (made.isReflectedIn(theirs)) {
      return "the target's challenge is our own";
    }
    challenge = made;
    made.addTo(out);
    state = State.RESPONSE;
    return "";
  }

  private String onResponse(ChapKeys keys) {
    ChapChallenge ours = challenge;
    ChapUser expected = authentication.target();
    if (ours == null || !keys.has(IscsiKey.CHAP_N) || !keys.has(IscsiKey.CHAP_R)) {
      return "the target does not say who it is";
    }
    ChapUser named =
        expected != null && expected.name().equals(keys.value(IscsiKey.CHAP_N)) ? expected : null;
    if (!ours.isAnsweredBy(named, keys.response())) {
      return "the target's name or secret is wrong";
    }
    state = State.DONE;
    return "";
  }
}
