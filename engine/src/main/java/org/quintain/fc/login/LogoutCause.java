// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

/** Why a login with a peer is no more. */
public enum LogoutCause {
  /** The peer sent LOGO. */
  LOGGED_OUT_BY_PEER,
  /** The peer sent PRLO, so that the port login alone is left. */
  PROCESS_LOGGED_OUT_BY_PEER,
  /** The peer logged in anew (PLOGI), which ends what was before. */
  LOGGED_IN_ANEW,
  /** A third port sent TPRLO, or LOGO for the peer. */
  LOGGED_OUT_BY_THIRD_PARTY,
  /** We wanted it. */
  REQUESTED,
  /** Another port stands at its address, or it is in the fabric no more. */
  GONE,
  /** It did not come back in time after the link was down. */
  LINK_LOST,
  /** Our own address changed, or the fabric wants us to log in again. */
  FABRIC_CHANGED
}
