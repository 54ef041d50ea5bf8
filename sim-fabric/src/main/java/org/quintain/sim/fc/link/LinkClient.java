// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.sim.reactor.SimReactor;

/** What stands behind an end of a link: a port of a node or of a switch. */
public interface LinkClient {
  /** The reactor that frames are handed over on; null for a switch, which has none. */
  @Nullable SimReactor reactor();

  /**
   * Whether a frame is handed over as soon as its header is in, as to a switch that cuts through;
   * else when its last bit is.
   */
  boolean cutsThrough();

  /**
   * A frame is in. The client owns it from here on; it holds one of the end's buffers until {@link
   * LinkEnd#release}.
   */
  void onFrame(long nowNs, LinkEnd at, LinkFrame frame);

  /**
   * All frames of a sequence are in, which travelled whole; all its buffers are free. The train's
   * sequence is only read, and only until the call returns.
   */
  default void onTrain(long nowNs, LinkEnd at, Train train) {
    Check.that(false, "a train goes to a node that takes it");
  }

  /** The transmitter has room for another frame. */
  void onRoom(long nowNs, LinkEnd at);

  /** The link is up: both ends see each other, all buffers are free. */
  void onLinkUp(long nowNs, LinkEnd at);

  /** The link is down; what was on it or waited for it is lost. */
  void onLinkDown(long nowNs, LinkEnd at);
}
