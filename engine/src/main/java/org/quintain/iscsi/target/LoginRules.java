// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.quintain.iscsi.authentication.TargetAuthentication;

/**
 * Who gets into a target, as whom, how often, or to where instead.
 *
 * @param access who may see it and log in
 * @param authentication whom it believes, and who it is itself
 * @param limits how many sessions and connections it has
 * @param redirect where logins are sent instead, as TargetAddress has it (RFC 7143 13.8); empty for
 *     nowhere
 * @param redirectPermanent whether that is for good
 */
public record LoginRules(
    InitiatorAccess access,
    TargetAuthentication authentication,
    SessionLimits limits,
    String redirect,
    boolean redirectPermanent) {
  /** Everybody, as anybody, without limits of its own. */
  public static final LoginRules OPEN =
      new LoginRules(
          InitiatorAccess.ANYBODY, TargetAuthentication.NONE, SessionLimits.NONE, "", false);

  /** These rules with another one of who may log in. */
  public LoginRules withAccess(InitiatorAccess other) {
    return new LoginRules(other, authentication, limits, redirect, redirectPermanent);
  }

  /** These rules with other users. */
  public LoginRules withAuthentication(TargetAuthentication other) {
    return new LoginRules(access, other, limits, redirect, redirectPermanent);
  }

  /** These rules with other limits. */
  public LoginRules withLimits(SessionLimits other) {
    return new LoginRules(access, authentication, other, redirect, redirectPermanent);
  }

  /** These rules, sending every login elsewhere (RFC 7143 11.13.5, class 01). */
  public LoginRules withRedirect(String targetAddress, boolean permanent) {
    return new LoginRules(access, authentication, limits, targetAddress, permanent);
  }
}
