// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

import java.util.Locale;

/** The faults that an InfiniBand subnet and its adapters can meet, as they are counted. */
public enum IbFaultKind {
  PACKET_LOSS,
  PACKET_CORRUPTION,
  PACKET_DUPLICATE,
  PACKET_DELAY,
  CM_LOSS,
  QUEUE_PAIR_ERROR,
  RECEIVER_NOT_READY,
  REMOTE_ACCESS_ERROR,
  PATH_MIGRATION,
  CREDIT_STARVATION,
  HCA_REMOVAL,
  PARTITION,
  RECONNECTION_RACE;

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
