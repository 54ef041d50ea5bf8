// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/** The driver of a link that carries frames, as its endpoint sees it. Called on its reactor. */
public interface FrameWire {
  /** Something became sendable, or a deadline moved, outside an input call. */
  void markReady();

  /** How the ports of the link come to their addresses. */
  LinkTopology topology();

  /**
   * The 24-bit address identifier that the link itself gave this port (loop initialisation, FCoE
   * VN2VN); 0 where logging in gives one.
   */
  int assignedPortId();

  /**
   * The longest frame payload that can be received here: a multiple of 4, 256 to 2112; a port
   * offers no more in its service parameters.
   */
  int framePayloadMax();

  /** How many frames the link's receiver has buffers for: the BB_Credit that a login offers. */
  int bufferToBufferCredit();

  /** A short name of the link for messages, as a person would write it. */
  String name();
}
