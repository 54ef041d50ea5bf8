// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import java.util.ArrayDeque;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreRequest;

/**
 * A store as a target sees it between two power losses: what it still sends afterwards gets
 * nowhere.
 */
final class PoweredStore extends ForwardingStore {
  private final ArrayDeque<StoreRequest> held = new ArrayDeque<>();
  private boolean on = true;
  private boolean isSilent;

  PoweredStore(BackingStore store) {
    super(store);
  }

  void powerOff() {
    on = false;
    held.clear();
  }

  /** Hands nothing on from now on, or hands on what was kept back meanwhile. */
  void silence(boolean isToBeSilent) {
    isSilent = isToBeSilent;
    while (!isSilent && !held.isEmpty()) {
      StoreRequest request = held.removeFirst();
      request.reactor().post(nowNs -> handOn(nowNs, request));
    }
  }

  private void handOn(long nowNs, StoreRequest request) {
    Reactor reactor = request.reactor();
    request.onHandedOn();
    submit(nowNs, reactor, request);
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    if (on && isSilent) {
      request.onSubmitted(reactor);
      held.addLast(request);
    } else if (on) {
      store().submit(nowNs, reactor, request);
    } else {
      request.onSubmitted(reactor);
    }
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return !isSilent && super.lend(offsetBytes, lengthBytes, into);
  }
}
