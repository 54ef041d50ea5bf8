// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/**
 * How the ports of a link that carries frames come to their addresses, which is how they log in.
 */
public enum LinkTopology {
  /** A fabric's port or one other N_Port at the far end: FLOGI tells which (FC-LS-4 6.2). */
  FABRIC_OR_POINT_TO_POINT,

  /** A loop: initialisation gave an AL_PA; FLOGI goes out if a fabric's loop port takes part. */
  LOOP,

  /**
   * Many N_Ports with addresses of their own choosing and no fabric (FCoE VN2VN, FC-BB-6 7.9.8):
   * each pair exchanges FLOGI, PLOGI.
   */
  POINT_TO_MULTIPOINT
}
