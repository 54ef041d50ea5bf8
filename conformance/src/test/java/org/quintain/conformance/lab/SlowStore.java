// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;

/**
 * A store whose writes take a while, each of three in a row less than the one before, so that what
 * nobody keeps in order comes out of order.
 */
final class SlowStore extends ForwardingStore {
  private static final long STEP_NS = 1_000_000L;

  private final long extraNs;
  private int writes;

  SlowStore(BackingStore store, long extraNs) {
    super(store);
    this.extraNs = extraNs;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    if (request.operation() != StoreOperation.WRITE) {
      store().submit(nowNs, reactor, request);
      return;
    }
    long delayNs = extraNs + (3 - writes++ % 3) * STEP_NS;
    reactor.callAt(nowNs + delayNs, atNs -> store().submit(atNs, reactor, request));
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return false;
  }
}
