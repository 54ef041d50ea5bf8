// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decides who uses an exchange that a peer begins. */
public interface ExchangeAcceptor {
  /**
   * The first frame of a new exchange came; {@code exchange} says from whom, for whom and of what
   * type. The acceptor sets {@link Exchange#framePayloadMax(int)} and answers the user, or null to
   * have the exchange forgotten.
   *
   * @param frame the frame's header at {@code base}, or that of the sequence that came whole
   */
  @Nullable ExchangeListener accept(long nowNs, Exchange exchange, ByteBuffer frame, int base);

  /** Whether {@code portId} is an address of this port, so that frames to it are taken. */
  boolean isLocal(int portId);
}
