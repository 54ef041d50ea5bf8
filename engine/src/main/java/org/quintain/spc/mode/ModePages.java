// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.ParameterData;
import org.quintain.sam.Check;

/** The table of a logical unit's mode pages, ascending by page code and subpage code. */
public final class ModePages {
  /** PAGE CODE of all pages. */
  static final int ALL_PAGES = 0x3F;

  /** SUBPAGE CODE of a page and all its subpages. */
  static final int ALL_SUBPAGES = 0xFF;

  private static final int PS = 0x80;

  private final List<ModePage> pages;

  /** A table of {@code pages}. */
  public ModePages(List<ModePage> pages) {
    this.pages =
        pages.stream()
            .sorted(
                Comparator.comparingInt(ModePage::pageCode).thenComparingInt(ModePage::subpageCode))
            .toList();
    for (ModePage page : pages) {
      Check.that(
          find(page.pageCode(), page.subpageCode()) == page,
          "a mode page is there once",
          page.pageCode());
    }
  }

  /** All pages, ascending. */
  public List<ModePage> all() {
    return pages;
  }

  /** The page of {@code pageCode} and {@code subpageCode}, or null. */
  public @Nullable ModePage find(int pageCode, int subpageCode) {
    for (ModePage page : pages) {
      if (page.pageCode() == pageCode && page.subpageCode() == subpageCode) {
        return page;
      }
    }
    return null;
  }

  /** Whether {@code pageCode} names a page, with or without subpages, or all pages. */
  boolean has(int pageCode) {
    return pageCode == ALL_PAGES || pages.stream().anyMatch(page -> page.pageCode() == pageCode);
  }

  /** Whether {@code subpageCode} names anything of {@code pageCode}, which is there. */
  boolean hasSubpage(int pageCode, int subpageCode) {
    return subpageCode == ALL_SUBPAGES
        || (pageCode == ALL_PAGES ? subpageCode == 0 : find(pageCode, subpageCode) != null);
  }

  /** Whether any page can be saved. */
  boolean hasSavable() {
    return pages.stream().anyMatch(ModePage::isSavable);
  }

  /** How many bytes {@link #write} may need at most. */
  int lengthBytesMax() {
    return pages.stream().mapToInt(ModePage::lengthBytes).sum();
  }

  /**
   * Writes the values of {@code control} of the pages that the codes name from {@code at} on and
   * returns where they end (SPC-5 6.13.1), for a nexus over {@code protocolIdentifier}.
   */
  int write(
      ByteBuffer into,
      int at,
      int pageCode,
      int subpageCode,
      PageControl control,
      int protocolIdentifier) {
    int end = at;
    for (ModePage page : pages) {
      boolean isAsked =
          (pageCode == ALL_PAGES || pageCode == page.pageCode())
              && (subpageCode == ALL_SUBPAGES || subpageCode == page.subpageCode());
      if (isAsked) {
        ParameterData.bytes(into, end, page.values(control), page.lengthBytes());
        ParameterData.put8(into, end, into.get(end) | (page.isSavable() ? PS : 0));
        if (page.tellsProtocol() && control != PageControl.CHANGEABLE) {
          ParameterData.put8(into, end + ModePage.PROTOCOL_BYTE, protocolIdentifier);
        }
        end += page.lengthBytes();
      }
    }
    return end;
  }

  /** Where in {@link #all} the page of these codes is, or -1. */
  int indexOf(int pageCode, int subpageCode) {
    for (int index = 0; index < pages.size(); index++) {
      ModePage page = pages.get(index);
      if (page.pageCode() == pageCode && page.subpageCode() == subpageCode) {
        return index;
      }
    }
    return -1;
  }

  /** Tells every page that its values hold: once, before the first command. */
  public void start(long nowNs) {
    for (ModePage page : pages) {
      page.applied(nowNs);
    }
  }

  /** Logical unit reset: saved values, or default ones, become current (SPC-5 5.11). */
  public void onReset(long nowNs) {
    for (ModePage page : pages) {
      byte[] saved = page.values(PageControl.SAVED);
      if (!page.says(saved)) {
        page.becomes(saved);
        page.applied(nowNs);
      }
    }
  }
}
