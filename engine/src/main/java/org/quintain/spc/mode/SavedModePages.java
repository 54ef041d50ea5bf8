// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The saved values of all mode pages as one value of the nonvolatile memory: for each savable page
 * its whole length, big-endian in two bytes, and its bytes, header included.
 *
 * <p>What does not fit the pages of today, because it was saved by another version or for another
 * configuration, is left out: the defaults stand in for it.
 */
final class SavedModePages {
  /** The name under which they are kept. */
  static final String NAME = "mode-pages";

  private SavedModePages() {}

  /** What is to be kept when {@code values}, in the order of {@code pages}, are saved. */
  static byte[] encode(ModePages pages, byte[][] values) {
    byte[] whole = new byte[pages.lengthBytesMax() + 2 * pages.all().size()];
    int end = 0;
    for (int index = 0; index < values.length; index++) {
      if (pages.all().get(index).isSavable()) {
        int length = values[index].length;
        whole[end] = (byte) (length >> 8);
        whole[end + 1] = (byte) length;
        System.arraycopy(values[index], 0, whole, end + 2, length);
        end += 2 + length;
      }
    }
    return Arrays.copyOf(whole, end);
  }

  /** Makes what was kept the saved and the current values of {@code pages}. */
  static void load(ModePages pages, byte @Nullable [] kept) {
    if (kept == null) {
      return;
    }
    int at = 0;
    while (at + 6 <= kept.length) {
      int length = (kept[at] & 0xFF) << 8 | (kept[at + 1] & 0xFF);
      if (length < 2 || at + 2 + length > kept.length) {
        return;
      }
      byte[] values = Arrays.copyOfRange(kept, at + 2, at + 2 + length);
      boolean isSubpage = (values[0] & 0x40) != 0;
      ModePage page = pages.find(values[0] & 0x3F, isSubpage ? values[1] & 0xFF : 0);
      if (page != null && page.lengthBytes() == length && page.isSavable()) {
        take(page, values);
      }
      at += 2 + length;
    }
  }

  private static void take(ModePage page, byte[] values) {
    byte[] before = page.values(PageControl.SAVED);
    page.saves(values);
    byte[] saved = page.values(PageControl.SAVED);
    if (page.check(saved) == ModePage.ACCEPTED) {
      page.saves(saved);
      page.becomes(page.values(PageControl.SAVED));
    } else {
      page.saves(before);
    }
  }
}
