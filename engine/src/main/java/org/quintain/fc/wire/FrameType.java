// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

/** The values of TYPE that Quintain speaks (FC-FS-5 11.6). */
public final class FrameType {
  /** Basic link service. */
  public static final int BASIC_LINK_SERVICE = 0x00;

  /** Extended link service. */
  public static final int EXTENDED_LINK_SERVICE = 0x01;

  /** SCSI Fibre Channel Protocol. */
  public static final int FCP = 0x08;

  /** Common transport (FC-CT, FC-GS-8). */
  public static final int COMMON_TRANSPORT = 0x20;

  private FrameType() {}
}
