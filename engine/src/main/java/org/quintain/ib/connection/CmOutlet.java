// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.nio.ByteBuffer;
import org.quintain.wire.RdmaPath;

/** Sends management datagrams from queue pair 1 of a port to that of another. */
@FunctionalInterface
interface CmOutlet {
  /**
   * Sends the 256 bytes of {@code datagram} from index 0 on, which are free again afterwards; that
   * they come is not said.
   */
  void send(long nowNs, RdmaPath path, ByteBuffer datagram);
}
