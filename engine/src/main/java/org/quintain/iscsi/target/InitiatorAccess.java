// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

/** Who may see a target and log in to it, and through which portal. */
@FunctionalInterface
public interface InitiatorAccess {
  /** Everybody, through every portal. */
  InitiatorAccess ANYBODY = (initiatorName, peerAddress, portalAddress) -> true;

  /**
   * Whether the initiator may.
   *
   * @param initiatorName the InitiatorName in the form names are compared in
   * @param peerAddress "host:port" of its end of the connection
   * @param portalAddress "host:port" of our end
   */
  boolean allows(String initiatorName, String peerAddress, String portalAddress);
}
