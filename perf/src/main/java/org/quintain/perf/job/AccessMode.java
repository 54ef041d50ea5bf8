// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.job;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** fio's {@code rw}: which way the data goes, and in which order addresses come. */
public enum AccessMode {
  READ(100, false),
  WRITE(0, false),
  RW(50, false),
  RANDREAD(100, true),
  RANDWRITE(0, true),
  RANDRW(50, true);

  private final int readPercent;
  private final boolean random;

  AccessMode(int readPercent, boolean random) {
    this.readPercent = readPercent;
    this.random = random;
  }

  /** The mode that fio spells {@code word}, or null. */
  public static @Nullable AccessMode ofWord(String word) {
    String plain = word.equals("readwrite") ? "rw" : word;
    for (AccessMode mode : values()) {
      if (mode.word().equals(plain)) {
        return mode;
      }
    }
    return null;
  }

  /** fio's word for it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether addresses are drawn rather than counted. */
  public boolean isRandom() {
    return random;
  }

  /** Whether the share of reads is a setting ({@code rwmixread}). */
  public boolean isMixed() {
    return readPercent == 50;
  }

  /** The share of reads unless {@code rwmixread} says otherwise, in per cent. */
  public int defaultReadPercent() {
    return readPercent;
  }
}
