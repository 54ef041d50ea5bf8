// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

/** PAGE CONTROL of MODE SENSE: which values of the pages are asked for (SPC-5 6.13.1). */
enum PageControl {
  CURRENT,
  CHANGEABLE,
  DEFAULT,
  SAVED;

  private static final PageControl[] BY_CODE = values();

  static PageControl of(int code) {
    return BY_CODE[code];
  }
}
