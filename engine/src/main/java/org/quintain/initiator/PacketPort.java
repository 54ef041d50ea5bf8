// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import org.jspecify.annotations.Nullable;

/**
 * A bare port for InfiniBand transport packets, for suites that build and read packets themselves:
 * it has a link and a way to the target's port, connects with nobody and answers nothing. Used by
 * one thread, which is not a reactor's.
 */
public interface PacketPort extends AutoCloseable {
  /** How long an identifier of a port is. */
  int GID_BYTES = 16;

  /** The port's own GID, 16 bytes. */
  byte[] gid();

  /** The port's own GUID. */
  long guid();

  /** The GID of the target's port, 16 bytes. */
  byte[] targetGid();

  /** The service identifier that the target listens to. */
  long serviceId();

  /** The SRP target port identifier, 16 bytes: identifier extension and I/O controller's GUID. */
  byte[] targetPortIdentifier();

  /** The longest packet payload that the way takes. */
  int mtuBytes();

  /**
   * Sends one packet to the target's port.
   *
   * @param packet from the base transport header to the last pad byte; the invariant CRC is added
   */
  void send(byte[] packet);

  /** The next packet that came, as {@link #send} has it; null if none comes in time. */
  byte @Nullable [] receive(long timeoutNs);

  /** Takes the port off its link without a word. */
  @Override
  void close();
}
