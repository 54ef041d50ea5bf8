// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.ethernet;

import java.nio.ByteBuffer;

/**
 * What carries Ethernet frames: bytes from the destination address to the last byte of data, with
 * the VLAN tag of those that have one ({@link VlanLink}), without a frame check sequence. All calls
 * run on the reactor that it was opened with.
 */
public interface EthernetLink extends AutoCloseable {
  /** How long what stands before a frame's data is: two addresses and the EtherType. */
  int HEADER_BYTES = 14;

  /** Who is given what comes. */
  interface Receiver {
    /** A frame came; its bytes are the receiver's to read until the call returns. */
    void onEthernetFrame(long nowNs, ByteBuffer frame, int lengthBytes);

    /** The link is gone for good; {@code reason} is one clear clause. */
    void onLinkFailed(long nowNs, String reason);
  }

  /** Begins to receive. */
  void open(Receiver receiver);

  /**
   * When the next frame may be sent: {@code nowNs} for at once. Ethernet below Fibre Channel is to
   * lose nothing (FC-BB-6 clause 7), so a link that nothing else holds back paces itself.
   */
  long roomAtNs(long nowNs);

  /**
   * Sends {@code lengthBytes} of {@code frame} from index 0 on, which is free again afterwards.
   *
   * @return whether the link took it; false when it has no room, or lost it
   */
  boolean send(ByteBuffer frame, int lengthBytes);

  /** Takes frames to {@code address} too, a group's or a second one of our own. */
  void listenTo(long address);

  /** Takes no more frames to {@code address}, which {@link #listenTo} named. */
  void ignore(long address);

  /** Our own address. */
  long address();

  /**
   * Whether what comes in a VLAN comes without its tag, so that nobody can tell it from what comes
   * in none.
   */
  default boolean stripsTags() {
    return false;
  }

  /** How long the data behind the 14-byte header, or behind that and a VLAN tag, can be. */
  int maximumDataBytes();

  /** A short name for messages. */
  String name();

  /** Receives and sends nothing more. */
  @Override
  void close();
}
