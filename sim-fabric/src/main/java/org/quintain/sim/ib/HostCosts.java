// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.quintain.sam.Check;
import org.quintain.sim.ib.link.LinkSpeed;
import org.quintain.wire.MessageKind;

/**
 * What a node's processor takes for messages that it is told of: arrived SENDs and the ends of its
 * own reads. RDMA writes and acknowledgements are the adapter's business.
 *
 * @param handlingNs how long the processor is busy with one, before anything comes of it
 * @param readBytesPerSecond how fast peers read this node's memory by RDMA, where that is slower
 *     than the cable; 0 for no slower
 */
public record HostCosts(long handlingNs, long readBytesPerSecond) {
  /** A processor that takes no time at all. */
  public static final HostCosts NONE = new HostCosts(0, 0);

  /** Checks that nothing is negative. */
  public HostCosts {
    Check.that(handlingNs >= 0 && readBytesPerSecond >= 0, "costs are no gains");
  }

  /** How many bytes of the cable's time a run takes that has {@code lengthBytes}. */
  long onCable(MessageKind kind, long lengthBytes, LinkSpeed speed) {
    boolean isSlow = kind == MessageKind.RDMA_READ_RESPONSE && readBytesPerSecond > 0;
    return isSlow
        ? Math.max(lengthBytes, lengthBytes * (speed.dataBitsPerSecond() / 8) / readBytesPerSecond)
        : lengthBytes;
  }
}
