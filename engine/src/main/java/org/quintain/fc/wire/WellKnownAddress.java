// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

/** Well-known address identifiers (FC-FS-5 table 30). */
public final class WellKnownAddress {
  /** A port that has none yet. */
  public static final int UNASSIGNED = 0x000000;

  /** The first of those that are not a port's own (FC-FS-5 table 30). */
  public static final int FIRST = 0xFFFC00;

  /** The management server. */
  public static final int MANAGEMENT_SERVER = 0xFFFFFA;

  /** The directory server, whose name server knows the ports. */
  public static final int DIRECTORY_SERVER = 0xFFFFFC;

  /** The fabric controller: state changes are registered there and come from there. */
  public static final int FABRIC_CONTROLLER = 0xFFFFFD;

  /** The login server: FLOGI, FDISC. */
  public static final int FABRIC_LOGIN = 0xFFFFFE;

  /** Everybody. */
  public static final int BROADCAST = 0xFFFFFF;

  private WellKnownAddress() {}
}
