// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fuzz;

import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreRequest;

/** A store that takes its time with everything, so that commands are under way while it does. */
final class LateStore extends ForwardingStore {
  private static final long DELAY_NS = 1_000_000L;

  LateStore(BackingStore store) {
    super(store);
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    reactor.callAt(nowNs + DELAY_NS, atNs -> store().submit(atNs, reactor, request));
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return false;
  }
}
