// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.util.ArrayDeque;

/** The last lines of what a case sent and got: the evidence beside a verdict. One thread. */
public final class Journal {
  private static final int LINES_MAX = 24;

  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private int dropped;

  /** Adds one line. */
  public void add(String line) {
    if (lines.size() == LINES_MAX) {
      lines.removeFirst();
      dropped++;
    }
    lines.addLast(line);
  }

  /** Forgets all lines. */
  public void clear() {
    lines.clear();
    dropped = 0;
  }

  /** All lines, oldest first; says how many earlier ones were dropped. */
  public String text() {
    String kept = String.join("\n", lines);
    return dropped == 0 ? kept : "… " + dropped + " earlier lines\n" + kept;
  }
}
