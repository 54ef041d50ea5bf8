// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

/**
 * Control, page 0Ah (SPC-5 7.5.10). One task set for all nexuses (TST 000b); commands may be
 * reordered freely (QAM 0001b); an error leaves other commands alone (QERR 00b); a command that
 * another nexus aborts ends silently (TAS 0); a unit attention condition is cleared when reported
 * (UA_INTLCK_CTRL 00b).
 */
public final class ControlPage {
  private static final int D_SENSE = 0x04;
  private static final int GLTSD = 0x02;

  private ControlPage() {}

  /** The page with D_SENSE as given. */
  public static ModePage of(boolean isDescriptorSense) {
    return ModePage.page(0x0A, 12)
        .defaults(2, GLTSD | (isDescriptorSense ? D_SENSE : 0), 0x10)
        .build();
  }
}
