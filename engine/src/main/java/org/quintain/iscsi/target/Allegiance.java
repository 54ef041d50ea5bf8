// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.jspecify.annotations.Nullable;

/**
 * How many commands are allegiant to one connection (RFC 7143 4.2.5.1), and who waits for the last
 * of them to end.
 */
final class Allegiance {
  private int open;
  private IscsiTargetSession.@Nullable DrainListener drainListener;

  /** A command came by the connection. */
  void onBegun() {
    open++;
  }

  /** One of its commands is over. */
  void onEnded(long nowNs) {
    open--;
    IscsiTargetSession.DrainListener toBeTold = drainListener;
    if (open == 0 && toBeTold != null) {
      drainListener = null;
      toBeTold.onDrained(nowNs);
    }
  }

  /** Tells {@code listener}, once, when no command is allegiant to the connection, or at once. */
  void whenDrained(long nowNs, IscsiTargetSession.DrainListener listener) {
    if (open == 0) {
      listener.onDrained(nowNs);
      return;
    }
    IscsiTargetSession.DrainListener earlier = drainListener;
    drainListener =
        earlier == null
            ? listener
            : drainedNs -> {
              earlier.onDrained(drainedNs);
              listener.onDrained(drainedNs);
            };
  }
}
