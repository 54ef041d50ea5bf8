// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import org.quintain.target.LunMap;
import org.quintain.target.TargetPortConfig;

/** How a fabric calls the ports of its target. */
@FunctionalInterface
public interface PortNaming {
  /** What iSCSI is by SPC-5 7.6.1. */
  int ISCSI = 5;

  /** What FCP is by SPC-5 7.6.1. */
  int FCP = 0;

  /** What SRP is by SPC-5 7.6.1. */
  int SRP = 4;

  /**
   * The target port {@code number}, from 1 on, which is its relative identifier and the number of
   * its group as well.
   */
  TargetPortConfig port(int number, LunMap luns);

  /** A first port of no protocol in particular, and iSCSI ports with ".2" and so on after it. */
  static PortNaming after(String first) {
    return (number, luns) ->
        number == 1
            ? new TargetPortConfig(first, 1, luns)
            : new TargetPortConfig(first + "." + number, number, ISCSI, number, luns);
  }
}
