// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

/** Why an exchange ended that its user did not release. */
public enum ExchangeEnd {
  /** Our ABTS was accepted: nothing of it will come any more. */
  ABORTED,
  /** Our ABTS was rejected: the peer knows no such exchange. */
  ABORT_REJECTED,
  /** Nobody answered our ABTS, however often it was sent (FCP-4 12.5.3 asks for a logout then). */
  ABORT_UNANSWERED,
  /** The peer sent ABTS and its user agreed. */
  ABORTED_BY_PEER,
  /** The peer began another exchange under the same OX_ID. */
  REPLACED,
  /** The login that carried it ended. */
  LOGGED_OUT,
  /** The link went down, or the fabric sent us away; logins may outlive it. */
  LINK_DOWN
}
