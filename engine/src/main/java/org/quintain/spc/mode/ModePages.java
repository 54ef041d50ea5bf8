// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterData;

/** The table of a logical unit's mode pages, ascending by page code. */
public final class ModePages {
  private static final int ALL_PAGES = 0x3F;

  private final List<ModePage> pages;

  /** A table of {@code pages}. */
  public ModePages(List<ModePage> pages) {
    this.pages = pages.stream().sorted(Comparator.comparingInt(ModePage::pageCode)).toList();
  }

  /** Whether {@code pageCode} names a page, or all pages. */
  boolean has(int pageCode) {
    return pageCode == ALL_PAGES || pages.stream().anyMatch(page -> page.pageCode() == pageCode);
  }

  /** How many bytes {@link #write} may need at most. */
  int lengthBytesMax() {
    return pages.stream().mapToInt(ModePage::lengthBytes).sum();
  }

  /**
   * Writes the pages that {@code pageCode} names from {@code at} on and returns where they end.
   * With {@code changeable}, every mask is zero, since nothing can be changed (SPC-5 6.13.3).
   */
  int write(ByteBuffer into, int at, int pageCode, boolean changeable, LogicalUnitView view) {
    int end = at;
    for (ModePage page : pages) {
      if (pageCode == ALL_PAGES || pageCode == page.pageCode()) {
        ParameterData.put8(into, end, page.pageCode());
        ParameterData.put8(into, end + 1, page.lengthBytes() - 2);
        if (!changeable) {
          page.writeCurrent(into, end, view);
        }
        end += page.lengthBytes();
      }
    }
    return end;
  }
}
