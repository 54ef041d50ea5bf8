// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextValues;

/**
 * The target's half of one CHAP exchange (RFC 7143 12.1.3), after CHAP was agreed on; the package
 * has its table. Each input is one complete text of the initiator.
 */
public final class ChapTarget {
  private enum State {
    ALGORITHM,
    RESPONSE,
    DONE,
    FAILED
  }

  private final TargetAuthentication authentication;
  private final ChallengeSource source;
  private State state = State.ALGORITHM;
  private @Nullable ChapAlgorithm algorithm;
  private @Nullable ChapChallenge challenge;
  private String userName = "";

  /** An exchange with an initiator that has to be one of {@code authentication}'s. */
  public ChapTarget(TargetAuthentication authentication, ChallengeSource source) {
    this.authentication = authentication;
    this.source = source;
  }

  /** Whether the initiator has shown who it is, and we have if it asked. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** Who the initiator is, once that is shown; empty before. */
  public String userName() {
    return userName;
  }

  /**
   * Takes a text and adds the answers to {@code out}.
   *
   * @return what is wrong, in one clause that holds nothing the initiator sent; empty when nothing
   *     is
   */
  public String onKeys(TextKeyList in, TextKeyList out) {
    ChapKeys keys = new ChapKeys(in);
    String problem =
        switch (state) {
          case ALGORITHM -> onAlgorithm(keys, out);
          case RESPONSE -> onResponse(keys, out);
          case DONE -> keys.hasAny() ? "CHAP is over" : "";
          case FAILED -> "CHAP has failed";
        };
    if (!problem.isEmpty()) {
      state = State.FAILED;
    }
    return problem;
  }

  private String onAlgorithm(ChapKeys keys, TextKeyList out) {
    if (!keys.hasAny()) {
      return "";
    }
    if (!keys.has(IscsiKey.CHAP_A)) {
      return "CHAP begins with CHAP_A";
    }
    if (keys.has(IscsiKey.CHAP_N)
        || keys.has(IscsiKey.CHAP_R)
        || keys.has(IscsiKey.CHAP_I)
        || keys.has(IscsiKey.CHAP_C)) {
      return "CHAP_A comes alone";
    }
    ChapAlgorithm chosen = null;
    for (String each : TextValues.list(keys.value(IscsiKey.CHAP_A))) {
      long number = TextValues.number(each);
      if (number < 0) {
        return "CHAP_A is no list of numbers";
      }
      // RFC 7143 12.1.3: one of those proposed; the initiator's order of preference holds (6.2.1).
      chosen = chosen == null ? ChapAlgorithm.ofNumber(number) : chosen;
    }
    if (chosen == null) {
      return "CHAP_A has no algorithm that is known here";
    }
    algorithm = chosen;
    ChapChallenge made = new ChapChallenge(chosen, source);
    challenge = made;
    out.add(IscsiKey.CHAP_A, Integer.toString(chosen.number()));
    made.addTo(out);
    state = State.RESPONSE;
    return "";
  }

  private String onResponse(ChapKeys keys, TextKeyList out) {
    ChapChallenge ours = challenge;
    ChapAlgorithm agreed = algorithm;
    if (ours == null
        || agreed == null
        || !keys.has(IscsiKey.CHAP_N)
        || !keys.has(IscsiKey.CHAP_R)) {
      return "the challenge is answered with CHAP_N and CHAP_R";
    }
    if (keys.has(IscsiKey.CHAP_A) || keys.has(IscsiKey.CHAP_I) != keys.has(IscsiKey.CHAP_C)) {
      return "beside CHAP_N and CHAP_R there are CHAP_I and CHAP_C, or neither";
    }
    ChapUser user = authentication.incomingUser(keys.value(IscsiKey.CHAP_N));
    if (!ours.isAnsweredBy(user, keys.response()) || user == null) {
      // The same words for an unknown user and a wrong secret: nobody learns which names there are.
      return "the initiator's name or secret is wrong";
    }
    if (keys.has(IscsiKey.CHAP_I)) {
      String problem = answer(ours, agreed, user, keys, out);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    userName = user.name();
    state = State.DONE;
    return "";
  }

  /** The initiator wants to know who we are. */
  private String answer(
      ChapChallenge ours, ChapAlgorithm agreed, ChapUser user, ChapKeys keys, TextKeyList out) {
    byte[] theirs = keys.challenge();
    int identifier = keys.identifier();
    if (theirs == null || identifier < 0) {
      return "CHAP_I or CHAP_C cannot be what it is";
    }
    // RFC 7143 9.2.1: a challenge that comes back would have us make the answer to our own.
    if (ours.isReflectedIn(theirs)) {
      return "the initiator sent our challenge back";
    }
    ChapUser self = authentication.outgoing();
    if (self == null) {
      return "the initiator asks who the target is, which has no name to give";
    }
    // The configuration sees to it; an answer with a secret of both directions must never leave.
    if (self.secret().equals(user.secret())) {
      return "both directions have the same secret";
    }
    out.add(IscsiKey.CHAP_N, self.name());
    out.add(
        IscsiKey.CHAP_R, TextValues.ofBinary(agreed.response(identifier, self.secret(), theirs)));
    return "";
  }
}
