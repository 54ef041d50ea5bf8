// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import java.util.List;
import java.util.SortedMap;

/**
 * What a fabric that makes its own target is to make.
 *
 * @param seed where all its randomness comes from
 * @param logicalUnits the logical units, LUN 0 first; ignored by fabrics that reach a target of
 *     somebody's
 * @param settings further settings by name, such as {@code faults}, {@code pcap}, {@code trace}, or
 *     iSCSI keys that the initiator is to offer as {@code iscsi.HeaderDigest}, or a {@link
 *     TargetNote} on a target of somebody's; a provider refuses a name that it does not know
 */
public record FabricOptions(
    long seed, List<LogicalUnitOptions> logicalUnits, SortedMap<String, String> settings) {

  /**
   * One logical unit to make.
   *
   * @param blocks its capacity in logical blocks
   * @param blockBytes 512 or 4096
   * @param volatileCache whether writes may be lost with power until flushed
   */
  public record LogicalUnitOptions(long blocks, int blockBytes, boolean volatileCache) {}
}
