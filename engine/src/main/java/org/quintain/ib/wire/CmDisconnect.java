// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/** The field of a request for disconnection (DREQ, IBA 12.6.10, table 112). */
public final class CmDisconnect {
  /** The receiver's queue pair. */
  public static final MadField REMOTE_QUEUE_PAIR = MadField.bits(8, 0, 24);

  private CmDisconnect() {}
}
