// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.Locale;

/** What can go wrong in a run, as {@code --faults} names it. */
public enum FaultClass {
  /** A direction of a stream stands still for a while. */
  STALL,
  /** A segment is lost and comes after a retransmission time-out. */
  LOSS,
  /** A stream is reset. */
  RESET,
  /** One end loses the stream and the other does not hear of it. */
  HALF_OPEN,
  /** One half of a stream is shut. */
  END_OF_STREAM,
  /** Bits change on the way where a digest covers them. */
  BIT_FLIP,
  /** Reads and writes of a disk fail. */
  DISK_ERROR,
  /** A disk refuses requests that it would take later. */
  DISK_BUSY,
  /** The target's power is cut and comes back. */
  POWER_LOSS,
  /** A reactor is held up, as by a garbage collection. */
  PAUSE,
  /** Initiators abort commands and reset logical units. */
  TASK_MANAGEMENT,
  /** Initiators log out and in again. */
  LOGOUT,
  /** Initiators log in anew over a session that stands (RFC 7143 6.3.5). */
  REINSTATEMENT;

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
