// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * How an end node comes to its addresses by FIP, and under which Ethernet addresses its frames
 * travel. Driven by its {@link FcoePort}, which it tells when the way is free.
 */
interface FipRole {
  /** How its ports come to their address identifiers. */
  LinkTopology topology();

  /** The address identifier that FIP gave the physical port; 0 where logging in gives one. */
  int portId();

  /** The link carries frames. */
  void start(long nowNs);

  /** The link is gone for good. */
  void stop(long nowNs);

  /** Whether FIP messages to {@code destination}, a group or a port, are for this node. */
  boolean takesFip(long destination);

  /** A FIP message came in {@code frame}. */
  void onMessage(long nowNs, FipMessage message, ByteBuffer frame);

  /** Whether an FCoE frame is for a port here, and from where such frames come. */
  boolean takesFrame(ByteBuffer frame);

  /** The address that frames for {@code portId} are sent to. */
  long destination(int portId);

  /** The address of our port {@code portId}, or -1 where it has none. */
  long source(int portId);

  /** The descriptor that {@code sequence} travels in, 0 where it travels as it is. */
  int carrier(OutgoingSequence sequence);

  /**
   * Says in {@code message} what stands beside {@code sequence} when it travels in FIP.
   *
   * @return the address that it goes to, or -1 where there is none
   */
  long address(OutgoingSequence sequence, FipMessage message);

  /** The port was told to go down, or goes down since the link does. */
  void onDown();

  /** The nearest deadline in nanoseconds. */
  long nextDeadlineNs();

  /** A deadline may have passed. */
  void onDeadline(long nowNs);
}
