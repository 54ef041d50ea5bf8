// SPDX-License-Identifier: Apache-2.0
package org.quintain.model;

import org.quintain.reactor.Reactor;
import org.quintain.store.ForwardingStore;
import org.quintain.store.RamStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/** A store with a mistake: it forgets writes of block 5 once block 3 was written. */
final class ForgetfulStore extends ForwardingStore {
  private boolean wasThreeWritten;

  ForgetfulStore(RamStore store) {
    super(store);
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
      store().submit(nowNs, reactor, request);
    }
  }
}
