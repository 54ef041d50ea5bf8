// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.jspecify.annotations.Nullable;
import org.quintain.ib.transport.IbPort;
import org.quintain.wire.RdmaPort;

/**
 * One life of an adapter's port, from power or plug to the end of either.
 *
 * @param transport what the driver drives
 * @param rdma what protocols stand on, faults of hosts and adapters included
 */
record AdapterPort(IbPort transport, RdmaPort rdma) {
  /** What it still holds, or null; {@code kept} regions may always be registered. */
  @Nullable String whatIsBusy(int kept) {
    if (transport.messagesHeld() != 0) {
      return transport.messagesHeld() + " runs are under way";
    }
    int left = transport.regionCount() - kept;
    return left == 0 ? null : left + " memory regions are registered still";
  }
}
