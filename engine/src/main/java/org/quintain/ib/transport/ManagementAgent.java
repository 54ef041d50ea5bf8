// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import java.nio.ByteBuffer;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaWire;

/**
 * Communication management above a port: it has the queue pair of the general services interface
 * (IBA 13.5), and part in the port's time. Called on the port's reactor.
 */
public interface ManagementAgent {
  /** The port's link is up. */
  void onPortUp(long nowNs, RdmaWire wire);

  /** The port's link is down. */
  void onPortDown(long nowNs);

  /** The adapter is gone; every queue pair has just come to the error state. */
  void onRemoved(long nowNs);

  /**
   * A management datagram came.
   *
   * @param source the port it came from
   * @param sourceQueuePair the queue pair there that sent it
   * @param datagram its bytes from {@code at} on, until the call returns
   */
  void onManagementDatagram(
      long nowNs, Gid source, int sourceQueuePair, ByteBuffer datagram, int at, int lengthBytes);

  /**
   * A first packet came for {@code queuePair} before it was ready to send: the peer has seen the
   * reply, even if its ready-to-use was lost (IBA 12.9.7.2). Comes once.
   */
  void onCommunicationEstablished(long nowNs, RcQueuePair queuePair);

  /** The agent's nearest deadline, or {@link org.quintain.time.DeadlineTable#NONE}. */
  long nextDeadlineNs();

  /** A deadline of the agent's may have passed. */
  void onDeadline(long nowNs);
}
