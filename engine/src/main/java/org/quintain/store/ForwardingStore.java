// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;

/**
 * A store that stands on another one and answers as that does. Whoever stands between a disk and
 * its store overrides what it is there for, so that a new question to stores reaches those who can
 * answer it.
 */
public abstract class ForwardingStore implements BackingStore {
  private final BackingStore store;

  /** Stands on {@code store}. */
  protected ForwardingStore(BackingStore store) {
    this.store = store;
  }

  /** What it stands on. */
  protected final BackingStore store() {
    return store;
  }

  @Override
  public long capacityBytes() {
    return store.capacityBytes();
  }

  @Override
  public boolean isWriteProtected() {
    return store.isWriteProtected();
  }

  @Override
  public boolean hasVolatileCache() {
    return store.hasVolatileCache();
  }

  @Override
  public StoreProvisioning provisioning() {
    return store.provisioning();
  }

  @Override
  public long usedBytes() {
    return store.usedBytes();
  }

  @Override
  public long availableBytes() {
    return store.availableBytes();
  }

  @Override
  public long atomicWriteBytesMax() {
    return store.atomicWriteBytesMax();
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    store.submit(nowNs, reactor, request);
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return store.lend(offsetBytes, lengthBytes, into);
  }

  @Override
  public void close() {
    store.close();
  }
}
