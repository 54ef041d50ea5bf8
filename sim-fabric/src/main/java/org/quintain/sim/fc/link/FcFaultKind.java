// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.Locale;

/** The faults that a Fibre Channel fabric can meet, as they are counted. */
public enum FcFaultKind {
  FRAME_LOSS,
  FRAME_CORRUPTION,
  FRAME_DUPLICATE,
  FRAME_DELAY,
  LINK_FLAP,
  CREDIT_LOSS,
  SLOW_DRAIN,
  RSCN_STORM,
  ZONE_CHANGE,
  PORT_LOGOUT,
  SWITCH_REBOOT,
  NPIV_CHURN;

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
