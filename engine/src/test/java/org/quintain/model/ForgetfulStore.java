// SPDX-License-Identifier: Apache-2.0
package org.quintain.model;

import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreProvisioning;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/** A store with a mistake: it forgets writes of block 5 once block 3 was written. */
final class ForgetfulStore implements BackingStore {
  private final RamStore store;
  private boolean wasThreeWritten;

  ForgetfulStore(RamStore store) {
    this.store = store;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    long block = request.offsetBytes() / EngineUnderTest.BLOCK_BYTES;
    boolean isWrite = request.operation() == StoreOperation.WRITE;
    boolean isForgotten = isWrite && block == 5 && wasThreeWritten;
    wasThreeWritten |= isWrite && block == 3;
    if (isForgotten) {
      request.onSubmitted(reactor);
      request.complete(nowNs, StoreResult.DONE);
    } else {
      store.submit(nowNs, reactor, request);
    }
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
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return store.lend(offsetBytes, lengthBytes, into);
  }

  @Override
  public void close() {
    store.close();
  }
}
