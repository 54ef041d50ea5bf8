// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

/** The Ethernet addresses of a VN2VN link (FC-BB-6 7.9.8). */
public final class NeighbourAddress {
  /** All-VN2VN-ENode-MACs (FC-BB-6 table 36). */
  public static final long ALL_NODES = 0x0110_1801_0004L;

  /** VN2VN-FC-MAP: the upper half of the address of a VN_Port that chose its identifier itself. */
  private static final long VN2VN_MAP = 0x0EFD_0000_0000L;

  private NeighbourAddress() {}

  /** The address of the VN_Port with {@code portId} (FC-BB-6 7.9.8.2). */
  public static long of(int portId) {
    return VN2VN_MAP | (portId & 0xFFFFFF);
  }
}
