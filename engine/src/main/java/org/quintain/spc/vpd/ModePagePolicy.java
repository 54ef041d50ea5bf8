// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import org.quintain.device.ParameterData;
import org.quintain.sam.ItNexusIdentity;

/**
 * Mode Page Policy, page 87h (SPC-5 7.7.11): all pages and subpages are shared by all I_T nexuses,
 * and are of this logical unit alone.
 */
public final class ModePagePolicy implements VpdPage {
  private static final int ALL_PAGES = 0x3F;
  private static final int ALL_SUBPAGES = 0xFF;

  @Override
  public int pageCode() {
    return 0x87;
  }

  @Override
  public int write(ByteBuffer into, ItNexusIdentity nexus) {
    ParameterData.put8(into, HEADER_BYTES, ALL_PAGES);
    ParameterData.put8(into, HEADER_BYTES + 1, ALL_SUBPAGES);
    return HEADER_BYTES + 4;
  }
}
