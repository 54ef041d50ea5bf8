// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.util.List;

/** The mode pages that every device type has alike, and that say what is fixed here. */
public final class CommonModePages {
  private static final int SCSIP = 0x02;

  private CommonModePages() {}

  /**
   * Disconnect-Reconnect (no limit on anything), Control Extension (the timestamp is the one that
   * SET TIMESTAMP set), Protocol Specific Logical Unit and Port.
   */
  public static List<ModePage> all() {
    return List.of(
        ModePage.page(0x02, 16).build(),
        ModePage.subpage(0x0A, 0x01, 32).defaults(4, SCSIP).build(),
        ModePage.page(0x18, 8).tellingProtocol().build(),
        ModePage.page(0x19, 8).tellingProtocol().build());
  }
}
