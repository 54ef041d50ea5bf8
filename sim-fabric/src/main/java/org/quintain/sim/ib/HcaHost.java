// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.quintain.wire.RdmaEndpoint;

/** The node of an adapter, as its driver sees it. */
interface HcaHost {
  /**
   * The adapter was taken out, and the endpoint knows it: the node makes another, whose link comes
   * up when the adapter is put back.
   */
  RdmaEndpoint onTakenOut(long nowNs);
}
