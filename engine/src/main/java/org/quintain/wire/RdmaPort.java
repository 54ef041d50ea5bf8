// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A port of an RDMA adapter, as an upper layer protocol sees it: memory registration and
 * connections. All calls on the port's reactor.
 */
public interface RdmaPort {
  /**
   * Registers {@code lengthBytes} bytes of {@code memory} from {@code offsetBytes} on.
   *
   * @param rights sum of {@link MemoryRegion}'s constants; 0 is for reading by ourselves
   * @return null when the port has no region left
   */
  @Nullable MemoryRegion register(ByteBuffer memory, int offsetBytes, int lengthBytes, int rights);

  /**
   * Hears of every connection that peers request to {@code serviceId}.
   *
   * @param serviceId 64 bits of the port's own choosing, or {@link #ipServiceId} of a port number
   * @return false when somebody listens there already
   */
  boolean listen(long serviceId, ConnectListener listener);

  /** Requests to {@code serviceId} are rejected from now on; connections stay. */
  void stopListening(long serviceId);

  /**
   * Requests a connection. Receives can be posted to the queue pair at once; {@code listener} hears
   * how it goes.
   */
  QueuePair connect(long nowNs, ConnectParameters parameters, QueuePairListener listener);

  /** The port's address; its value may change while the port is down. */
  Gid gid();

  /** The port's global unique identifier, which does not change. */
  long guid();

  /** A short name of the port for messages, as a person would write it. */
  String name();

  /**
   * The service identifier of the IP service annex for TCP-like port {@code portNumber} (annex
   * A11.3): connections to it say their IP addresses, as the RDMA connection manager does.
   */
  static long ipServiceId(int portNumber) {
    return 0x0000_0000_0106_0000L | (portNumber & 0xFFFF);
  }

  /** Whether {@code serviceId} is one of {@link #ipServiceId}'s. */
  static boolean isIpServiceId(long serviceId) {
    return (serviceId & ~0xFFFFL) == 0x0000_0000_0106_0000L;
  }
}
