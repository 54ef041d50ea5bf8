// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

/** Who may see a target and log in to it. */
@FunctionalInterface
public interface InitiatorAccess {
  /** Everybody. */
  InitiatorAccess ANYBODY = (initiatorName, peerAddress) -> true;

  /**
   * Whether the initiator may.
   *
   * @param initiatorName the InitiatorName in the form names are compared in
   * @param peerAddress "host:port" of its end of the connection
   */
  boolean allows(String initiatorName, String peerAddress);
}
