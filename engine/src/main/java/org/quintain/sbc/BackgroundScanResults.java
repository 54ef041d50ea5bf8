// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.spc.log.LogPage;
import org.quintain.spc.log.LogParameters;

/** Background Scan, page 15h (SBC-4 6.4.2): no scan was ever made, since none runs by itself. */
final class BackgroundScanResults implements LogPage {
  private static final long NS_IN_MINUTE = 60_000_000_000L;

  private final long poweredOnNs;

  BackgroundScanResults(long poweredOnNs) {
    this.poweredOnNs = poweredOnNs;
  }

  @Override
  public int pageCode() {
    return 0x15;
  }

  @Override
  public void write(long nowNs, LogParameters into) {
    long minutes = (nowNs - poweredOnNs) / NS_IN_MINUTE;
    into.binary(
        0x0000,
        (int) (minutes >> 24),
        (int) (minutes >> 16),
        (int) (minutes >> 8),
        (int) minutes,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0);
  }
}
