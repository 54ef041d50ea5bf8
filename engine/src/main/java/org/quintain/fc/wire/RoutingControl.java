// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

/** The values of R_CTL that Quintain speaks (FC-FS-5 11.2, 13.3; FCP-5 table 22). */
public final class RoutingControl {
  /** FC-4 device data: solicited data (FCP_DATA). */
  public static final int SOLICITED_DATA = 0x01;

  /** FC-4 device data: unsolicited control (a CT request). */
  public static final int UNSOLICITED_CONTROL = 0x02;

  /** FC-4 device data: solicited control (a CT response). */
  public static final int SOLICITED_CONTROL = 0x03;

  /** FC-4 device data: data descriptor (FCP_XFER_RDY). */
  public static final int DATA_DESCRIPTOR = 0x05;

  /** FC-4 device data: unsolicited command (FCP_CMND). */
  public static final int UNSOLICITED_COMMAND = 0x06;

  /** FC-4 device data: command status (FCP_RSP). */
  public static final int COMMAND_STATUS = 0x07;

  /** Extended link service request. */
  public static final int ELS_REQUEST = 0x22;

  /** Extended link service reply. */
  public static final int ELS_REPLY = 0x23;

  /** FC-4 link service request (FCP: SRR). */
  public static final int FC4_LINK_REQUEST = 0x32;

  /** FC-4 link service reply. */
  public static final int FC4_LINK_REPLY = 0x33;

  /** Basic link service: no operation. */
  public static final int NOP = 0x80;

  /** Basic link service: abort sequence. */
  public static final int ABTS = 0x81;

  /** Basic link service: basic accept. */
  public static final int BA_ACC = 0x84;

  /** Basic link service: basic reject. */
  public static final int BA_RJT = 0x85;

  private RoutingControl() {}

  /**
   * Whether frames with this R_CTL are basic link services, which have no sequence of their own.
   */
  public static boolean isBasicLinkService(int routingControl) {
    return (routingControl & 0xF0) == 0x80;
  }
}
