// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

/**
 * BB_SCs and BB_SCr (FC-FS-6 19.4.9): both ends count what is sent in groups of 2^BB_SC_N, and a
 * primitive at the end of each group tells the receiver how many there were.
 */
final class RecoveryGroup {
  private final int size;
  private int sent;
  private int seen;

  /** Groups of 2^{@code exponent}; 0 for no counting. */
  RecoveryGroup(int exponent) {
    this.size = exponent == 0 ? 0 : 1 << exponent;
  }

  /** One more was sent; answers how many of its group the receiver has missed, once it is full. */
  int missedAfter(boolean isSeen) {
    if (size == 0) {
      return 0;
    }
    sent++;
    seen += isSeen ? 1 : 0;
    if (sent < size) {
      return 0;
    }
    int missed = sent - seen;
    clear();
    return missed;
  }

  void clear() {
    sent = 0;
    seen = 0;
  }
}
