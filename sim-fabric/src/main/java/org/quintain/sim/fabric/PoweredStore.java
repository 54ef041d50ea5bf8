// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreProvisioning;
import org.quintain.store.StoreRequest;

/**
 * A store as a target sees it between two power losses: what it still sends afterwards gets
 * nowhere.
 */
final class PoweredStore implements BackingStore {
  private final BackingStore store;
  private boolean on = true;

  PoweredStore(BackingStore store) {
    this.store = store;
  }

  void powerOff() {
    on = false;
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
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    if (on) {
      store.submit(nowNs, reactor, request);
    } else {
      request.onSubmitted(reactor);
    }
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
