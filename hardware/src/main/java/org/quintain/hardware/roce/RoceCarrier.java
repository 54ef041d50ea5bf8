// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPath;

/**
 * What carries InfiniBand packets in UDP datagrams, and makes and checks all that is around them.
 * All calls run on one reactor.
 */
interface RoceCarrier extends AutoCloseable {
  /** The partition that everybody is in: RoCE knows no other (annex A17.7). */
  int PARTITION_KEY = 0xFFFF;

  /**
   * How long a packet is taken to live, 67 ms: a machine that does other things meanwhile, or is
   * emulated, answers within that, and a packet lost at the end of all is missed soon.
   */
  int LIFETIME_CODE = 14;

  /** Who is given what comes. */
  interface Receiver {
    /** A good packet came; its bytes are the receiver's to read until the call returns. */
    void onPacket(long nowNs, Gid source, ByteBuffer packet, int at, int lengthBytes);

    /** What came has been given; now is the time to answer. */
    void onTurnOver(long nowNs);

    /** The carrier is gone for good; {@code reason} is one clear clause. */
    void onFailed(long nowNs, String reason);
  }

  /** Begins to receive. */
  void open(Receiver receiver);

  /** The port's address. */
  Gid gid();

  /** The way to {@code destination}, or null as long as none is known. */
  @Nullable RdmaPath pathTo(Gid destination);

  /** When the next packet may be sent: {@code nowNs} for at once. */
  long roomAtNs(long nowNs);

  /** How much room a carrier wants before a packet. */
  int headroomBytes();

  /**
   * Sends the packet at {@link #headroomBytes} of {@code frame}, which has room before and behind
   * it and is free again afterwards. A packet that cannot be sent is lost, as packets may be.
   *
   * @param sourcePort by which routers tell connections apart
   * @param lengthBytes from its base transport header to its last pad byte
   */
  void send(long nowNs, RdmaPath path, int sourcePort, ByteBuffer frame, int lengthBytes);

  /** The longest packet payload. */
  int mtuBytes();

  /** How many packets were thrown away since they were broken. */
  long badPackets();

  /** A short name for messages. */
  String name();

  /** Receives and sends nothing more. */
  @Override
  void close();
}
