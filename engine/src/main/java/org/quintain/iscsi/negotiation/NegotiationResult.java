// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

/**
 * What came of one batch of keys.
 *
 * @param status Status-Class and Status-Detail that a target ends the login with, as one number
 *     (RFC 7143 11.13.5); 0 when nothing was wrong
 * @param reason one clause that says what was wrong; empty when nothing was
 */
public record NegotiationResult(int status, String reason) {
  /** Nothing was wrong. */
  public static final NegotiationResult OK = new NegotiationResult(0, "");

  private static final int INITIATOR_ERROR = 0x0200;
  private static final int AUTHENTICATION_FAILURE = 0x0201;
  private static final int SESSION_TYPE_NOT_SUPPORTED = 0x0209;

  static NegotiationResult initiatorError(String reason) {
    return new NegotiationResult(INITIATOR_ERROR, reason);
  }

  /** A login whose authentication failed (status 0201), for {@code reason}. */
  public static NegotiationResult authenticationFailure(String reason) {
    return new NegotiationResult(AUTHENTICATION_FAILURE, reason);
  }

  static NegotiationResult sessionTypeNotSupported(String reason) {
    return new NegotiationResult(SESSION_TYPE_NOT_SUPPORTED, reason);
  }

  /** Whether nothing was wrong. */
  public boolean isOk() {
    return status == 0;
  }
}
