// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.quintain.initiator.FabricException;
import org.quintain.wire.StreamEndpoint;

/** How a world opens a byte stream to a portal. The simulated and the real world each have one. */
@FunctionalInterface
public interface StreamDialler {
  /**
   * Opens a stream to {@code host} and drives {@code endpoint} over it, on the reactor of the
   * world's initiator ports. May return before the stream is up; {@link
   * StreamEndpoint#onDisconnected} tells of a failure after that.
   *
   * @param host a name or an address, IPv6 without brackets
   * @throws FabricException with one sentence when the portal cannot be reached
   */
  void dial(String host, int port, StreamEndpoint endpoint) throws FabricException;
}
