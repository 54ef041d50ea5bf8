// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.quintain.iscsi.authentication.ChallengeSource;
import org.quintain.iscsi.authentication.ChapTarget;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.LoginStage;
import org.quintain.iscsi.negotiation.NegotiationResult;
import org.quintain.iscsi.negotiation.Negotiator;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextValues;

/**
 * What a login must show before it may leave the security negotiation stage (RFC 7143 6.3.2, 12):
 * nothing where no user is configured, CHAP where one is.
 */
final class LoginSecurity {
  private static final String CHAP = "CHAP";

  private final TargetAuthentication users;
  private final ChapTarget chap;
  private final Negotiator negotiator;
  private boolean isAgreed;

  LoginSecurity(TargetAuthentication users, ChallengeSource challenges, Negotiator negotiator) {
    this.users = users;
    this.negotiator = negotiator;
    chap = new ChapTarget(users, challenges);
  }

  /** What AuthMethod is answered by where {@code users} are configured. */
  static String methods(TargetAuthentication users) {
    return users.isRequired() ? CHAP : TextValues.NONE;
  }

  /** Whether nothing more needs to be shown. */
  boolean isSatisfied() {
    return !users.isRequired() || chap.isDone();
  }

  /**
   * Takes the keys of one complete text that the negotiator has taken already, and adds the
   * method's answers to {@code out}.
   *
   * @param transit whether the request asks to leave the stage
   */
  NegotiationResult onKeys(LoginStage stage, boolean transit, TextKeyList in, TextKeyList out) {
    if (isSatisfied()) {
      return NegotiationResult.OK;
    }
    if (stage != LoginStage.SECURITY_NEGOTIATION) {
      return NegotiationResult.authenticationFailure("the login left CHAP out, which is required");
    }
    if (!isAgreed) {
      isAgreed = negotiator.result(IscsiKey.AUTH_METHOD).equals(CHAP);
      return isAgreed || !transit
          ? NegotiationResult.OK
          : NegotiationResult.authenticationFailure("the login offers no CHAP, which is required");
    }
    String problem = chap.onKeys(in, out);
    return problem.isEmpty()
        ? NegotiationResult.OK
        : NegotiationResult.authenticationFailure(problem);
  }

  /** Who the initiator has shown to be, as CHAP_N; empty where nobody was asked. */
  String userName() {
    return chap.userName();
  }
}
