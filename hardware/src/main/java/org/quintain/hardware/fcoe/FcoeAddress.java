// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

/** The Ethernet addresses that FCoE gives a meaning to (FC-BB-6 table 36, 7.5, 7.9.8.2). */
public final class FcoeAddress {
  /** All-ENode-MACs: where forwarders advertise. */
  static final long ALL_NODES = 0x0110_1801_0001L;

  /** All-FCF-MACs: where nodes solicit. */
  static final long ALL_FORWARDERS = 0x0110_1801_0002L;

  /** All-VN2VN-ENode-MACs. */
  static final long ALL_NEIGHBOURS = 0x0110_1801_0004L;

  /** VN2VN-FC-MAP: the upper half of the address of a VN_Port that chose its identifier itself. */
  private static final int NEIGHBOUR_MAP = 0x0EFD00;

  private static final long ADDRESS_MASK = 0xFFFF_FFFF_FFFFL;
  private static final long GROUP_BIT = 0x0100_0000_0000L;

  private FcoeAddress() {}

  /** The address of the port with {@code portId} on a link without a fabric. */
  static long ofNeighbour(int portId) {
    return ofMap(NEIGHBOUR_MAP, portId);
  }

  /** The address that a fabric with that FC-MAP provides for {@code portId}. */
  static long ofMap(int fcMap, int portId) {
    return (long) (fcMap & 0xFFFFFF) << 24 | (portId & 0xFFFFFF);
  }

  /** The address that a world wide name of IEEE's kind carries (FC-FS-5 15.2.3), a node's own. */
  public static long ofName(long worldWideName) {
    return worldWideName & ADDRESS_MASK & ~GROUP_BIT;
  }
}
