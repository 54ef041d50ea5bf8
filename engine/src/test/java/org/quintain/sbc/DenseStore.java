// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.store.StoreRequest;

/** A store that has all its space from the beginning and gives none up. */
final class DenseStore implements BackingStore {
  private final RamStore ram;

  DenseStore(long capacityBytes) {
    ram = new RamStore(capacityBytes);
  }

  @Override
  public long capacityBytes() {
    return ram.capacityBytes();
  }

  @Override
  public boolean isWriteProtected() {
    return false;
  }

  @Override
  public boolean hasVolatileCache() {
    return false;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    ram.submit(nowNs, reactor, request);
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return ram.lend(offsetBytes, lengthBytes, into);
  }

  @Override
  public void close() {
    ram.close();
  }
}
