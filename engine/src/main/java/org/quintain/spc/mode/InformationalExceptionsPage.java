// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

/** Informational Exceptions Control, page 1Ch (SBC-4 6.5.8): there are none to tell (DEXCPT). */
public final class InformationalExceptionsPage {
  private InformationalExceptionsPage() {}

  /** The page. */
  public static ModePage of() {
    return ModePage.page(0x1C, 12).defaults(2, 0x08).build();
  }
}
