// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.quintain.reactor.ReactorTask;

/**
 * Somebody who is no command and yet reads or changes blocks that commands may hold: a copy that
 * goes on in the background, an operation on the whole medium. It has one place in one {@link
 * RangeLocks} table at a time, is told there when its turn has come, and leaves by {@link
 * RangeLocks#release(long, RangeHolder)}. Runs on the owner reactor of the table.
 */
public final class RangeHolder {
  final RangeUse use = new RangeUse(this);
  private final ReactorTask whenHeld;

  /** Runs {@code whenHeld} each time that it has what it asked for. */
  public RangeHolder(ReactorTask whenHeld) {
    this.whenHeld = whenHeld;
  }

  /** Whether it waits for its turn. */
  public boolean isWaiting() {
    return use.table != null && use.isWaiting;
  }

  void goOn(long nowNs) {
    whenHeld.run(nowNs);
  }
}
