// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

import org.jspecify.annotations.Nullable;

/**
 * The information units of FCP by the R_CTL of their frames (FCP-4 table 17): routing 0h, and the
 * information category.
 */
public enum FcpInformationUnit {
  /** Solicited data, either way. */
  FCP_DATA(0x01),
  /** Solicited control: the initiator confirms a response. */
  FCP_CONF(0x03),
  /** Data descriptor. */
  FCP_XFER_RDY(0x05),
  /** Unsolicited command. */
  FCP_CMND(0x06),
  /** Command status. */
  FCP_RSP(0x07);

  /** TYPE of FCP's frames (FC-FS-3 9.6). */
  public static final int TYPE = 0x08;

  private final int routingControl;

  FcpInformationUnit(int routingControl) {
    this.routingControl = routingControl;
  }

  /** R_CTL of its frames. */
  public int routingControl() {
    return routingControl;
  }

  /** The unit that {@code routingControl} announces, or null. */
  public static @Nullable FcpInformationUnit of(int routingControl) {
    return switch (routingControl) {
      case 0x01 -> FCP_DATA;
      case 0x03 -> FCP_CONF;
      case 0x05 -> FCP_XFER_RDY;
      case 0x06 -> FCP_CMND;
      case 0x07 -> FCP_RSP;
      default -> null;
    };
  }
}
