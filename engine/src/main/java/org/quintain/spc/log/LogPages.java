// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * The table of a logical unit's log pages, ascending by page code and subpage code, without the
 * lists of pages and subpages that are made from it.
 */
public final class LogPages {
  /** SUBPAGE CODE of a list of subpages. */
  static final int SUPPORTED_SUBPAGES = 0xFF;

  private final List<LogPage> pages;

  /** A table of {@code pages}. */
  public LogPages(List<LogPage> pages) {
    this.pages =
        pages.stream()
            .sorted(
                Comparator.comparingInt(LogPage::pageCode).thenComparingInt(LogPage::subpageCode))
            .toList();
    for (LogPage page : pages) {
      Check.that(
          page.pageCode() != 0 && find(page.pageCode(), page.subpageCode()) == page,
          "a log page is there once",
          page.pageCode());
    }
  }

  /** All pages that have parameters. */
  List<LogPage> all() {
    return pages;
  }

  /** The page of these codes, or null. */
  @Nullable LogPage find(int pageCode, int subpageCode) {
    for (LogPage page : pages) {
      if (page.pageCode() == pageCode && page.subpageCode() == subpageCode) {
        return page;
      }
    }
    return null;
  }

  /** Whether {@code pageCode} names a page, page 00h included. */
  boolean has(int pageCode) {
    return pageCode == 0 || pages.stream().anyMatch(page -> page.pageCode() == pageCode);
  }

  /** Whether the codes name a list of pages or subpages (SPC-5 7.3.19, 7.3.20). */
  boolean isList(int pageCode, int subpageCode) {
    return pageCode == 0
        ? subpageCode == 0 || subpageCode == SUPPORTED_SUBPAGES
        : subpageCode == SUPPORTED_SUBPAGES && hasSubpages(pageCode);
  }

  private boolean hasSubpages(int pageCode) {
    return pages.stream().anyMatch(page -> page.pageCode() == pageCode && page.subpageCode() != 0);
  }

  /** The list that {@link #isList} found: page codes, or pairs of page code and subpage code. */
  byte[] list(int pageCode, int subpageCode) {
    boolean isPairs = subpageCode == SUPPORTED_SUBPAGES;
    List<Integer> codes = new ArrayList<>();
    if (pageCode == 0) {
      codes.add(0);
      codes.add(SUPPORTED_SUBPAGES);
    }
    int last = 0;
    for (LogPage page : pages) {
      if (pageCode != 0 && page.pageCode() != pageCode) {
        continue;
      }
      if (last != page.pageCode()) {
        addListOf(codes, last);
        last = page.pageCode();
      }
      codes.add(page.pageCode() << 8 | page.subpageCode());
    }
    addListOf(codes, last);
    return isPairs ? pairs(codes) : singles(codes);
  }

  private void addListOf(List<Integer> codes, int pageCode) {
    if (pageCode != 0 && hasSubpages(pageCode)) {
      codes.add(pageCode << 8 | SUPPORTED_SUBPAGES);
    }
  }

  private static byte[] pairs(List<Integer> codes) {
    byte[] bytes = new byte[2 * codes.size()];
    for (int index = 0; index < codes.size(); index++) {
      bytes[2 * index] = (byte) (codes.get(index) >> 8);
      bytes[2 * index + 1] = codes.get(index).byteValue();
    }
    return bytes;
  }

  private static byte[] singles(List<Integer> codes) {
    List<Integer> pageCodes = codes.stream().map(code -> code >> 8).distinct().toList();
    byte[] bytes = new byte[pageCodes.size()];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = pageCodes.get(index).byteValue();
    }
    return bytes;
  }
}
