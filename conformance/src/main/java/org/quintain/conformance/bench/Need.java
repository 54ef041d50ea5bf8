// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.util.Locale;

/**
 * What a case requires of the fabric and target beyond one nexus; where it is missing, the case is
 * skipped.
 */
public enum Need {
  /** A second I_T nexus to the same logical unit. */
  SECOND_NEXUS,
  /** A second logical unit on the target. */
  SECOND_LUN,
  /** A second target port to the same logical unit, and initiator ports that can be chosen. */
  SECOND_PORT,
  /** The transport's own bytes: iSCSI over a bare stream. */
  BYTE_STREAM,
  /** The transport's own frames: Fibre Channel by a bare port. */
  FRAMES,
  /** The transport's own packets: InfiniBand by a bare port. */
  PACKETS,
  /** The transport's own messages: SRP by a bare port of an RDMA adapter. */
  MESSAGES,
  /** A hand on the target's power. */
  POWER_CONTROL;

  /** The word for lists and records, such as {@code second-nexus}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
