// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

import java.util.Locale;

/** The faults a stream can meet, as they are counted. */
public enum StreamFaultKind {
  STALL,
  RESET,
  HALF_OPEN,
  END_OF_STREAM,
  LOSS,
  BIT_FLIP;

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
