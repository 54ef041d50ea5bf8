// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.util.ArrayList;
import java.util.List;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.TextKeyList;

/**
 * A target that SendTargets named (RFC 7143 Appendix C).
 *
 * @param addresses its portals as the target spells them, "host:port,group"; empty means the portal
 *     that was asked
 */
public record DiscoveredTarget(String name, List<String> addresses) {
  /**
   * The targets in an answer to SendTargets: each TargetName with the TargetAddress keys that
   * follow it.
   */
  public static List<DiscoveredTarget> listOf(TextKeyList answer) {
    List<DiscoveredTarget> targets = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (int index = 0; index < answer.size(); index++) {
      if (answer.name(index).equals(IscsiKey.TARGET_NAME.keyName())) {
        addresses = new ArrayList<>();
        targets.add(new DiscoveredTarget(answer.value(index), addresses));
      } else if (answer.name(index).equals(IscsiKey.TARGET_ADDRESS.keyName())) {
        addresses.add(answer.value(index));
      }
    }
    return targets;
  }
}
