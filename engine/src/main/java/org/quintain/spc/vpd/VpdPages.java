// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.ParameterData;
import org.quintain.sam.Check;
import org.quintain.sam.ItNexusIdentity;

/** The table of a logical unit's VPD pages; page 00h is made from it. */
public final class VpdPages {
  private final @Nullable VpdPage[] byCode = new VpdPage[256];

  /** A table of {@code pages} and page 00h. */
  public VpdPages(List<VpdPage> pages) {
    add(new SupportedPages());
    pages.forEach(this::add);
  }

  private void add(VpdPage page) {
    Check.that(byCode[page.pageCode()] == null, "a VPD page is there once", page.pageCode());
    byCode[page.pageCode()] = page;
  }

  /** The page of {@code pageCode}, or null. */
  public @Nullable VpdPage find(int pageCode) {
    return byCode[pageCode];
  }

  /** Supported VPD Pages (SPC-5 7.7.17): the page codes, ascending. */
  private final class SupportedPages implements VpdPage {
    @Override
    public int pageCode() {
      return 0x00;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      int end = HEADER_BYTES;
      for (int code = 0; code < byCode.length; code++) {
        if (byCode[code] != null) {
          ParameterData.put8(into, end++, code);
        }
      }
      return end;
    }
  }
}
