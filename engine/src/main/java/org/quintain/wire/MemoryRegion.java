// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/**
 * Memory that a port has registered (InfiniBand Architecture Specification 10.6): who holds its
 * remote key can read or write it without its owner's doing. Every access is held against key,
 * bounds and rights. Keys are new with each registration, so that a peer which is late meets none.
 */
public interface MemoryRegion {
  /** The port may place received messages and answers to reads here. Needed by remote writes. */
  int LOCAL_WRITE = 1;

  /** Peers may write. */
  int REMOTE_WRITE = 2;

  /** Peers may read. */
  int REMOTE_READ = 4;

  /** The key for our own work requests. */
  int localKey();

  /** The key to give to a peer; never 0. */
  int remoteKey();

  /** The virtual address of the first byte, as peers and work requests spell it. */
  long address();

  /** How many bytes it spans. */
  int lengthBytes();

  /** Whether peers can use {@link #remoteKey}: it was neither deregistered nor invalidated. */
  boolean isRemotelyValid();

  /**
   * Ends the registration: its keys name nothing from now on, the memory is free for other use, and
   * the object goes back to its port. Once.
   */
  void deregister();
}
