// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

/** Sees what adapters send, as an analyser at each port does. */
public interface SubnetTap {
  /**
   * A packet leaves the port {@code packet.from()}; faults have already met it.
   *
   * @param portName the port's path, such as "target/0"
   */
  default void onPacket(long nowNs, String portName, WirePacket packet) {}
}
