// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import org.quintain.fabric.ItNexus;

/**
 * An I_T nexus as a registration names it, whether it stands or not: it is the same nexus when it
 * comes back (SPC-5 5.13.5).
 *
 * @param initiator the initiator port
 * @param relativeTargetPort the target port's relative target port identifier
 */
record NexusName(TransportId initiator, int relativeTargetPort) {
  static NexusName of(ItNexus nexus) {
    return new NexusName(
        TransportId.of(nexus.identity()), nexus.identity().relativeTargetPortIdentifier());
  }

  /** The same initiator port through another target port. */
  NexusName through(int otherRelativeTargetPort) {
    return new NexusName(initiator, otherRelativeTargetPort);
  }
}
