// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;

/**
 * Where the blocks of a logical unit live: a run of bytes. Requests complete in any order; the
 * caller orders what must be ordered. Called from any reactor; the completion runs on the one that
 * called.
 */
public interface BackingStore {
  /**
   * How many bytes there are. May become another number while the store is used; whoever makes it
   * so tells the device server.
   */
  long capacityBytes();

  /** Whether writes are refused. */
  boolean isWriteProtected();

  /** Whether a completed write may be lost with power before a flush (WCE, SBC-4 6.5.6). */
  boolean hasVolatileCache();

  /** What it can do about space. */
  default StoreProvisioning provisioning() {
    return StoreProvisioning.FULL;
  }

  /**
   * How many bytes of space are taken, perhaps as of a moment ago; never blocks. A store that is
   * not sparse has taken all of it.
   */
  default long usedBytes() {
    return capacityBytes();
  }

  /**
   * How many more bytes of space can be taken before {@link StoreResult#OUT_OF_SPACE}, perhaps as
   * of a moment ago; {@link Long#MAX_VALUE} where there is no such bound. Never blocks.
   */
  default long availableBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * How many bytes a write that asks for it ({@link StoreRequest#writeAtomically}) may have at most
   * to be done wholly or not at all, whatever happens, failures and loss of power among it (SBC-4
   * 4.29.2); 0 for a store that cannot promise this.
   */
  default long atomicWriteBytesMax() {
    return 0;
  }

  /**
   * Whether every write is done when {@link #submit} returns, and none fails: what is written to
   * several such stores in one step is in all of them or in none.
   */
  default boolean writesAtOnce() {
    return false;
  }

  /**
   * Starts {@code request}, never blocks, and completes it exactly once, perhaps before this
   * returns. The request lies within the capacity. Every store knows every operation, but {@code
   * DEALLOCATE} and {@code ANCHOR} where {@link #provisioning} denies them.
   */
  void submit(long nowNs, Reactor reactor, StoreRequest request);

  /**
   * Adds the store's own memory for {@code lengthBytes} bytes from {@code offsetBytes} on to {@code
   * into}, or leaves it as it is and answers false: only a store whose blocks are in memory lends,
   * and only if the pieces fit. What is lent may change under the reader while another command
   * writes the same blocks.
   */
  boolean lend(long offsetBytes, int lengthBytes, SegmentList into);

  /** Gives up what the store holds; no request is under way or follows. */
  void close();
}
